"""The size tables: a size string belongs to exactly one tier and one ratio, and is matched as a string.

Several ratios are only near their name (640*432 is 1.481) and the tier does not follow from the shorter side, so
nothing here is computed. https://help.aliyun.com/en/model-studio/pixverse-text-to-video-api-reference
"""

from dataclasses import dataclass

TIERS = ("360P", "540P", "720P", "1080P")
RATIOS = ("16:9", "4:3", "1:1", "3:4", "9:16", "3:2", "2:3", "21:9")


@dataclass(frozen=True, kw_only=True)
class Size:
    """One offered frame size; `size` is the wire's ``W*H``."""

    size: str
    tier: str
    ratio: str

    @property
    def width(self) -> int:
        return int(self.size.split("*")[0])

    @property
    def height(self) -> int:
        return int(self.size.split("*")[1])


def _table(rows: dict[str, tuple[str, str, str, str]]) -> tuple[Size, ...]:
    return tuple(
        Size(size=size, tier=tier, ratio=ratio)
        for ratio, sizes in rows.items()
        for tier, size in zip(TIERS, sizes, strict=True)
    )


C1_AND_V6 = _table(
    {
        "16:9": ("640*360", "1024*576", "1280*720", "1920*1080"),
        "4:3": ("640*480", "1024*768", "1108*832", "1664*1248"),
        "1:1": ("640*640", "1024*1024", "960*960", "1440*1440"),
        "3:4": ("480*640", "768*1024", "832*1108", "1248*1664"),
        "9:16": ("360*640", "576*1024", "720*1280", "1080*1920"),
        "3:2": ("640*432", "1024*688", "1200*800", "1776*1184"),
        "2:3": ("432*640", "688*1024", "800*1200", "1184*1776"),
        "21:9": ("640*288", "1024*448", "1280*560", "1920*832"),
    }
)

V56 = _table(
    {
        "16:9": ("640*360", "1024*576", "1280*720", "1920*1080"),
        "4:3": ("640*480", "1024*768", "1280*960", "1920*1440"),
        "1:1": ("640*640", "1024*1024", "1280*1280", "1808*1808"),
        "3:4": ("480*640", "768*1024", "960*1280", "1440*1920"),
        "9:16": ("360*640", "576*1024", "720*1280", "1080*1920"),
    }
)
