"""What an address wants to see: read, written back, and held against films."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.http import QueryDict
from django.utils import timezone

from jobs.actions import boards, tags
from jobs.models import Favourite, Membership, Render, User
from jobs.queries import gallery, gathering
from jobs.queries.filters import Filter, terms
from jobs.states import State
from tests.desk import orders, takes_in
from tests.web.desk import home, moved

NOBODY = UUID(int=7)


def read(query: str) -> Filter:
    return Filter.from_query(QueryDict(query))


def found(user: User, query: str) -> set[UUID]:
    return {film.pk for film in gallery.page(user, read(query)).films}


ADDRESSES = [
    "q=blue+lantern",
    "q=%E7%81%AF%E7%AC%BC&sort=old",
    "model=v6&model=c1",
    "tier=720P&ratio=16%3A9&sound=1",
    "sound=0",
    f"by={NOBODY}&space={NOBODY}",
    f"board={NOBODY}&tag=night&tag=%E7%99%BD%E5%A4%A9",
    "when=7d",
    "when=2026-10",
    "from=2026-10-01&to=2026-10-31",
    "state=live&state=failed&liked=1",
    "",
]


@pytest.mark.parametrize("query", ADDRESSES)
def test_what_is_read_is_written_back(query: str) -> None:
    assert read(query).query_string == query
    assert read(query).ignored == ()


def test_one_wish_has_one_address() -> None:
    assert read("model=c1&model=v6&model=c1&state=saved&sort=new&q=+a++b+").query_string == "q=a+b&model=v6&model=c1"


@pytest.mark.parametrize(
    ("query", "left_out"),
    [
        ("model=v9&tier=4K&state=lost", ("v9", "4K", "lost")),
        ("by=me&space=x&board=tea", ("me", "x", "tea")),
        ("tag=&tag=+", ()),
        ("from=yesterday&to=0001-01-01", ("yesterday", "0001-01-01")),
        ("when=2026-13", ("2026-13",)),
        ("when=9999-12", ("9999-12",)),
        ("when=always&liked=2&sort=best", ("2", "always", "best")),
        ("model=&tier=&from=&when=&q=", ()),
    ],
)
def test_what_does_not_exist_is_left_out_and_named(query: str, left_out: tuple[str, ...]) -> None:
    assert set(read(query).ignored) == set(left_out)
    assert read(query) == Filter()


def test_a_part_of_the_address_can_be_taken_away() -> None:
    wanted = read("q=rain&model=v6&model=c1&sort=old")
    assert wanted.without(("model", "v6")) == "q=rain&model=c1&sort=old"
    assert wanted.without(*wanted.active) == "sort=old"


def test_days_given_the_wrong_way_round_are_turned() -> None:
    assert read("from=2026-10-31&to=2026-10-01").days(date(2026, 11, 1)) == (date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("today", (date(2026, 3, 1), None)),
        ("7d", (date(2026, 2, 23), None)),
        ("2026-02", (date(2026, 2, 1), date(2026, 2, 28))),
        ("2026-12", (date(2026, 12, 1), date(2026, 12, 31))),
    ],
)
def test_parts_of_time_are_days(when: str, days: tuple[date, date | None]) -> None:
    assert read(f"when={when}").days(date(2026, 3, 1)) == days


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("blue  lantern", ("blue", "lantern")),
        ('"blue lantern" rain', ("blue lantern", "rain")),
        ("“纸 船” 雨", ("纸 船", "雨")),
        ("灯笼\u3000夜市", ("灯笼", "夜市")),
        ('half "open', ("half", "open")),
        ('""', ()),
        ("rain rain", ("rain",)),
    ],
)
def test_words_and_phrases(text: str, expected: tuple[str, ...]) -> None:
    assert terms(text) == expected


def test_of_what_is_left_out_only_so_much_is_remembered() -> None:
    assert len(read("&".join(f"model={n}&tier={n}&state={n}" for n in range(20))).ignored) == 20


# ------------------------------------------------------------------ held against films


def test_every_word_must_occur_in_prompt_or_title(lin: User) -> None:
    blue = home(orders(lin, "A blue lantern", title="Night market"))
    home(orders(lin, "A red lantern"))
    assert found(lin, "q=lantern+blue+MARKET") == {blue.pk}
    assert found(lin, "q=%22blue+lantern%22") == {blue.pk}
    assert found(lin, "q=%22lantern+blue%22") == set()


def test_a_chinese_word_of_two_characters_is_found(lin: User) -> None:
    boat = home(orders(lin, "一只纸船在雨后的水沟里漂流"))
    home(orders(lin, "霓虹雨中的夜市"))
    assert found(lin, "q=纸船") == {boat.pk}


@pytest.mark.parametrize("text", ["%25", "_", "%00", "'", "%22", "%5C", "%22%25%22", "a" * 3000, "%F0%9F", "%ED%A0%80"])
def test_hostile_words_match_themselves_alone(lin: User, text: str) -> None:
    film = home(orders(lin, "Nothing odd here"))
    assert found(lin, f"q={text}") in ({film.pk}, set())
    if text in ("%25", "_", "%5C", "'"):
        assert found(lin, f"q={text}") == set()


def test_each_filter_keeps_what_it_names(lin: User, mara: User) -> None:
    one = home(orders(lin, model="v5.6", tier="540P", ratio="1:1", duration=5, audio=True))
    other = home(orders(mara))
    for query in ("model=v5.6", "tier=540P", "ratio=1:1", "sound=1", f"by={lin.pk}"):
        assert found(lin, query) == {one.pk}, query
    for query in ("model=v6", "tier=360P", "ratio=16:9", "sound=0", f"by={mara.pk}"):
        assert found(lin, query) == {other.pk}, query
    assert found(lin, f"model=v6&model=v5.6&by={lin.pk}&by={mara.pk}") == {one.pk, other.pk}
    assert found(lin, "model=v5.6&tier=360P") == set()


def test_other_states_are_shown_when_asked_for(lin: User) -> None:
    saved, running, waiting = takes_in(lin, takes=3)
    home(saved)
    moved(running, State.RUNNING)
    assert found(lin, "") == {saved.pk}
    assert found(lin, "state=running") == {running.pk}
    assert found(lin, "state=live") == {running.pk, waiting.pk}
    assert found(lin, "state=saved&state=live") == {saved.pk, running.pk, waiting.pk}


@pytest.mark.parametrize("few", [gathering.MOST, 0])
def test_boards_and_tags_keep_what_lies_there(lin: User, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST", few)
    both, tea, rain, tagged = (home(orders(lin)) for _ in range(4))
    one, two = (boards.make(tea.space, name, actor=lin) for name in ("Tea", "Rain"))
    boards.put(one, [both, tea], actor=lin)
    boards.put(two, [both, rain], actor=lin)
    tags.add([both, tagged], "Night", actor=lin)
    assert found(lin, f"board={one.pk}") == {both.pk, tea.pk}
    assert found(lin, f"board={one.pk}&board={two.pk}") == {both.pk, tea.pk, rain.pk}
    assert found(lin, "tag=night") == found(lin, "tag=NIGHT&tag=day") == {both.pk, tagged.pk}
    assert found(lin, f"board={one.pk}&tag=night&sort=old") == {both.pk}
    assert found(lin, "tag=day") == set()
    assert gallery.count(lin, read(f"board={one.pk}")).number == 2


def test_a_board_holds_only_films_of_its_own_space(lin: User, wei: User) -> None:
    theirs = boards.make(wei.spaces.get(), "Next door", actor=wei)
    boards.put(theirs, [home(orders(lin)), home(orders(wei))], actor=wei)
    assert theirs.shelved.count() == 1
    assert found(lin, f"board={theirs.pk}") == set()


def test_favourites_are_ones_own(lin: User, mara: User) -> None:
    mine, theirs = home(orders(lin)), home(orders(lin))
    Favourite.objects.create(user=lin, render=mine)
    Favourite.objects.create(user=mara, render=theirs)
    assert found(lin, "liked=1") == {mine.pk}


def test_other_spaces_stay_invisible_and_ones_own_can_be_chosen(lin: User, wei: User) -> None:
    hers = home(orders(wei))
    here = home(orders(lin))
    next_door = hers.space
    assert found(lin, f"space={next_door.pk}") == set()
    assert found(lin, f"by={wei.pk}") == set()
    Membership.objects.create(user=lin, space=next_door)
    del lin.seats  # as on the next page
    assert found(lin, "") == {here.pk, hers.pk}
    assert found(lin, f"space={next_door.pk}") == {hers.pk}


def test_days_are_those_of_the_reader(lin: User) -> None:
    film = home(orders(lin))
    Render.objects.filter(pk=film.pk).update(saved_at=datetime(2026, 10, 31, 17, tzinfo=UTC))
    with timezone.override("Asia/Shanghai"):
        assert found(lin, "when=2026-11") == {film.pk}
        assert found(lin, "from=2026-11-01&to=2026-11-01") == {film.pk}
    with timezone.override("UTC"):
        assert found(lin, "when=2026-11") == set()
        assert found(lin, "to=2026-10-31") == {film.pk}


def test_today_and_the_last_days(lin: User) -> None:
    new, old = home(orders(lin)), home(orders(lin))
    Render.objects.filter(pk=old.pk).update(saved_at=timezone.now() - timedelta(days=8))
    assert found(lin, "when=today") == {new.pk}
    assert found(lin, "when=7d") == {new.pk}
    assert found(lin, "when=30d") == {new.pk, old.pk}
