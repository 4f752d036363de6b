"""The order form: everything as it was sent, so that a refused order comes back exactly as it was.

The rules are the catalogue's alone. What is no number at all becomes one that breaks its rule.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from jobs.catalogue import (
    DEFAULT_RATIO,
    DEFAULT_SECONDS,
    DEFAULT_TIER,
    MODELS,
    Model,
    OrderSpec,
    escaped,
    find,
    literal,
    storyboard,
)
from jobs.forms.more import More
from jobs.models import Order
from jobs.provenance import Wish

FIRST = next(iter(MODELS.values()))
NO_NUMBER = -1
_BETWEEN = re.compile(r"[\s,;，；、]+")
CHEAPEST: dict[str, Any] = {"model": FIRST.id, "tier": "360P", "duration": 1}
"""The least a film can cost: what a first try opens with."""


@dataclass(frozen=True, kw_only=True)
class OrderForm:
    """`prompt` is as it is written, with variations. `seed` counts only while `keep_seed`; there may be several.
    `shot_type` counts only while the prompt does not count its shots. `token` makes the click idempotent; `confirmed`
    is the yes to money, `again` that to ordering the same once more, `shown` the price that stood on the button when
    the page was drawn, `asked` the one that the yes was asked for.
    """

    prompt: str = ""
    model: str = FIRST.id
    tier: str = DEFAULT_TIER
    ratio: str = DEFAULT_RATIO
    duration: int = DEFAULT_SECONDS
    audio: bool = False
    watermark: bool = False
    keep_seed: bool = False
    seed: str = ""
    shot_type: str = "single"
    takes: int = 1
    title: str = ""
    space: UUID | None = None
    board: UUID | None = None
    more: More = field(default_factory=More)
    token: str = ""
    confirmed: bool = False
    again: bool = False
    shown: str = ""
    asked: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> "OrderForm":
        """From a POST; line ends as people typed them, not as HTTP carries them. The space brings its board along:
        `<space>/<board>`.
        """
        space, _, board = sent.get("space", "").partition("/")
        return cls(
            prompt=sent.get("prompt", "").replace("\r\n", "\n"),
            model=sent.get("model", FIRST.id),
            tier=sent.get("tier", DEFAULT_TIER),
            ratio=sent.get("ratio", DEFAULT_RATIO),
            duration=whole_number(sent.get("duration", str(DEFAULT_SECONDS))),
            audio=sent.get("audio") == "1",
            watermark=sent.get("watermark") == "1",
            keep_seed=sent.get("keep_seed") == "1",
            seed=sent.get("seed", "").strip(),
            shot_type=sent.get("shot_type", "single"),
            takes=whole_number(sent.get("takes", "1")),
            title=sent.get("title", ""),
            space=_uuid(space),
            board=_uuid(board),
            more=More.read(sent),
            token=click_token(sent),
            confirmed=sent.get("confirmed") in ("1", "again"),
            again=sent.get("confirmed") == "again",
            shown=sent.get("shown", ""),
            asked=sent.get("asked", ""),
        )

    @classmethod
    def like(cls, order: Order) -> "OrderForm":
        """The settings and words of an earlier order; a drawn seed stays drawn."""
        return cls(
            prompt=escaped(order.prompt),
            model=order.model,
            tier=order.tier,
            ratio=order.ratio,
            duration=order.duration,
            audio=order.audio,
            watermark=order.watermark,
            keep_seed=order.seed is not None,
            seed="" if order.seed is None else str(order.seed),
            shot_type=order.shot_type or "single",
            takes=order.takes,
            title=order.title,
            space=order.space_id,
        )

    @classmethod
    def of(cls, wish: Wish) -> "OrderForm":
        """The order that a film's details tell. They name no space."""
        return cls(
            prompt=escaped(wish.prompt),
            model=wish.model,
            tier=wish.tier,
            ratio=wish.ratio,
            duration=wish.duration,
            audio=wish.audio,
            watermark=wish.watermark is True,
            keep_seed=wish.seed is not None,
            seed="" if wish.seed is None else str(wish.seed),
            shot_type=wish.shot_type or "single",
            takes=wish.takes,
            title=wish.title,
        )

    def fields(self) -> dict[str, str]:
        """As it is sent; `read` makes the same form of it. What belongs to one page alone stays with that page."""
        sent = {
            "prompt": self.prompt,
            "model": self.model,
            "tier": self.tier,
            "ratio": self.ratio,
            "duration": str(self.duration),
            "audio": "1" if self.audio else "",
            "watermark": "1" if self.watermark else "",
            "keep_seed": "1" if self.keep_seed else "",
            "seed": self.seed,
            "shot_type": self.shot_type,
            "takes": str(self.takes),
            "title": self.title,
            "space": place_value(self.space, self.board) if self.space else "",
            **self.more.fields(),
        }
        return {name: text.replace("\0", "") for name, text in sent.items()}  # no database keeps a NUL

    def with_part(self, part: str, earlier: "OrderForm", seed: int | None = None) -> "OrderForm":
        """This form with the prompt, the seed or the settings of an earlier one; any other part is all of it."""
        if part == "prompt":
            return replace(self, prompt=earlier.prompt)
        if part == "seed":
            return replace(self, keep_seed=seed is not None, seed="" if seed is None else str(seed))
        if part == "settings":
            return replace(earlier, prompt=self.prompt, title=self.title, space=self.space, board=self.board)
        return replace(earlier, board=self.board if self.space == earlier.space else None)

    @property
    def known_model(self) -> Model:
        """The chosen model; the first one while an unknown name is in the field."""
        return find(self.model) or FIRST

    @property
    def seeds(self) -> tuple[int | None, ...]:
        """The kept ones, with anything between them; None: a new one for every film."""
        if not self.keep_seed:
            return (None,)
        return tuple(map(whole_number, filter(None, _BETWEEN.split(self.seed)))) or (NO_NUMBER,)

    def spec(self) -> OrderSpec:
        """Of one order; `forms.matrix` tells what else the same click asks for."""
        model = find(self.model)
        return OrderSpec(
            prompt=literal(self.prompt),
            model=self.model,
            tier=self.tier,
            ratio=self.ratio,
            duration=self.duration,
            audio=self.audio,
            watermark=self.watermark,
            seed=self.seeds[0],
            shot_type=self.shot_type if model and model.shot_type and not storyboard.shot_type(self.prompt) else None,
            takes=self.takes,
            title=self.title,
            space=self.space,
            board=self.board,
        )

    def fitted(self) -> "OrderForm":
        """As much of it as the chosen model can do; what it cannot becomes its nearest offer."""
        model = self.known_model
        tier = self.tier if self.tier in model.tiers else DEFAULT_TIER
        return replace(
            self,
            model=model.id,
            tier=tier,
            ratio=self.ratio if self.ratio in model.ratios else DEFAULT_RATIO,
            duration=min(model.seconds[tier], key=lambda second: (abs(second - self.duration), second)),
        )


def place_value(space: UUID, board: UUID | None = None) -> str:
    """Where films go, as the form sends it."""
    return f"{space}/{board}" if board else str(space)


def whole_number(text: str) -> int:
    """A whole number of at most ten digits; `NO_NUMBER`, which every rule refuses, for anything else."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else NO_NUMBER


def click_token(sent: Mapping[str, str]) -> str:
    """What makes a click idempotent; empty where the page sent nothing that a database keeps."""
    token = sent.get("token", "")[:100]
    return token if token.isascii() and token.isprintable() else ""


def _uuid(text: str) -> UUID | None:
    """None: the person's usual space. An id that is none at all must not fall back to that space."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
