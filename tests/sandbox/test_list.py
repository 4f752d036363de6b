import pytest

from jobs.sandbox.stamps import BEIJING, epoch
from tests.sandbox.house import C1, KEY, V6, Provider


def test_a_row_names_what_the_provider_names_and_nothing_of_the_film(provider: Provider) -> None:
    submit = provider.create()
    provider.clock.forward(60)
    (row,) = provider.listed()["data"]

    assert set(row) == {
        "task_id", "status", "model_name", "region", "request_id", "gmt_create", "start_time", "end_time",
        "api_key_id", "caller_parent_id", "caller_uid", "user_api_unique_key",
    }  # fmt: skip
    assert row["request_id"] == submit.json()["request_id"]
    assert row["user_api_unique_key"] == f"apikey:v1:aigc:video-generation:video-synthesis:{V6}"
    assert (row["status"], row["region"], row["model_name"]) == ("SUCCEEDED", "cn-beijing", V6)


def test_times_are_epoch_milliseconds_and_missing_until_they_happened(provider: Provider) -> None:
    provider.made()
    (waiting,) = provider.listed()["data"]
    provider.clock.forward(0.5)
    (running,) = provider.listed()["data"]

    assert waiting["gmt_create"] == 1_774_000_000_000
    assert "start_time" not in waiting
    assert running["start_time"] == 1_774_000_000_500
    assert "end_time" not in waiting | running


def test_it_turns_pages_newest_first(provider: Provider) -> None:
    made = []
    for _ in range(5):
        made.append(provider.made())
        provider.clock.forward(1)
    pages = [provider.listed(page_size=2, page_no=number) for number in (1, 2, 3, 4)]

    assert [[row["task_id"] for row in page["data"]] for page in pages] == [
        made[4:2:-1],
        made[2:0:-1],
        made[:1],
        [],
    ]
    assert {name: pages[0][name] for name in ("total", "total_page", "page_no", "page_size")} == {
        "total": 5,
        "total_page": 3,
        "page_no": 1,
        "page_size": 2,
    }


def test_an_empty_list_is_a_list(provider: Provider) -> None:
    said = provider.listed()

    assert said.pop("request_id")
    assert said == {"total": 0, "total_page": 0, "page_no": 1, "page_size": 10, "data": []}


def test_it_takes_a_slash_at_the_end_and_no_page_over_a_hundred(provider: Provider) -> None:
    answer = provider.call("GET", "/tasks/", params={"page_size": 5000})

    assert (answer.status_code, answer.json()["page_size"]) == (200, 100)


@pytest.mark.parametrize(
    "wrong",
    [{"page_no": "0"}, {"page_no": "-1"}, {"page_size": "ten"}, {"page_size": "9" * 40}, {"start_time": "yesterday"}],
)
def test_what_it_cannot_read_it_refuses(provider: Provider, wrong: dict[str, str]) -> None:
    answer = provider.call("GET", "/tasks", params=wrong)

    assert (answer.status_code, answer.json()["code"]) == (400, "InvalidParameter")


def test_it_filters_by_task_model_state_and_key(provider: Provider) -> None:
    old = provider.made(model=C1)
    provider.clock.forward(60)
    new = provider.made(model=V6)
    (key_id,) = {row["api_key_id"] for row in provider.listed()["data"]}

    def found(**asked: str) -> list[str]:
        return [row["task_id"] for row in provider.listed(**asked)["data"]]

    assert found(task_id=old) == [old]
    assert found(model_name=V6) == [new]
    assert found(status="SUCCEEDED") == [old]
    assert found(status="PENDING", model_name=C1) == []
    assert found(status="UNKNOWN") == []
    assert found(api_key_id=key_id) == found(region="cn-beijing") == [new, old]
    assert found(api_key_id="1") == found(region="us-east") == []


def test_it_shows_the_last_day_or_the_day_that_was_asked_for_in_beijing(provider: Provider) -> None:
    provider.clock.now = epoch("20260320120000")
    first = provider.made()
    provider.clock.forward(3600)
    second = provider.made()

    def found(**asked: str) -> list[str]:
        return [row["task_id"] for row in provider.listed(**asked)["data"]]

    assert found(start_time="20260320123000") == [second]
    assert found(end_time="20260320123000") == [first]
    assert found(start_time="20260320115959", end_time="20260320130001") == [second, first]
    assert provider.call("GET", "/tasks?start_time=20260319000000&end_time=20260320000001").status_code == 400
    assert provider.call("GET", "/tasks?start_time=20260320000000&end_time=20260319000000").status_code == 400


def test_beijing_is_eight_hours_ahead_all_year() -> None:
    assert BEIJING.utcoffset(None) is not None
    assert epoch("19700101080000") == 0


def test_it_never_shows_a_key(provider: Provider) -> None:
    provider.made()

    assert KEY not in provider.call("GET", "/tasks").text


def test_another_account_has_a_list_of_its_own(provider: Provider) -> None:
    provider.made()
    answer = provider.call("GET", "/tasks", headers={"Authorization": "Bearer sk-other-lin"})

    assert answer.json()["total"] == 0


def test_the_models_of_the_family_are_told_page_by_page(provider: Provider) -> None:
    first = provider.call("GET", "/models?page_no=1&page_size=1").json()["output"]
    rest = provider.call("GET", "/models?page_no=2&page_size=2").json()["output"]
    one = provider.call("GET", "/models", params={"model": V6}).json()["output"]

    assert (first["total"], first["page_no"], first["page_size"], len(first["models"])) == (3, 1, 1, 1)
    assert len(rest["models"]) == 1
    assert [row["model"] for row in one["models"]] == [V6]
