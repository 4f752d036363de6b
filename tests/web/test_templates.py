"""Prompt templates of a team: made, found, used, changed by two people at once, and deleted."""

from typing import Any

import pytest

from jobs.actions import templates
from jobs.actions.templates import Recipe
from jobs.models import Membership, Order, PromptTemplate, Render, Space, User
from jobs.models.templates import TEMPLATES_MAX
from jobs.states import Role
from tests.desk import orders
from tests.web.desk import HTMX, Desk, home, text

V6, V56 = "pixverse/pixverse-v6-t2v", "pixverse/pixverse-v5.6-t2v"


def kept(user: User, name: str = "Tea spot", prompt: str = "Steam rises from {a|b}", **settings: Any) -> PromptTemplate:
    space = Space.objects.get(is_default=True)
    return templates.make(space, Recipe(name=name, prompt=prompt, **settings), actor=user)


def make(desk: Desk, name: str = "Tea spot", prompt: str = "Steam", **sent: str) -> Any:
    return desk.press("/templates/", name=name, prompt=prompt, space=str(Space.objects.get(is_default=True).pk), **sent)


def test_a_template_keeps_words_and_the_settings_that_belong_to_it(desk: Desk) -> None:
    make(desk, "  Tea   spot ", "Steam\r\n{slow|quick}", model=V6, duration="8", audio="0")
    template = PromptTemplate.objects.get()
    assert (template.name, template.prompt, template.author) == ("Tea spot", "Steam\n{slow|quick}", desk.user)
    assert (template.model, template.tier, template.duration, template.audio) == (V6, "", 8, False)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "x" * 81}, "at most 80"),
        ({"name": "TEA SPOT"}, "of that name"),
        ({"prompt": " "}, "needs a prompt"),
        ({"prompt": "x" * 20_001}, "at most 20,000"),
        ({"name": "Other", "model": V56, "ratio": "21:9"}, "v5.6 has no 21:9"),
        ({"name": "Other", "model": V56, "duration": "7"}, "v5.6 makes 5, 8"),
        ({"name": "Other", "model": "v9"}, ""),
        ({"name": "Other", "space": "nowhere"}, ""),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(desk: Desk, sent: dict[str, str], said: str) -> None:
    kept(desk.user)
    space = str(Space.objects.get().pk)
    answer = desk.press("/templates/", **{"name": "Rain", "prompt": "Rain", "space": space, **sent})
    assert answer.status_code == 422
    assert said in text(answer)
    assert PromptTemplate.objects.count() == 1


def test_the_composer_hands_over_what_stands_in_it(desk: Desk) -> None:
    wish = {"prompt": "Fog {at dawn|at dusk}", "title": "Fog", "model": V6, "tier": "360P", "duration": "3"}
    form = text(desk.client.post("/templates/new/", wish, headers=HTMX))
    assert "\nFog {at dawn|at dusk}</textarea>" in form
    assert 'value="Fog"' in form
    for value in (V6, "360P", "3"):
        assert f'<option value="{value}" selected>' in form
    assert 'class="frame"' not in form
    assert not PromptTemplate.objects.exists()


def test_the_dialog_closes_when_it_is_saved_and_stays_when_it_is_not(desk: Desk) -> None:
    sent = {"name": "", "prompt": "Fog", "space": str(Space.objects.get().pk)}
    assert "needs a name" in text(desk.client.post("/templates/", sent, headers=HTMX))
    answer = desk.client.post("/templates/", {**sent, "name": "Fog"}, headers=HTMX)
    assert "answered" in answer.headers["HX-Trigger"]
    assert "Saved as the template “Fog”." in text(answer)


def test_a_film_makes_a_template(desk: Desk, mara: User) -> None:
    film = home(orders(mara, "Steam over tea", title="Tea"))
    form = desk.see(f"/renders/{film.pk}/template/")
    assert "\nSteam over tea</textarea>" in form
    assert 'value="Tea"' in form
    desk.press(f"/renders/{film.pk}/template/", name="Tea", prompt="Steam over tea", space=str(film.space_id))
    assert PromptTemplate.objects.get().author == desk.user
    assert f"/renders/{film.pk}/template/" in desk.see(f"/renders/{film.pk}/menu/")


