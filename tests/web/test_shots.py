"""The shot editor without its script: rows written into the prompt, and what an order makes of them."""

from typing import Any

import pytest

from jobs.models import Order
from tests.web.desk import HTMX, Desk, text

THREE = "镜头1：（2秒）fog；镜头2：（1秒）a lamp；镜头3：（2秒）the town"
C1, V56 = "pixverse/pixverse-c1-t2v", "pixverse/pixverse-v5.6-t2v"


def rows(*shots: tuple[str, str]) -> dict[str, Any]:
    return {"shot": [words for words, _ in shots], "shot_seconds": [seconds for _, seconds in shots]}


def edit(desk: Desk, deed: str, prompt: str = THREE, **sent: Any) -> str:
    """What the script gets back."""
    answer = desk.client.post("/shots/", {"shots": deed, "prompt": prompt, **sent}, headers=HTMX)
    assert answer.status_code == 200
    return text(answer)


def prompt_in(part: str) -> str:
    """The prompt as the rows have it."""
    return part.split('name="shots_of"')[1].split(">\n", 1)[1].split("</textarea>")[0]


def test_a_storyboard_opens_as_rows(desk: Desk) -> None:
    desk.press("/draft/", prompt=THREE, edition="0")
    page = desk.see()
    for words in ("fog", "a lamp", "the town"):
        assert f"\n{words}</textarea>" in page
    assert "3 shots" in page
    assert "5 of 5 s" in page


@pytest.mark.parametrize(
    ("deed", "prompt"),
    [
        ("add", f"{THREE}；镜头4："),
        ("remove-2", "镜头1：（2秒）fog；镜头2：（2秒）the town"),
        ("move-3-1", "镜头1：（2秒）the town；镜头2：（2秒）fog；镜头3：（1秒）a lamp"),
        ("move-1-9", "镜头1：（1秒）a lamp；镜头2：（2秒）the town；镜头3：（2秒）fog"),
        ("keep", THREE),
        ("<b>", THREE),
    ],
)
def test_a_button_changes_the_prompt(desk: Desk, deed: str, prompt: str) -> None:
    assert prompt_in(edit(desk, deed)) == prompt


def test_rows_that_were_typed_in_are_written_into_the_prompt(desk: Desk) -> None:
    typed = rows(("fog；镜头9：", "3"), ("rain\r\nat night", "2"))
    part = edit(desk, "keep", "A heron", shots_of="A heron", **typed)
    assert prompt_in(part) == "镜头1：（3秒）fog；镜头  9：；镜头2：（2秒）rain\nat night"
    assert "\nfog；镜头9：</textarea>" in part


def test_a_prompt_that_is_newer_than_its_rows_wins(desk: Desk) -> None:
    part = edit(desk, "keep", THREE, shots_of="A heron", **rows(("old", "")))
    assert prompt_in(part) == THREE


def test_a_prompt_in_other_words_stays_until_its_rows_are_changed(desk: Desk) -> None:
    told = "Shot 1: fog. Shot 2: rain"
    same = rows(("fog", ""), ("rain", ""))
    assert prompt_in(edit(desk, "keep", told, shots_of=told, **same)) == told
    other = rows(("fog", ""), ("rain, close", ""))
    assert prompt_in(edit(desk, "keep", told, shots_of=told, **other)) == "镜头1：fog；镜头2：rain, close"


def test_the_sum_and_its_two_ways_out(desk: Desk) -> None:
    part = edit(desk, "keep", THREE, duration="7")
    for said in ("5 of 7 s", "Film of 5 s", "Spread 7 s"):
        assert said in part
    spread = edit(desk, "spread", THREE, duration="7")
    assert prompt_in(spread) == "镜头1：（3秒）fog；镜头2：（1秒）a lamp；镜头3：（3秒）the town"
    assert "Film of" not in spread
    assert (
        'value="5" data-chip="5 s" checked'
        in desk.press("/shots/", shots="fit", prompt=THREE, duration="7").content.decode()
    )


