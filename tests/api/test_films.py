"""Fetching the film, and what a saved or held render tells."""

from dataclasses import replace
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import Settings

from jobs.models import Asset, Render, Studio
from jobs.states import AssetKind, HoldCode, State
from tests.api.conftest import Answer, Program

FILM = bytes(range(256)) * 40


@pytest.fixture
def path(api: Program) -> str:
    return f"/renders/{api.post('/renders', {'prompt': 'rain', 'model': 'v6'}).json['id']}"


@pytest.fixture
def saved(path: str, settings: Settings, tmp_path: object) -> str:
    settings.MEDIA_ROOT = tmp_path
    default_storage.save("films/one.mp4", ContentFile(FILM))
    Asset.objects.create(
        render=Render.objects.get(), kind=AssetKind.FILM, storage_key="films/one.mp4", mime="video/mp4",
        bytes=len(FILM), sha256=sha256(FILM).hexdigest(), width=1280, height=720, seconds=5.02,
    )  # fmt: skip
    Render.objects.update(state=State.SAVED, cost="1.3500")
    return path


def body(answer: Answer) -> bytes:
    content = b"".join(answer.response)
    answer.response.close()
    return content


def test_the_film_is_the_providers_bytes(api: Program, saved: str) -> None:
    answer = api.get(f"{saved}/video")
    assert (answer.status, answer.response.headers["Content-Type"]) == (200, "video/mp4")
    assert body(answer) == FILM


def test_a_part_can_be_asked_for(api: Program, saved: str) -> None:
    answer = api.get(f"{saved}/video", Range="bytes=10-19")
    assert (answer.status, answer.response.headers["Content-Range"]) == (206, f"bytes 10-19/{len(FILM)}")
    assert body(answer) == FILM[10:20]


def test_past_the_end_is_a_problem_with_the_size(api: Program, saved: str) -> None:
    answer = api.get(f"{saved}/video", Range="bytes=99999-")
    assert (answer.status, answer.type) == (416, "range-not-satisfiable")
    assert answer.response.headers["Content-Range"] == f"bytes */{len(FILM)}"


def test_head_tells_the_size(api: Program, saved: str) -> None:
    answer = api.send("HEAD", f"{saved}/video")
    assert (answer.status, answer.response.headers["Content-Length"]) == (200, str(len(FILM)))


def test_before_it_is_home_there_is_none(api: Program, path: str) -> None:
    answer = api.get(f"{path}/video")
    assert (answer.status, answer.type) == (409, "not-saved")


def test_a_saved_render_tells_where_its_film_is(api: Program, saved: str) -> None:
    told = api.get(saved).json
    assert (told["state"], told["final"], told["cost"]) == ("saved", True, "1.35")
    assert told["video"] == {
        "url": f"http://testserver/api/v1{saved}/video",
        "bytes": len(FILM),
        "sha256": sha256(FILM).hexdigest(),
        "width": 1280,
        "height": 720,
        "seconds": 5.02,
    }


def test_the_public_url_begins_the_films_address(api: Program, saved: str, settings: Settings) -> None:
    public = "https://films.example.com"
    settings.PIXSTUDIO = replace(settings.PIXSTUDIO, public_url=public)
    assert api.get(saved).json["video"]["url"].startswith(f"{public}/api/v1/renders/")


def test_a_hold_says_why_and_what_now(api: Program, path: str) -> None:
    Studio.objects.update(hold_code=HoldCode.DISK, hold_since=timezone.now())
    hold = api.get(path).json["hold"]
    assert set(hold) == {"code", "message", "advice", "since"}
    assert (hold["code"], hold["since"][-1]) == ("disk", "Z")


def test_an_error_says_why_and_whether_it_cost(api: Program, path: str) -> None:
    Render.objects.update(state=State.FAILED, error_code="content-prompt", charged=False)
    error = api.get(path).json["error"]
    assert set(error) == {"code", "message", "advice", "charged"}
    assert (error["code"], error["charged"]) == ("content-prompt", False)