# ------------------------------------------------------------------ using one


def test_a_template_fills_in_the_composer_of_a_colleague(desk: Desk, mara: User) -> None:
    template = kept(mara, model=V6, tier="1080P", duration=8, audio=True)
    desk.press("/draft/", prompt="Half a thought", tier="360P", ratio="1:1", edition="0")
    page = desk.see("/", template=str(template.pk))
    assert "\nSteam rises from {a|b}</textarea>" in page
    for chosen in (
        'value="1080P" data-chip="1080P" checked',
        'value="1:1" data-chip="1:1" checked',
        'value="8" data-chip="8 s" checked',
    ):
        assert chosen in page
    assert "Filled in from the template “Tea spot”. Nothing is ordered yet." in page
    assert "Your half-written order is kept." in page
    assert "Half a thought</textarea>" in desk.see()
    assert not Order.objects.exists()


def test_what_the_model_of_the_template_cannot_do_is_named(desk: Desk) -> None:
    template = kept(desk.user, model=V56)
    desk.press("/draft/", prompt="", ratio="21:9", duration="5", edition="0")
    page = desk.see("/", template=str(template.pk))
    assert "v5.6 has no 21:9" in page
    assert 'value="16:9" data-chip="16:9" checked' in page


def test_a_template_of_variations_is_as_long_as_each_of_its_films(desk: Desk) -> None:
    template = kept(desk.user, prompt=f"{{{'a' * 3000}|{'b' * 3000}}} lantern", model=V6)
    assert 'class="problems"' not in desk.see("/", template=str(template.pk))
    template = kept(desk.user, name="Long", prompt=f"{{{'a' * 6000}|b}} lantern", model=V6)
    assert 'class="problems"' in desk.see("/", template=str(template.pk))


@pytest.mark.parametrize("asked", ["", "x", "0190a5f6-0000-7000-8000-000000000000"])
def test_a_template_that_is_gone_fills_in_nothing(desk: Desk, asked: str) -> None:
    desk.press("/draft/", prompt="Half a thought", edition="0")
    assert "Half a thought</textarea>" in desk.see("/", template=asked)


def test_the_tray_narrows_by_name_and_words(desk: Desk) -> None:
    kept(desk.user, "Tea spot", "Steam rises")
    kept(desk.user, "茶的广告", "蒸汽升起")
    for typed, shown in (("", "茶的广告"), ("", "Tea spot"), ("STEAM tea", "Tea spot"), ("蒸汽", "茶的广告")):
        assert shown in picks(desk, typed)
    assert "茶的广告" not in picks(desk, "steam")
    assert "No template has “100%” in its name or prompt." in picks(desk, "100%")


def picks(desk: Desk, typed: str) -> str:
    """What the tray shows for these words."""
    return text(desk.client.get("/templates/", {"q": typed}, headers={**HTMX, "HX-Target": "picks"}))


def test_the_page_says_how_it_begins_and_asks_no_more_for_many(desk: Desk, django_assert_max_num_queries: Any) -> None:
    assert "No templates yet" in desk.see("/templates/")
    for number in range(8):
        kept(desk.user, f"Number {number}")
    with django_assert_max_num_queries(8):
        page = desk.see("/templates/")
    assert page.count("?template=") == 8
    assert "Nothing for “x{y}”" in desk.see("/templates/", q="x{y}")


# ------------------------------------------------------------------ changing one


def edit(desk: Desk, template: PromptTemplate, prompt: str, edition: int, **sent: str) -> Any:
    return desk.press(f"/templates/{template.pk}/", name=template.name, prompt=prompt, edition=str(edition), **sent)


def test_its_author_and_admins_change_and_delete_it_others_use_it(desk: Desk, office: Desk, mara: User) -> None:
    template, other = kept(desk.user), Desk.of(mara)
    assert f'href="/templates/{template.pk}/"' not in other.see("/templates/")
    assert edit(other, template, "Mine", 1).status_code == 403
    assert edit(desk, template, "Steam, slower", 1, tier="720P").status_code == 302
    assert edit(office, template, "Steam, quicker", 2).status_code == 302
    template.refresh_from_db()
    assert (template.prompt, template.tier, template.edition, template.changed_by) == (
        "Steam, quicker",
        "",
        3,
        office.user,
    )
    assert "cannot be brought back" in desk.see(f"/templates/{template.pk}/delete/")
    desk.press(f"/templates/{template.pk}/delete/")
    assert not PromptTemplate.objects.exists()


