"""What can be ordered: models, sizes, seconds, prices, and the one function that says what is wrong with an order."""

from jobs.catalogue import storyboard
from jobs.catalogue.matrix import FILMS_MAX, Cell, Frame, Matrix, Plan, frames, plan
from jobs.catalogue.models import (
    DEFAULT_RATIO,
    DEFAULT_SECONDS,
    DEFAULT_TIER,
    FAMILIES,
    MODELS,
    SEED_MAX,
    SHOT_TYPES,
    TAKES_MAX,
    TITLE_MAX,
    Model,
    find,
)
from jobs.catalogue.prices import CURRENCY, LIST_PRICES, PRICE_DATE, ListPrice
from jobs.catalogue.rules import Params, Problem, loose_ends, problems, title_problems, unsafe_text
from jobs.catalogue.shapes import Shape, shape_of
from jobs.catalogue.sizes import RATIOS, TIERS, Size
from jobs.catalogue.spec import OrderSpec
from jobs.catalogue.storyboard import SHOTS_MAX, Shot, Storyboard
from jobs.catalogue.variations import Nested, Piece, escaped, literal, written

__all__ = [
    "CURRENCY",
    "DEFAULT_RATIO",
    "DEFAULT_SECONDS",
    "DEFAULT_TIER",
    "FAMILIES",
    "FILMS_MAX",
    "LIST_PRICES",
    "MODELS",
    "PRICE_DATE",
    "RATIOS",
    "SEED_MAX",
    "SHOTS_MAX",
    "SHOT_TYPES",
    "TAKES_MAX",
    "TIERS",
    "TITLE_MAX",
    "Cell",
    "Frame",
    "ListPrice",
    "Matrix",
    "Model",
    "Nested",
    "OrderSpec",
    "Params",
    "Piece",
    "Plan",
    "Problem",
    "Shape",
    "Shot",
    "Size",
    "Storyboard",
    "escaped",
    "find",
    "frames",
    "literal",
    "loose_ends",
    "plan",
    "problems",
    "shape_of",
    "storyboard",
    "title_problems",
    "unsafe_text",
    "written",
]
