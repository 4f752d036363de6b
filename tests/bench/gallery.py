"""The gallery with 10,000 and with 100,000 films: far pages cost what the first does, little more than their bytes."""

from collections.abc import Iterator

from tests.bench.house import open_house

open_house()

from jobs.actions.founding import found  # noqa: E402 - the app, after its settings
from jobs.management.preparing import prepare  # noqa: E402
from jobs.models import Render  # noqa: E402
from jobs.queries.gallery import PAGE  # noqa: E402
from jobs.queries.place import Place  # noqa: E402
from jobs.web.tiles import drawn  # noqa: E402
from pixstudio.launcher import statics  # noqa: E402
from tests.bench import rows  # noqa: E402
from tests.bench.figures import Figure, medians, tell  # noqa: E402
from tests.bench.visitor import Visitor  # noqa: E402

ROUNDS = 31
FAR = {10_000: 200, 100_000: 1000}
SEARCHED = {"a frequent word": rows.FREQUENT, "a rare word": rows.RARE, "a Chinese word": rows.CHINESE}


def main() -> None:
    prepare()
    statics.collect()
    found()
    user = rows.founded()
    visitor, stock = Visitor(user), Visitor(user, stock=True)
    for count, far in FAR.items():
        rows.grow(count)
        for figure in _pages(visitor, stock, count, far):
            tell(figure)
        for figure in _searches(visitor, stock, count):
            tell(figure)
        for figure in _queries(visitor, count):
            tell(figure)


def _pages(visitor: Visitor, stock: Visitor, count: int, far: int) -> Iterator[Figure]:
    cursor = _cursor(far)
    body = visitor.get("/gallery/")
    taken = medians(
        {
            "bare": lambda: stock.bare(body),
            "first": lambda: visitor.get("/gallery/"),
            "far": lambda: visitor.get("/gallery/", cursor=cursor),
        },
        rounds=ROUNDS,
    )
    yield Figure(what=f"{count:,} films: page {far} to page 1", value=taken["far"] / taken["first"], most=1.2)
    yield Figure(what=f"{count:,} films: page 1 to a bare view (stock)", value=taken["first"] / taken["bare"], most=3)
    yield Figure(what=f"{count:,} films: a bare view of {len(body) // 1000} kB", value=taken["bare"] * 1000, unit="ms")
    fresh = medians({"fresh": lambda: _anew(visitor)}, rounds=5)
    yield Figure(what=f"{count:,} films: page 1, all tiles drawn anew", value=fresh["fresh"] * 1000, unit="ms")


def _anew(visitor: Visitor) -> None:
    drawn.clear()
    visitor.get("/gallery/")


def _searches(visitor: Visitor, stock: Visitor, count: int) -> Iterator[Figure]:
    for what, word in SEARCHED.items():
        body = visitor.get("/gallery/", q=word)
        taken = medians(
            {
                "bare": lambda body=body: stock.bare(body),  # type: ignore[misc]
                "search": lambda word=word: visitor.get("/gallery/", q=word),  # type: ignore[misc]
            },
            rounds=ROUNDS,
        )
        yield Figure(what=f"{count:,} films: search for {what}", value=taken["search"] / taken["bare"], most=5)


def _queries(visitor: Visitor, count: int) -> Iterator[Figure]:
    drawn.clear()
    new, known = visitor.queries("/gallery/"), visitor.queries("/gallery/")
    yield Figure(what=f"{count:,} films: queries, tiles drawn anew", value=new, unit="", most=rows.ASKED_NEW)
    yield Figure(what=f"{count:,} films: queries, tiles known", value=known, unit="", most=rows.ASKED_KNOWN)


def _cursor(page: int) -> str:
    """Of the place after which this page begins."""
    before = Render.objects.in_gallery()[(page - 1) * PAGE - 1]
    assert before.saved_at is not None
    return str(Place(at=before.saved_at, pk=before.pk))


if __name__ == "__main__":
    main()
