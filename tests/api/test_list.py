"""The list of renders: filters, search, and a cursor that neither skips nor repeats."""

import pytest
from pytest_django import DjangoAssertNumQueries

from jobs.models import Render, User
from jobs.states import State
from tests.api.conftest import Program, program


def order(api: Program, **wish: object) -> str:
    answer = api.post("/renders", {"prompt": "rain", "model": "v6"} | wish)
    assert answer.status == 201
    return str(answer.json["id"])


def ids(api: Program, query: str = "") -> list[str]:
    return [item["id"] for item in api.get(f"/renders{query}").json["items"]]


def test_the_newest_comes_first(api: Program) -> None:
    made = [order(api) for _ in range(3)]
    assert ids(api) == made[::-1]


def test_an_empty_list_has_no_next(api: Program) -> None:
    assert api.get("/renders").json == {"items": [], "next": None}


def test_pages_follow_each_other_while_new_renders_arrive(api: Program) -> None:
    made = [order(api, takes=2) for _ in range(3)]
    seen, query = list[str](), "?limit=2"
    while query:
        page = api.get(f"/renders{query}").json
        seen += [item["id"] for item in page["items"]]
        order(api)
        query = f"?limit=2&cursor={page['next']}" if page["next"] else ""
    assert len(seen) == len(set(seen)) == 6
    assert set(made) <= set(seen)


def test_states_and_models_can_be_asked_for_together(api: Program) -> None:
    queued, saved, other = order(api), order(api), order(api, model="c1")
    Render.objects.filter(pk=saved).update(state=State.SAVED)
    assert ids(api, "?state=saved") == [saved]
    assert ids(api, "?state=saved&state=queued") == [other, saved, queued]
    assert ids(api, "?model=c1") == [other]
    assert ids(api, "?model=c1&model=pixverse/pixverse-v6-t2v&state=queued") == [other, queued]


def test_words_are_found_in_prompt_and_title(api: Program) -> None:
    rain, roof = order(api, prompt="雨夜，霓虹"), order(api, title="Tin ROOF 100%")
    assert ids(api, "?q=霓虹") == [rain]
    assert ids(api, "?q=roof") == [roof]
    assert ids(api, "?q=100%25") == [roof]
    assert ids(api, "?q=_") == []


def test_only_what_is_in_my_spaces_is_listed(api: Program, mara: User, wei: User) -> None:
    mine, theirs = order(api), order(program(mara))
    order(program(wei))
    assert ids(api) == [theirs, mine]


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("limit=0", "limit", "bad-limit"),
        ("limit=-1", "limit", "bad-limit"),
        ("limit=101", "limit", "bad-limit"),
        ("limit=100000000000000000000", "limit", "bad-limit"),
        ("limit=ten", "limit", "bad-limit"),
        ("limit=", "limit", "bad-limit"),
        ("state=lost", "state", "unknown-choice"),
        ("state=saved&state=", "state", "unknown-choice"),
        ("model=v7", "model", "unknown-choice"),
        ("cursor=", "cursor", "bad-cursor"),
        ("cursor=abc", "cursor", "bad-cursor"),
        ("cursor=a%00b", "cursor", "bad-cursor"),
        ("cursor=雨", "cursor", "bad-cursor"),
        ("cursor=eyJhIjoxfQ:x", "cursor", "bad-cursor"),
        ("q=a%00b", "q", "nul"),
    ],
)
def test_a_bad_question_is_refused_by_name(api: Program, query: str, field: str, code: str) -> None:
    answer = api.get(f"/renders?{query}")
    assert (answer.status, answer.type, answer.codes) == (422, "invalid-request", {field: code})


def test_a_cursor_continues_its_own_question_only(api: Program) -> None:
    for _ in range(3):
        order(api)
    cursor = api.get("/renders?limit=1").json["next"]
    assert api.get(f"/renders?limit=2&cursor={cursor}").status == 200
    assert api.get(f"/renders?limit=1&state=queued&cursor={cursor}").codes == {"cursor": "bad-cursor"}
    assert api.get(f"/renders?limit=1&cursor={cursor}x").codes == {"cursor": "bad-cursor"}


def test_a_long_page_asks_the_database_no_more_than_a_short_one(
    api: Program, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        order(api, takes=8)
    ids(api)
    with django_assert_max_num_queries(8):
        assert len(ids(api)) == 32
