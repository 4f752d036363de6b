"""The three PixVerse text-to-video models as data: what each can do and no more.

https://help.aliyun.com/en/model-studio/pixverse-text-to-video-api-reference
"""

from dataclasses import dataclass

from jobs.catalogue.sizes import C1_AND_V6, RATIOS, TIERS, V56, Size

SEED_MAX = 2**31 - 1
TAKES_MAX = 8
TITLE_MAX = 120
DEFAULT_TIER = "720P"
DEFAULT_RATIO = "16:9"
DEFAULT_SECONDS = 5
SHOT_TYPES = ("single", "multi")

_ANY_SECOND = tuple(range(1, 16))


@dataclass(frozen=True, kw_only=True)
class Model:
    """What one model offers. `prompt_max` is in code points: the provider cuts the rest without a word."""

    id: str
    short: str
    family: str
    sizes: tuple[Size, ...]
    seconds: dict[str, tuple[int, ...]]
    prompt_max: int
    shot_type: bool
    """The parameter `shot_type` is sent; c1 takes its shots from the prompt alone."""
    multi_shot: bool
    """Shots can be written into the prompt."""

    @property
    def tiers(self) -> tuple[str, ...]:
        return tuple(tier for tier in TIERS if any(size.tier == tier for size in self.sizes))

    @property
    def ratios(self) -> tuple[str, ...]:
        return tuple(ratio for ratio in RATIOS if any(size.ratio == ratio for size in self.sizes))

    def size(self, text: str) -> Size | None:
        return next((size for size in self.sizes if size.size == text), None)

    def size_for(self, tier: str, ratio: str) -> Size | None:
        return next((size for size in self.sizes if (size.tier, size.ratio) == (tier, ratio)), None)


V6 = Model(
    id="pixverse/pixverse-v6-t2v",
    short="v6",
    family="v6",
    sizes=C1_AND_V6,
    seconds=dict.fromkeys(TIERS, _ANY_SECOND),
    prompt_max=5000,
    shot_type=True,
    multi_shot=True,
)
C1 = Model(
    id="pixverse/pixverse-c1-t2v",
    short="c1",
    family="c1",
    sizes=C1_AND_V6,
    seconds=dict.fromkeys(TIERS, _ANY_SECOND),
    prompt_max=5000,
    shot_type=False,
    multi_shot=True,
)
V56_MODEL = Model(
    id="pixverse/pixverse-v5.6-t2v",
    short="v5.6",
    family="v5.6",
    sizes=V56,
    seconds={"360P": (5, 8, 10), "540P": (5, 8, 10), "720P": (5, 8, 10), "1080P": (5, 8)},
    prompt_max=2048,
    shot_type=False,
    multi_shot=False,
)

MODELS: dict[str, Model] = {model.id: model for model in (V6, C1, V56_MODEL)}
FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(model.family for model in MODELS.values()))


def find(name: str) -> Model | None:
    """The model of a full id or a short name (`v6`, `c1`, `v5.6`)."""
    return MODELS.get(name) or next((model for model in MODELS.values() if model.short == name), None)
