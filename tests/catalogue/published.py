"""What the provider's page and price list say, written out once more and shared with nobody.

A size in the catalogue that was copied wrong would pass every test that reads it from there.
"""

from decimal import Decimal

RATIOS = ("16:9", "4:3", "1:1", "3:4", "9:16", "3:2", "2:3", "21:9")
TIERS = ("360P", "540P", "720P", "1080P")
MODELS = {
    "c1": "pixverse/pixverse-c1-t2v",
    "v6": "pixverse/pixverse-v6-t2v",
    "v5.6": "pixverse/pixverse-v5.6-t2v",
}

_NEW = {
    "360P": "640*360 640*480 640*640 480*640 360*640 640*432 432*640 640*288",
    "540P": "1024*576 1024*768 1024*1024 768*1024 576*1024 1024*688 688*1024 1024*448",
    "720P": "1280*720 1108*832 960*960 832*1108 720*1280 1200*800 800*1200 1280*560",
    "1080P": "1920*1080 1664*1248 1440*1440 1248*1664 1080*1920 1776*1184 1184*1776 1920*832",
}
_OLD = {
    "360P": "640*360 640*480 640*640 480*640 360*640",
    "540P": "1024*576 1024*768 1024*1024 768*1024 576*1024",
    "720P": "1280*720 1280*960 1280*1280 960*1280 720*1280",
    "1080P": "1920*1080 1920*1440 1808*1808 1440*1920 1080*1920",
}
_PRICES = {
    ("c1", False): "0.18 0.24 0.30 0.56",
    ("c1", True): "0.24 0.30 0.39 0.71",
    ("v6", False): "0.15 0.21 0.27 0.53",
    ("v6", True): "0.21 0.27 0.36 0.68",
    ("v5.6", False): "0.21 0.21 0.27 0.44",
}


def size(model: str, tier: str, ratio: str) -> str | None:
    """The size at a crossing of the table; None where there is none."""
    sizes = (_OLD if model == "v5.6" else _NEW)[tier].split()
    return dict(zip(RATIOS, sizes, strict=False)).get(ratio)


def seconds(model: str, tier: str) -> set[int]:
    if model != "v5.6":
        return set(range(1, 16))
    return {5, 8} if tier == "1080P" else {5, 8, 10}


def per_second(model: str, tier: str, *, sound: bool) -> Decimal | None:
    """Yuan; None where no price is published."""
    row = _PRICES.get((model, sound))
    return Decimal(row.split()[TIERS.index(tier)]) if row else None
