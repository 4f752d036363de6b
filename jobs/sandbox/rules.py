"""What each model of the family accepts.

Written from the provider's page and shared with nobody, so that a mistake in the catalogue of the studio shows here:
https://help.aliyun.com/en/model-studio/pixverse-text-to-video-api-reference
"""

from collections.abc import Mapping
from dataclasses import dataclass

TIERS = ("360", "540", "720", "1080")

_SHARED = """
640*360   1024*576   1280*720  1920*1080
640*480   1024*768   1108*832  1664*1248
640*640   1024*1024  960*960   1440*1440
480*640   768*1024   832*1108  1248*1664
360*640   576*1024   720*1280  1080*1920
640*432   1024*688   1200*800  1776*1184
432*640   688*1024   800*1200  1184*1776
640*288   1024*448   1280*560  1920*832
"""
_OLDER = """
640*360   1024*576   1280*720   1920*1080
640*480   1024*768   1280*960   1920*1440
640*640   1024*1024  1280*1280  1808*1808
480*640   768*1024   960*1280   1440*1920
360*640   576*1024   720*1280   1080*1920
"""


def _tiers(table: str) -> dict[str, str]:
    rows = (line.split() for line in table.strip().splitlines())
    return {size: tier for row in rows for size, tier in zip(row, TIERS, strict=True)}


@dataclass(frozen=True, kw_only=True)
class Family:
    """Models that share seats and rates. `tiers` maps a size to its SR, `longest` is in code points."""

    name: str
    tiers: Mapping[str, str]
    longest: int
    durations: tuple[int, ...]
    durations_at_1080: tuple[int, ...]
    shots: bool

    def lasts(self, duration: int, size: str) -> bool:
        """Whether a film of this size may be that many seconds long."""
        return duration in (self.durations_at_1080 if self.tiers.get(size) == "1080" else self.durations)


_ANY = tuple(range(1, 16))
_C1 = Family(
    name="c1", tiers=_tiers(_SHARED), longest=5000, durations=_ANY, durations_at_1080=_ANY, shots=False
)  # fmt: skip
_V6 = Family(
    name="v6", tiers=_tiers(_SHARED), longest=5000, durations=_ANY, durations_at_1080=_ANY, shots=True
)  # fmt: skip
_V56 = Family(
    name="v5.6", tiers=_tiers(_OLDER), longest=2048, durations=(5, 8, 10), durations_at_1080=(5, 8), shots=False
)

MODELS: Mapping[str, Family] = {f"pixverse/pixverse-{family.name}-t2v": family for family in (_C1, _V6, _V56)}