def test_the_part_that_follows_typing_leaves_the_rows_alone(desk: Desk) -> None:
    headers = {**HTMX, "HX-Target": "shots-sum"}
    sent = {"prompt": "A heron", "shots_of": "A heron", **rows(("fog", ""), ("", ""))}
    part = text(desk.client.post("/shots/", sent, headers=headers))
    assert prompt_in(part) == "镜头1：fog；镜头2："
    assert 'name="shot"' not in part


def test_fifteen_shots_are_the_most(desk: Desk) -> None:
    full = edit(desk, "add", "；".join(f"镜头{number}：x" for number in range(1, 16)))
    assert full.count('name="shot"') == 15
    assert "15 shots are the most" in full


def test_what_cannot_be_divided_stays_and_says_so(desk: Desk) -> None:
    part = edit(desk, "add", "Shot 2: fog. Shot 1: rain")
    assert "in another order than 1, 2, 3" in part
    assert 'name="shot"' not in part


def test_without_script_the_page_comes_back_with_the_rows_open(desk: Desk) -> None:
    answer = desk.press("/shots/", shots="add", prompt="A heron", title="Mine")
    page = text(answer)
    assert '<details id="shots-box" open>' in page
    assert "镜头1：A heron；镜头2：</textarea>" in page
    assert 'value="Mine"' in page
    assert not Order.objects.exists()


# ------------------------------------------------------------------ ordering


@pytest.mark.parametrize(("model", "sent"), [("v6", "multi"), ("c1", "")])
def test_a_storyboard_is_sent_as_its_model_wants_it(desk: Desk, model: str, sent: str) -> None:
    desk.order(THREE, model=model, duration="5")
    order = Order.objects.get()
    assert (order.prompt, order.shot_type) == (THREE, sent)


@pytest.mark.parametrize(("prompt", "wish", "sent"), [("镜头1：fog", "multi", "single"), ("A heron", "multi", "multi")])
def test_the_prompt_outranks_the_wish_where_it_counts_its_shots(desk: Desk, prompt: str, wish: str, sent: str) -> None:
    desk.order(prompt, shot_type=wish)
    assert Order.objects.get().shot_type == sent


def test_rows_are_ordered_as_they_stand_though_nobody_pressed_a_button_of_theirs(desk: Desk) -> None:
    desk.order("A heron", shots_of="A heron", **rows(("fog", ""), ("rain", "")))
    assert Order.objects.get().prompt == "镜头1：fog；镜头2：rain"


def test_who_leaves_while_typing_in_a_row_finds_it_again(desk: Desk) -> None:
    sent = {"prompt": "A heron", "shots_of": "A heron", "edition": "0", **rows(("fog", ""), ("rain", ""))}
    desk.client.post("/draft/", sent)
    assert "镜头1：fog；镜头2：rain</textarea>" in desk.see()


def test_rows_go_into_a_template_as_they_stand(desk: Desk) -> None:
    sent = {"prompt": "A heron", "shots_of": "A heron", **rows(("fog", ""), ("rain", ""))}
    assert "镜头1：fog；镜头2：rain</textarea>" in text(desk.client.post("/templates/new/", sent))


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("镜头1：（2秒）a；镜头2：（2秒）b", "The shots add up to 4 s, the film has 5 s."),
        ("镜头1：（2秒）a；镜头2：b", "Shots without seconds: 2; the others add up to 2 of 5 s."),
        ("镜头1：a；镜头2：", "Shots without words: 2."),
    ],
)
def test_what_is_unfinished_is_said_before_money_is_spent(desk: Desk, prompt: str, said: str) -> None:
    answer = desk.order(prompt, duration="5")
    assert (answer.status_code, Order.objects.count()) == (422, 0)
    assert said in text(answer)


def test_v56_has_no_rows_and_says_what_becomes_of_a_storyboard(desk: Desk) -> None:
    page = text(desk.order(THREE, model="v5.6", duration="5", update="1"))
    assert "v5.6 makes a single shot: the storyboard stays in the prompt as plain words." in page
    assert f"{THREE}</textarea>" in page
    desk.order(THREE, model="v5.6", duration="5")
    assert Order.objects.get().shot_type == ""