def test_a_form_that_is_refused_does_not_pass_for_one_that_has_seen_the_newest(desk: Desk) -> None:
    template = kept(desk.user)
    edit(desk, template, "Newest", 1)
    assert 'name="edition" value="1"' in text(edit(desk, template, "Mine", 1, tier="8K"))
    assert edit(desk, template, "Mine", 1).status_code == 409


def test_who_was_overtaken_sees_both_texts_and_loses_none(desk: Desk, office: Desk) -> None:
    template = kept(desk.user)
    edit(office, template, "Ada's words", 1)
    answer = edit(desk, template, "Lin's words", 1)
    page = text(answer)
    assert answer.status_code == 409
    assert "ada has changed this template" in page
    assert "Ada's words" in page
    assert "\nLin's words</textarea>" in page
    assert PromptTemplate.objects.get().prompt == "Ada's words"
    assert edit(desk, template, "Lin's words", 2).status_code == 302
    assert PromptTemplate.objects.get().prompt == "Lin's words"


def test_what_was_written_for_one_that_is_gone_can_be_saved_as_a_new_one(desk: Desk) -> None:
    template = kept(desk.user)
    desk.press(f"/templates/{template.pk}/delete/")
    answer = edit(desk, template, "Lin's words", 1, tier="720P")
    assert answer.status_code == 404
    for shown in ("not there any more", "\nLin's words</textarea>", '<option value="720P" selected>', "New template"):
        assert shown in text(answer)


def test_the_text_for_one_that_is_gone_stays_in_its_space(desk: Desk) -> None:
    other = Space.objects.create(name="Aaa")
    Membership.objects.create(user=desk.user, space=other, role=Role.CREATOR)
    template = templates.make(other, Recipe(name="Rain", prompt="Rain"), actor=desk.user)
    assert f'name="space" value="{other.pk}"' in desk.see(f"/templates/{template.pk}/")
    desk.press(f"/templates/{template.pk}/delete/")
    answer = edit(desk, template, "Lin's words", 1, space=str(other.pk))
    assert f'<option value="{other.pk}" selected>' in text(answer)


def test_a_change_that_is_refused_keeps_what_was_typed_and_what_was_seen(desk: Desk) -> None:
    template = kept(desk.user)
    kept(desk.user, "Rain")
    answer = desk.press(f"/templates/{template.pk}/", name="rain", prompt="Typed", edition="1")
    assert answer.status_code == 422
    for shown in ("of that name", "\nTyped</textarea>", 'name="edition" value="1"'):
        assert shown in text(answer)


def test_another_spaces_templates_are_not_there(desk: Desk, wei: User) -> None:
    theirs = templates.make(wei.spaces.get(), Recipe(name="Secret", prompt="Secret"), actor=wei)
    for path in (f"/templates/{theirs.pk}/", f"/templates/{theirs.pk}/delete/"):
        assert desk.get(path).status_code == desk.press(path).status_code == 404
    assert "Secret" not in desk.see("/templates/") + desk.see("/", template=str(theirs.pk))
    assert desk.press("/templates/", name="Mine", prompt="x", space=str(theirs.space_id)).status_code == 422


def test_a_space_has_room_for_a_number_of_them(desk: Desk) -> None:
    first = kept(desk.user)
    rows = (
        PromptTemplate(
            space=first.space, name=f"{n}", folded=f"{n}", prompt="x", author=desk.user, changed_by=desk.user
        )
        for n in range(TEMPLATES_MAX - 1)
    )
    PromptTemplate.objects.bulk_create(rows)
    assert "at most 300 templates" in text(make(desk, "One more"))
    assert PromptTemplate.objects.count() == TEMPLATES_MAX


def test_it_outlives_the_film_it_was_made_from(desk: Desk) -> None:
    film = orders(desk.user, "Steam over tea")
    desk.press(f"/renders/{film.pk}/template/", name="Tea", prompt="Steam over tea", space=str(film.space_id))
    assert not [field for field in PromptTemplate._meta.get_fields() if field.related_model is Render]
