"""Orders and details of every kind, drawn by hypothesis, and one that is like most."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import strategies as st

from jobs.provenance import Cost, Details, Film, Times, Wish

DETAILS = Details(
    order=Wish(
        prompt="雨中的茶馆, “quiet”\n\tslow push-in 🎬",
        title="Tea spot",
        model="pixverse/pixverse-v6-t2v",
        size="1280*720",
        tier="720P",
        ratio="16:9",
        duration=5,
        audio=True,
        watermark=False,
        shot_type="multi",
        seed=7,
        takes=2,
    ),
    film=Film(
        id="01934f7e-0000-7000-8000-000000000001",
        take=2,
        seed=8,
        practice=False,
        task_id="11f5a1d2-0001",
        sha256="ab" * 32,
        bytes=1024,
        width=1280,
        height=720,
        seconds=5.0,
    ),
    cost=Cost(amount=Decimal("1.3500"), currency="CNY"),
    times=Times(ordered=datetime(2026, 11, 26, 12, tzinfo=UTC), finished=None, saved=None),
)

_TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
_NUMBERS = st.integers(-(10**10) + 1, 10**10 - 1)
_SHORT = _TEXTS.filter(lambda text: len(text) <= 40)

wishes = st.builds(
    Wish,
    prompt=_TEXTS,
    title=_TEXTS,
    model=_SHORT,
    size=_SHORT,
    tier=_SHORT,
    ratio=_SHORT,
    duration=_NUMBERS,
    audio=st.booleans(),
    watermark=st.booleans() | st.none(),
    shot_type=_SHORT | st.none(),
    seed=_NUMBERS | st.none(),
    takes=_NUMBERS,
)
details = wishes.map(lambda wish: replace(DETAILS, order=wish))
