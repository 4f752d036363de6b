"""A film goes out with its details and comes back as the same order."""

import hashlib
import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jobs.actions.drafts import keep
from jobs.forms.order import OrderForm
from jobs.models import Draft, Order, Render, Submission, User
from jobs.states import Door
from tests.desk import orders
from tests.web.desk import BYTES, Desk, home, text

PROMPT = "\n  雨中的茶馆, “quiet” & <slow>\n\tpush-in 🎬 \u202eabc  "
WISH: dict[str, Any] = {
    "model": "v6", "tier": "540P", "ratio": "21:9", "duration": 7, "audio": True, "watermark": True,
    "shot_type": "multi", "seed": 77, "takes": 3, "title": "Tea & “spot”",
}  # fmt: skip


def saved(desk: Desk, prompt: str = PROMPT, **wish: Any) -> Render:
    return home(orders(desk.user, prompt, **(wish or WISH)))


def sidecar(desk: Desk, render: Render) -> bytes:
    content: bytes = desk.get(f"/renders/{render.pk}/details.json").content
    return content


def copy(desk: Desk, render: Render) -> bytes:
    return b"".join(desk.get(f"/renders/{render.pk}/film.mp4", download=""))


def drop(desk: Desk, data: bytes, name: str = "film.mp4") -> Any:
    return desk.client.post("/restore/", {"details": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize("taken", [sidecar, copy])
def test_what_was_downloaded_and_is_dropped_is_the_same_order(desk: Desk, taken: Any) -> None:
    render = saved(desk)
    form = drop(desk, taken(desk, render)).context["composer"].form
    assert form == replace(OrderForm.like(render.order), space=None)
    assert form.spec() == replace(OrderForm.like(render.order).spec(), space=None)


def test_an_order_made_of_a_dropped_film_is_that_order_in_every_column(desk: Desk) -> None:
    first = saved(desk)
    page = drop(desk, copy(desk, first)).context["composer"].form
    desk.client.post("/", {**page.fields(), "token": "page-2", "confirmed": "1"})
    again = Order.objects.exclude(pk=first.order_id).get()
    names = {field.name for field in Order._meta.fields} - {"id", "token", "door", "created_at", "digest"}
    assert {name: getattr(again, name) for name in names} == {name: getattr(first.order, name) for name in names}


def test_a_page_keeps_the_line_that_a_prompt_begins_with(desk: Desk) -> None:
    page = text(drop(desk, sidecar(desk, saved(desk))))
    assert f">\n{PROMPT}</textarea>" in page
    assert "Filled in from the film. Nothing is ordered yet." in page
    assert Order.objects.count() == 1


def test_a_drawn_seed_stays_drawn(desk: Desk) -> None:
    form = drop(desk, copy(desk, saved(desk, duration=1, model="v6"))).context["composer"].form
    assert (form.keep_seed, form.seed) == (False, "")


def test_the_stored_film_stays_the_providers_and_the_copy_begins_with_it(desk: Desk) -> None:
    render = saved(desk)
    assert b"".join(desk.get(f"/renders/{render.pk}/film.mp4")) == BYTES
    assert copy(desk, render).startswith(BYTES)
    told = json.loads(sidecar(desk, render))["film"]
    assert (told["sha256"], told["bytes"]) == (hashlib.sha256(BYTES).hexdigest(), len(BYTES))


def test_the_sidecar_lies_beside_the_film_under_its_name(desk: Desk) -> None:
    answer = desk.get(f"/renders/{saved(desk, model='v6', duration=1, title='Tea').pk}/details.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="studio_tea_t1_640x360.json"'
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_practice_says_practice_and_knows_no_cost(desk: Desk) -> None:
    told = json.loads(sidecar(desk, saved(desk)))
    assert told["film"]["practice"] is True
    assert told["cost"] == {"amount": None, "currency": None}


def test_what_a_real_film_cost_is_told_to_the_last_digit(desk: Desk) -> None:
    render = saved(desk)
    Render.objects.update(practice=False, cost=Decimal("2.6500"))
    assert json.loads(sidecar(desk, render))["cost"] == {"amount": "2.6500", "currency": "CNY"}


def test_nothing_in_it_leads_to_a_person_or_into_the_house(desk: Desk) -> None:
    render = saved(desk)
    Submission.objects.filter(render=render).update(video_url="https://media.pixverseai.cn/secret.mp4")
    told = sidecar(desk, render).decode()
    user = desk.user
    for secret in (user.email, user.name, str(user.pk), str(render.space_id), "films/2026", "http", "sk-"):
        assert secret not in told


def test_a_label_that_nobody_knows_is_null(desk: Desk) -> None:
    render = saved(desk)
    Order.objects.update(door=Door.FOUND)
    assert json.loads(sidecar(desk, render))["order"]["watermark"] is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ratio": "3:2", "size": "640*432", "tier": "360P"}, "v5.6 has no 3:2."),
        ({"duration": 7}, "v5.6 makes 5, 8 or 10 seconds, not 7."),
        ({"shot_type": "multi"}, "v5.6 makes films of a single shot."),
        ({"model": "pixverse/pixverse-v9-t2v"}, "There is no model “pixverse/pixverse-v9-t2v” here."),
        ({"seed": -3}, "A seed is a whole number from 0 to"),
    ],
)
def test_what_the_model_cannot_do_is_named(desk: Desk, change: dict[str, Any], said: str) -> None:
    told = json.loads(sidecar(desk, saved(desk, model="v5.6", duration=5)))
    told["order"] |= change
    answer = drop(desk, json.dumps(told).encode(), "film.json")
    assert answer.status_code == 200
    assert said in text(answer)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "No file arrived, or an empty one."),
        (b"[" * 300_000, "No details of a film are in this file."),
        (bytes(3_000_000), "No details of a film are in this file."),
        (
            b'{"format": "pixstudio-film", "version": 99}',
            "written by a newer studio (format 99; this one reads up to 1)",
        ),
        (b'{"format": "pixstudio-film", "version": 1, "order": 5}', "“order” is missing"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_and_the_draft_stays(desk: Desk, data: bytes, said: str) -> None:
    keep(desk.user, {"prompt": "Half a thought"}, edition=0)
    answer = drop(desk, data)
    assert answer.status_code == 422
    assert said in text(answer)
    assert "Half a thought</textarea>" in text(answer)


def test_no_file_at_all_is_said(desk: Desk) -> None:
    assert "No file arrived" in text(desk.client.post("/restore/", {"details": "a word"}))


def test_a_half_written_order_is_kept_and_said(desk: Desk) -> None:
    keep(desk.user, {"prompt": "Half a thought"}, edition=0)
    assert "Your half-written order is kept." in text(drop(desk, sidecar(desk, saved(desk))))
    assert Draft.objects.get().fields == {"prompt": "Half a thought"}


def test_outside_the_space_a_film_has_no_details(desk: Desk, wei: User) -> None:
    assert Desk.of(wei).get(f"/renders/{saved(desk).pk}/details.json").status_code == 404


def test_a_drop_from_another_site_is_turned_away(desk: Desk) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(desk.user)
    assert drop(Desk(user=desk.user, client=strict), b"{}").status_code == 403


def test_the_viewer_offers_details_beside_the_download(desk: Desk) -> None:
    render = saved(desk)
    page = desk.see(f"/renders/{render.pk}/")
    assert re.search(rf'film\.mp4\?download.*?/renders/{render.pk}/details\.json" download', page, re.DOTALL)
