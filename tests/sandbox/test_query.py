import pytest

from tests.sandbox.house import C1, V6, V56, Provider

SECONDS = 22.0  # of a film of one second, give or take a fifth


def test_a_task_waits_half_a_second_then_runs_then_is_done(provider: Provider) -> None:
    task_id = provider.made()

    seen = [provider.status(task_id)]
    for step in (0.49, 0.02, SECONDS * 0.8 - 1, SECONDS * 0.4 + 2):
        provider.clock.forward(step)
        seen.append(provider.status(task_id))
    assert seen == ["PENDING", "PENDING", "RUNNING", "RUNNING", "SUCCEEDED"]


def test_how_long_it_runs_is_drawn_from_the_seed(provider: Provider) -> None:
    def seconds(seed: int) -> float:
        task_id = provider.made(seed=seed)
        provider.clock.forward(60)
        row = provider.listed(task_id=task_id)["data"][0]
        return float(row["end_time"] - row["start_time"]) / 1000

    runs = [seconds(seed) for seed in (1, 2, 3, 1)]
    assert runs[0] == pytest.approx(runs[3], abs=0.002)
    assert len({round(run) for run in runs}) > 1
    assert all(SECONDS * 0.8 <= run <= SECONDS * 1.2 for run in runs)


def test_the_four_states_tell_just_what_the_provider_tells(provider: Provider) -> None:
    task_id = provider.made(duration=5, size="1280*720", audio=True, shot_type="multi")
    pending = provider.told(task_id)
    provider.clock.forward(1)
    running = provider.told(task_id)
    provider.clock.forward(60)
    done = provider.told(task_id)

    assert set(pending["output"]) == {"task_id", "task_status", "submit_time"}
    assert set(running["output"]) == {"task_id", "task_status", "submit_time", "scheduled_time"}
    assert set(done["output"]) == set(running["output"]) | {"end_time", "orig_prompt", "video_url"}
    assert done["output"]["video_url"] == f"{provider.origin}/films/{task_id}.mp4"
    assert "usage" not in pending | running
    assert done["usage"] == {
        "duration": 5,
        "shot_type": "multi",
        "size": "1280*720",
        "fps": 24,
        "video_count": 1,
        "audio": True,
        "SR": "720",
    }


def test_times_are_of_beijing_and_name_no_zone(provider: Provider) -> None:
    provider.clock.now = 1_773_978_530.499  # 2026-03-20 03:48:50.499 UTC
    task_id = provider.made()
    provider.clock.forward(1)

    told = provider.told(task_id)["output"]
    assert told["submit_time"] == "2026-03-20 11:48:50.499"
    assert told["scheduled_time"] == "2026-03-20 11:48:50.999"


@pytest.mark.parametrize(
    ("model", "size"), [(V6, "1280*960"), (C1, "1808*1808"), (V56, "640*288"), (V6, "1280x720"), (V6, "huge")]
)
def test_a_size_of_another_model_is_found_out_only_at_the_end(provider: Provider, model: str, size: str) -> None:
    task_id = provider.made(model=model, size=size, duration=5)
    provider.clock.forward(60)

    told = provider.told(task_id)
    assert set(told["output"]) == {
        "task_id", "task_status", "submit_time", "scheduled_time", "end_time", "code", "message",
    }  # fmt: skip
    assert told["output"]["task_status"] == "FAILED"
    assert told["output"]["code"] == "InvalidParameter"
    assert told["output"]["message"].startswith("The size is not match")
    assert "usage" not in told


@pytest.mark.parametrize("task_id", ["no-such-task", "00000000-0000-4000-8000-000000000000", "%20", "海"])
def test_of_a_task_nobody_made_nothing_is_known(provider: Provider, task_id: str) -> None:
    answer = provider.call("GET", f"/tasks/{task_id}")

    assert answer.status_code == 200
    assert set(answer.json()["output"]) == {"task_id", "task_status"}
    assert answer.json()["output"]["task_status"] == "UNKNOWN"


def test_a_task_is_forgotten_a_day_after_its_submit(provider: Provider) -> None:
    task_id = provider.made()
    provider.clock.forward(24 * 3600 - 1)
    kept = provider.status(task_id)
    provider.clock.forward(1)

    assert (kept, provider.status(task_id)) == ("SUCCEEDED", "UNKNOWN")
    assert provider.film(task_id).status_code == 404
    assert provider.listed()["total"] == 0


def test_keys_of_one_account_see_each_others_tasks_and_other_accounts_do_not(provider: Provider) -> None:
    task_id = provider.made()

    def status(key: str) -> str:
        answer = provider.call("GET", f"/tasks/{task_id}", headers={"Authorization": f"Bearer {key}"})
        return str(answer.json()["output"]["task_status"])

    assert [status(key) for key in ("sk-test-mara", "sk-other-lin")] == ["PENDING", "UNKNOWN"]


def test_a_waiting_task_can_be_taken_back(provider: Provider) -> None:
    task_id = provider.made()
    answer = provider.call("POST", f"/tasks/{task_id}/cancel")

    assert (answer.status_code, set(answer.json())) == (200, {"request_id"})
    assert set(provider.told(task_id)["output"]) == {"task_id", "task_status", "submit_time"}
    assert provider.status(task_id) == "CANCELED"
    assert provider.listed()["data"][0]["status"] == "CANCELED"


@pytest.mark.parametrize("later", [0.6, 60])
def test_a_task_that_runs_or_ran_cannot_be_taken_back(provider: Provider, later: float) -> None:
    task_id = provider.made()
    provider.clock.forward(later)
    answer = provider.call("POST", f"/tasks/{task_id}/cancel")

    assert (answer.status_code, answer.json()["code"]) == (400, "UnsupportedOperation")
    assert "PENDING status" in answer.json()["message"]


def test_nobody_takes_back_what_is_not_theirs(provider: Provider) -> None:
    task_id = provider.made()
    answer = provider.call("POST", f"/tasks/{task_id}/cancel", headers={"Authorization": "Bearer sk-other-lin"})

    assert answer.status_code == 400
    assert provider.status(task_id) == "PENDING"
