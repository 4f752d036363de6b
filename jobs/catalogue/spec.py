"""An order as a person meant it, before anything is stored: every door builds one of these."""

from dataclasses import dataclass
from uuid import UUID

from jobs.catalogue import storyboard
from jobs.catalogue.models import DEFAULT_RATIO, DEFAULT_SECONDS, DEFAULT_TIER, Model, find
from jobs.catalogue.sizes import Size


@dataclass(frozen=True, kw_only=True)
class OrderSpec:
    """One click. Give `size`, or `tier` and `ratio`, or neither for the model's 720P 16:9. All takes
    come onto the `board`, which is one of the space.
    """

    prompt: str
    model: str
    size: str | None = None
    tier: str | None = None
    ratio: str | None = None
    duration: int = DEFAULT_SECONDS
    audio: bool = False
    watermark: bool = False
    seed: int | None = None
    shot_type: str | None = None
    takes: int = 1
    title: str = ""
    space: UUID | None = None
    board: UUID | None = None

    @property
    def known_model(self) -> Model | None:
        return find(self.model)

    @property
    def resolved_size(self) -> Size | None:
        """The offered size this order asks for; None when the model has no such size."""
        model = self.known_model
        if model is None:
            return None
        if self.size is None:
            return model.size_for(self.tier or DEFAULT_TIER, self.ratio or DEFAULT_RATIO)
        size = model.size(self.size)
        return size if size and self.tier in (None, size.tier) and self.ratio in (None, size.ratio) else None

    @property
    def resolved_shot_type(self) -> str | None:
        """What is sent: None for models that do not take the parameter. Where nothing is said, the prompt tells, as it
        does for the provider, who lets it outrank the parameter.
        """
        model = self.known_model
        if model is None or not model.shot_type:
            return None
        return self.shot_type or storyboard.shot_type(self.prompt) or "single"
