"""Share links in the studio: made, told once, listed, changed, ended."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from jobs.actions import boards, trash
from jobs.models import AuditEntry, Comment, Render, Share, Space, User
from tests.desk import orders, takes_in
from tests.web.desk import HTMX, Desk, home, text
from tests.web.guests import Stranger, link

FORM = {"title": "Tea spot", "ends": "7", "takes_picks": "on", "takes_comments": "on", "make": "1"}


@pytest.fixture
def film(lin: User) -> Render:
    return home(orders(lin, "Steam rises"))


def make(desk: Desk, *films: Render, **sent: str) -> Any:
    form = {**FORM, "films": ",".join(str(film.pk) for film in films), "once": uuid4().hex, **sent}
    return desk.client.post("/shares/new/", form, headers=HTMX)


def told(answer: Any) -> str:
    """The address as it is shown this once."""
    found = re.search(r'id="address" readonly value="([^"]+)"', text(answer))
    assert found, text(answer)
    return found[1]


# ------------------------------------------------------------------ making one


def test_a_link_is_made_and_told_once(desk: Desk, film: Render) -> None:
    address = told(make(desk, film))
    token = address.split("/")[-2]
    assert Share.objects.get().digest == Share.digest_of(token)
    assert Desk.of(desk.user).client.get(f"/s/{token}/").status_code == 200
    assert token not in desk.see("/shares/") + desk.see(f"/shares/{Share.objects.get().pk}/")
    assert token not in str(list(AuditEntry.objects.values()))


def test_the_block_for_the_client_is_one_text_in_the_senders_language(
    desk: Desk, film: Render, settings: Settings
) -> None:
    settings.PIXSTUDIO = replace(settings.PIXSTUDIO, public_url="https://studio.example")
    User.objects.update(language="zh-hans")
    answer = text(make(desk, film, locked="on", password="one two three"))
    found = re.search(r'data-copy="([^"]+)"', answer)
    assert found
    title, address, password = found[1].split("\n")
    assert (title, password) == ("Tea spot", "密码：one two three")
    assert address.startswith("https://studio.example/s/")


def test_a_password_is_made_where_none_is_typed(desk: Desk, film: Render) -> None:
    answer = text(make(desk, film, locked="on"))
    found = re.search(r'id="told-password" readonly value="([a-z2-9]{4}(?:-[a-z2-9]{4}){2})"', answer)
    assert found
    assert found[1] not in str(Share.objects.values().get())
    assert Share.objects.get().password


def test_two_posts_of_one_form_are_one_link(desk: Desk, film: Render) -> None:
    make(desk, film, once="one")
    assert "This link is made already" in text(make(desk, film, once="one"))
    assert Share.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"note": "x" * 2001}, "at most 2,000 characters"),
        ({"title": "a\0b"}, ""),
        ({"ends": "day"}, "Choose the last day"),
        ({"ends": "day", "day": "2020-01-01"}, "cannot end in the past"),
        ({"ends": "day", "day": "0001-01-01"}, "cannot end in the past"),
        ({"ends": "day", "day": "9999-12-31"}, "at most 90 days"),
        ({"ends": "2"}, "2"),
        ({"locked": "on", "password": "short"}, "needs 8 to 200"),
        ({"films": ""}, ""),
        ({"films": str(uuid4())}, "None of these films can be shown"),
    ],
)
def test_what_no_link_can_be_made_of_is_refused_in_words(
    desk: Desk, film: Render, sent: dict[str, str], said: str
) -> None:
    answer = text(make(desk, film, **sent))
    assert said in answer
    assert 'name="make"' in answer
    assert not Share.objects.exists()


def test_without_the_script_the_same_is_a_page(desk: Desk, film: Render) -> None:
    page = desk.see("/shares/new/", film=str(film.pk))
    assert f'value="{film.pk}"' in page
    form = {**FORM, "films": str(film.pk), "once": "one"}
    assert "/s/" in told(desk.client.post("/shares/new/", form))
    assert desk.client.post("/shares/new/", {**form, "ends": "day"}).status_code == 422


def test_a_day_is_over_at_its_midnight(desk: Desk, film: Render) -> None:
    day = timezone.localdate() + timedelta(days=3)
    make(desk, film, ends="day", day=day.isoformat())
    end = timezone.localtime(Share.objects.get().ends_at)
    assert (end.date() - day, end.hour, end.minute) == (timedelta(days=1), 0, 0)
    assert f"{day.day} {day:%b}" in desk.see("/shares/")


def test_orders_boards_and_selections_bring_their_films(desk: Desk, lin: User) -> None:
    takes = [home(take) for take in takes_in(lin, takes=3, title="Tea")]
    board = boards.make(Space.objects.get(), "Rain", actor=lin)
    boards.put(board, takes[:2], actor=lin)
    ids = ",".join(str(take.pk) for take in reversed(takes))
    order = desk.see("/shares/new/", order=str(takes[0].order_id))
    assert "3 films" in order
    assert 'value="Tea"' in order
    assert "2 films" in desk.see("/shares/new/", board=str(board.pk))
    assert ids in desk.see("/shares/new/", films=ids)
    posted = desk.client.post("/shares/new/", {"film": [str(take.pk) for take in takes]}, headers=HTMX)
    assert "3 films" in text(posted)
    assert not Share.objects.exists()


def test_all_of_a_filter_is_shared_as_it_was_selected(desk: Desk, lin: User) -> None:
    for take in takes_in(lin, takes=2, title="Tea"):
        home(take)
    sent = {"all": "1", "within": "?model=v6"}
    assert "2 films" in text(desk.client.post("/shares/new/", sent, headers=HTMX))
    refused = desk.client.post("/shares/new/", {**sent, "within": "?model=v9"}, headers=HTMX)
    assert "Load the page again." in text(refused)


def test_none_and_more_than_a_link_shows_are_said_before_a_form_is_filled_in(
    desk: Desk, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes = [home(take) for take in takes_in(lin, takes=3)]
    monkeypatch.setattr("jobs.actions.shares.FILMS_MAX", 2)
    for films, told in (((orders(lin),), "None of these films can be shown"), (takes, "at most 2 films")):
        sent = {"films": " ".join(str(film.pk) for film in films)}
        answer = text(desk.client.post("/shares/new/", sent, headers=HTMX))
        assert (told in answer, "<form" in answer) == (True, False)


def test_what_one_cannot_see_cannot_be_shared(film: Render, wei: User) -> None:
    answer = text(make(Desk.of(wei), film))
    assert "None of these films can be shown" in answer
    assert Desk.of(wei).get("/shares/new/", order=str(film.order_id)).status_code == 404


def test_films_of_two_spaces_need_two_links(ada: User, wei: User) -> None:
    here, there = home(orders(ada)), home(orders(ada))
    next_door = Space.objects.get(name="Next door")
    next_door.members.add(ada)
    Render.objects.filter(pk=there.pk).update(space=next_door)
    assert "lie in several spaces" in text(make(Desk.of(ada), here, there))


def test_from_the_trash_nothing_is_shared(desk: Desk, film: Render) -> None:
    trash.trash(film, actor=desk.user)
    assert "None of these films can be shown" in text(make(desk, film))
    assert "share-new" not in desk.see(f"/renders/{film.pk}/")
    assert "/shares/new/" not in desk.see(f"/renders/{film.pk}/")


# ------------------------------------------------------------------ looking after it


def test_creators_see_their_own_links_and_admins_those_of_the_space(
    desk: Desk, film: Render, mara: User, office: Desk, wei: User
) -> None:
    link(desk.user, film, title="Tea one")
    assert "Tea one" in desk.see("/shares/")
    assert "Tea one" in office.see("/shares/")
    for other in (mara, wei):
        assert "Tea one" not in Desk.of(other).see("/shares/")


def test_switches_and_end_are_changed_for_everybody_at_once(desk: Desk, film: Render) -> None:
    guest = Stranger(told=link(desk.user, film))
    assert "pick/" in guest.see()
    path = f"/shares/{guest.told.share.pk}/"
    desk.press(path, title="Round 3", ends="keep", allows_download="on")
    page = guest.see()
    assert "Round 3" in page
    assert "pick/" not in page
    assert "?download" in page
    entry = AuditEntry.objects.get(action="share.changed")
    assert (entry.before["download"], entry.after["download"]) == (False, True)
    assert "Round 3" not in str([entry.before, entry.after])


def test_an_expired_link_gets_new_days_and_a_revoked_one_does_not(desk: Desk, film: Render) -> None:
    guest = Stranger(told=link(desk.user, film))
    path = f"/shares/{guest.told.share.pk}/"
    Share.objects.update(ends_at=timezone.now())
    assert guest.get().status_code == 410
    assert f"{path}renew/" not in desk.see(path)  # a new address would open nothing either
    desk.press(path, ends="30")
    assert guest.get().status_code == 200
    assert f"{path}renew/" in desk.see(path)
    desk.press(f"{path}revoke/")
    assert guest.get().status_code == 410
    assert "ended for good" in text(desk.press(path, ends="30"))
    assert guest.get().status_code == 410
    assert "Ended by" in desk.see("/shares/")


def test_a_new_address_makes_the_old_one_one_that_never_was(desk: Desk, film: Render) -> None:
    guest = Stranger(told=link(desk.user, film, password="one two three"))
    answer = desk.client.post(f"/shares/{guest.told.share.pk}/renew/", {}, headers=HTMX)
    assert guest.get().status_code == 404
    assert Desk.of(desk.user).client.get(told(answer).removeprefix("http://testserver")).status_code == 200
    assert AuditEntry.objects.get(action="share.renewed").after["password"] is False


def test_making_and_ending_stand_in_the_audit_log(desk: Desk, film: Render) -> None:
    make(desk, film)
    desk.press(f"/shares/{Share.objects.get().pk}/revoke/")
    desk.press(f"/shares/{Share.objects.get().pk}/revoke/")
    assert [entry.action for entry in AuditEntry.objects.filter(action__startswith="share.").order_by("pk")] == [
        "share.made",
        "share.revoked",
    ]


def test_the_page_of_a_link_tells_who_said_what(desk: Desk, film: Render) -> None:
    guest = Stranger(told=link(desk.user, film))
    guest.pick(name="Anna")
    guest.say("Warmer, please", at="2400")
    page = desk.see(f"/shares/{guest.told.share.pk}/")
    assert "Picked by Anna" in page
    assert "Warmer, please" in page
    assert "0:02.4" in page


def test_a_comment_is_removed_for_everybody_with_its_news(desk: Desk, film: Render) -> None:
    guest = Stranger(told=link(desk.user, film))
    guest.say("Buy pills at example.com")
    page = desk.see(f"/shares/{guest.told.share.pk}/")
    (address,) = re.findall(r'action="(/shares/[^"]+/remove/)"', page)
    assert "The comment is gone" in text(desk.client.post(address, follow=True))
    assert "Buy pills" not in guest.see() + desk.see(f"/shares/{guest.told.share.pk}/") + desk.see("/news/")
    entry = AuditEntry.objects.get(action="comment.removed")
    assert (entry.before, Comment.objects.count(), desk.client.post(address).status_code) == ({"guest": "Anna"}, 0, 302)


def test_of_somebody_elses_link_nothing_is_removed(film: Render, mara: User) -> None:
    guest = Stranger(told=link(film.author, film))
    guest.say()
    address = f"/shares/{guest.told.share.pk}/comments/{Comment.objects.get().pk}/remove/"
    assert Desk.of(mara).client.post(address).status_code == 403
    assert Comment.objects.exists()
