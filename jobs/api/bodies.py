"""What programs send. Strict: no unknown field, no text where a number belongs, no `true` for 1.

Only the shape is checked here; what a model can do is the catalogue's business.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from jobs.catalogue import DEFAULT_SECONDS, FILMS_MAX, Matrix, OrderSpec, frames

Whole = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class OrderBody(Body):
    """`size`, or `tier` and `ratio`, or neither for the model's 720P 16:9. `seed` null: one is drawn per take.

    Nothing is asked: a film that is there already, with the same words, settings and seed, is made once more.
    """

    # what the description offers to try; without it, that would be the least number each field can hold
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"prompt": "A heron lifts off the morning lake", "model": "v6", "duration": 5}]}
    )

    prompt: str
    model: str = Field(description="A full id, or v6, c1, v5.6.")
    size: str | None = Field(default=None, examples=["1280*720"])
    tier: str | None = Field(default=None, examples=["720P"])
    ratio: str | None = Field(default=None, examples=["16:9"])
    duration: Whole = Field(default=DEFAULT_SECONDS, description="Seconds.")
    audio: bool = False
    watermark: bool = False
    seed: Whole | None = None
    shot_type: str | None = Field(default=None, description="single or multi; v6 only.")
    takes: Whole = Field(default=1, description="1 to 8 films of one order, accepted all or none.")
    title: str = ""
    space: Annotated[UUID, Field(strict=False)] | None = None

    @property
    def spec(self) -> OrderSpec:
        return OrderSpec(**{name: getattr(self, name) for name in type(self).model_fields})


class BatchBody(Body):
    """Every prompt × model × size × seed is an order of its own, and all are ordered or none.

    In the prompt `{red|blue}` makes a film of each; several groups multiply, an alternative may be empty, and a
    backslash makes the sign after it plain text. Sizes are `sizes`, or `tiers` × `ratios`, or neither for 720P 16:9.
    Without `seeds` each film gets one of its own. At most 100 films.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"prompt": "A {red|blue} lantern at dusk", "models": ["v6", "c1"], "ratios": ["16:9", "9:16"]}]
        }
    )

    prompt: str
    models: Annotated[list[str], Field(min_length=1, max_length=FILMS_MAX)]
    sizes: Annotated[list[str], Field(max_length=FILMS_MAX)] = []
    tiers: Annotated[list[str], Field(max_length=FILMS_MAX)] = []
    ratios: Annotated[list[str], Field(max_length=FILMS_MAX)] = []
    seeds: Annotated[list[Whole], Field(max_length=FILMS_MAX)] = []
    duration: Whole = Field(default=DEFAULT_SECONDS, description="Seconds.")
    audio: bool = False
    watermark: bool = False
    shot_type: str | None = Field(default=None, description="single or multi; for those of the models that take it.")
    takes: Whole = Field(default=1, description="1 to 8 films of each order.")
    title: str = ""
    space: Annotated[UUID, Field(strict=False)] | None = None

    @property
    def matrix(self) -> Matrix:
        same = ("prompt", "duration", "audio", "watermark", "shot_type", "takes", "title", "space")
        base = OrderSpec(model=self.models[0], **{name: getattr(self, name) for name in same})
        return Matrix(
            base=base,
            models=tuple(self.models),
            frames=frames(sizes=self.sizes, tiers=self.tiers, ratios=self.ratios),
            seeds=tuple(self.seeds) or (None,),
        )


class TemplateBody(Body):
    """A prompt and the settings that belong to it; one that is null is left to the order."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Tea spot", "prompt": "Steam rises from a teapot", "model": "v6"}]}
    )

    name: str
    prompt: str
    model: str | None = Field(default=None, description="A full id, or v6, c1, v5.6.")
    tier: str | None = None
    ratio: str | None = None
    duration: Annotated[int, Field(ge=1, le=15)] | None = Field(default=None, description="Seconds.")
    audio: bool | None = None
    space: Annotated[UUID, Field(strict=False)] | None = None


class AgainBody(Body):
    """Nothing, or the tier in which the film is ordered again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"tier": "1080P"}]})

    tier: str | None = Field(default=None, description="Ordered in this tier and with the film's own seed.")


class ResolveBody(Body):
    """How an unclear order is decided; `task_id` names the candidate that is adopted."""

    choice: Literal["adopt", "send_again", "give_up"]
    task_id: str | None = None


class ShareBody(Body):
    """`password` null asks for none, and an empty one is made. `days` is how long the link opens."""

    films: list[Annotated[UUID, Field(strict=False)]] = Field(description="1 to 200 saved films of one space.")
    title: str = ""
    note: str = ""
    days: Annotated[int, Field(ge=1, le=90)] = 7
    password: str | None = None
    download: bool = True
    prompt: bool = False
    picks: bool = True
    comments: bool = True


class AdoptBody(Body):
    """The space the film goes to; without one the default space, or the oldest of yours."""

    space: Annotated[UUID, Field(strict=False)] | None = None


class IgnoreBody(Body):
    """Why it is left alone: 1 to 500 characters."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Made by the advertising team"}]})

    reason: str
