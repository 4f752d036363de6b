from pathlib import Path

import pytest

from tests.sandbox.house import C1, V6, V56, Provider, opened


def test_a_sixth_task_of_a_family_is_refused_until_one_of_the_five_ends(provider: Provider) -> None:
    for _ in range(5):
        provider.made(seed=1)
        provider.clock.forward(0.3)  # some of them wait, some run
    refused = provider.create()
    provider.clock.forward(60)

    assert (refused.status_code, refused.json()["code"]) == (429, "Throttling")
    assert provider.create().status_code == 200


def test_each_family_and_each_account_has_seats_of_its_own(provider: Provider) -> None:
    for model in (V6, C1, V56):
        for _ in range(5):
            provider.clock.forward(0.2)
            provider.made(model=model, duration=5)
    other = {"Authorization": "Bearer sk-other-lin"}
    body = {"model": V6, "input": {"prompt": "x"}, "parameters": {"size": "640*360", "duration": 1}}

    assert provider.create().status_code == 429
    assert provider.post(body, Authorization="Bearer sk-test-mara").status_code == 429
    assert provider.post(body, **other).status_code == 200


def test_a_cancelled_task_gives_its_seat_back(provider: Provider) -> None:
    made = [provider.made() for _ in range(5)]
    provider.call("POST", f"/tasks/{made[0]}/cancel")
    provider.clock.forward(1)

    assert provider.create().status_code == 200


@pytest.mark.parametrize("way", ["http", "mounted"])
def test_five_creates_a_second_and_no_sixth_in_any_sliding_second(way: str, tmp_path: Path) -> None:
    with opened(way, tmp_path, seats=100) as provider:
        seen = []
        for step in (0, 0, 0.5, 0, 0, 0, 0.49, 0.02, 0, 0):
            provider.clock.forward(step)
            seen.append(provider.create().status_code)

    assert seen == [200, 200, 200, 200, 200, 429, 429, 200, 200, 429]


def test_a_create_over_the_rate_is_throttled_and_leaves_no_task(provider: Provider) -> None:
    for _ in range(5):
        provider.create(duration=99)  # refused for another reason, and counted
    answer = provider.create()

    assert (answer.status_code, answer.json()["code"]) == (429, "Throttling.RateQuota")
    assert provider.listed()["total"] == 0


def test_the_rate_of_one_family_does_not_slow_another(provider: Provider) -> None:
    for _ in range(5):
        provider.create(model=V6)

    assert provider.create(model=C1).status_code == 200


def test_twenty_queries_lists_and_cancels_together_in_a_second(provider: Provider) -> None:
    for _ in range(10):
        provider.told("x")
        provider.listed()
    over = [provider.call("GET", "/tasks/x"), provider.call("GET", "/tasks"), provider.call("POST", "/tasks/x/cancel")]
    provider.clock.forward(1)

    assert [(answer.status_code, answer.json()["code"]) for answer in over] == [(429, "Throttling.RateQuota")] * 3
    assert provider.call("GET", "/tasks/x").status_code == 200


def test_a_clock_set_back_two_hours_locks_nobody_out(provider: Provider) -> None:
    for _ in range(20):
        provider.told("x")
    provider.clock.forward(-7200)

    assert provider.call("GET", "/tasks/x").status_code == 200


def test_speed_shortens_the_phases_and_the_day_and_nothing_else(tmp_path: Path) -> None:
    with opened("mounted", tmp_path, speed=10) as provider:
        task_id = provider.made()
        first = provider.status(task_id)
        provider.clock.forward(0.06)
        second = provider.status(task_id)
        provider.clock.forward(2.7)
        third = provider.status(task_id)
        provider.clock.forward(2.4 * 3600)

        assert (first, second, third) == ("PENDING", "RUNNING", "SUCCEEDED")
        assert provider.status(task_id) == "UNKNOWN"
        assert [provider.create().status_code for _ in range(6)].count(429) == 1


def test_the_hours_a_task_is_kept_can_be_chosen(tmp_path: Path) -> None:
    with opened("mounted", tmp_path, keep_hours=1) as provider:
        task_id = provider.made()
        provider.clock.forward(3601)

        assert provider.status(task_id) == "UNKNOWN"
