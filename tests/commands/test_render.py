"""`render`: ordering, the price, bad input. Waiting is in `test_watching`."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from jobs.models import Batch, Order, Render, User
from jobs.states import Door
from tests.commands.conftest import Run


def test_an_order_prints_its_id(run: Run, ada: User) -> None:
    said = run("render", "rain on a tin roof")
    render = Render.objects.get(pk=UUID(said.out.strip()))
    assert said.code == 0
    assert (render.author, render.order.door) == (ada, Door.SHELL)


def test_every_option_reaches_the_order(run: Run, ada: User) -> None:
    run(
        "render", "rain", "--model", "v6", "--size", "640*360", "--seconds", "3", "--audio", "--watermark",
        "--seed", "7", "--multi-shot", "--takes", "2", "--title", "Roof", "--user", "ADA@example.com",
    )  # fmt: skip
    order = Order.objects.get()
    assert (order.size, order.duration, order.audio, order.watermark) == ("640*360", 3, True, True)
    assert (order.seed, order.shot_type, order.takes, order.title) == (7, "multi", 2, "Roof")


def test_takes_print_an_id_a_line(run: Run, ada: User) -> None:
    said = run("render", "rain", "--takes", "3")
    assert [UUID(line) for line in said.out.split()] == [render.pk for render in Render.objects.order_by("take")]


def test_the_json_is_the_apis(run: Run, ada: User) -> None:
    told = json.loads(run("render", "雨", "--json").out)
    assert (told["prompt"], told["state"], told["estimate"]) == ("雨", "queued", "1.35")
    assert [take["id"] for take in told["takes"]] == [told["id"]]


def test_a_quote_orders_nothing(run: Run, ada: User) -> None:
    assert run("render", "rain", "--quote").out == "¥1.35\n"
    assert json.loads(run("render", "rain", "--takes", "2", "--quote", "--json").out)["total"] == "2.70"
    assert Order.objects.count() == 0


def test_an_unknown_price_is_said_to_be_unknown(run: Run, ada: User) -> None:
    assert run("render", "rain", "--model", "v5.6", "--audio", "--quote").out == "price not set\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("",), "The prompt is empty"),
        (("x" * 5001,), "5,001 characters"),
        (("a\udcffb",), "half of a character"),
        (("rain", "--model", "v7"), "no model “v7”"),
        (("rain", "--seconds", "16"), "not 16"),
        (("rain", "--seconds", "five"), "invalid int"),
        (("rain", "--size", "1*1"), "no size 1*1"),
        (("rain", "--ratio", "5:1"), "no ratio “5:1”"),
        (("rain", "--tier", "8K"), "no tier “8K”"),
        (("rain", "--seed", "-1"), "A seed is"),
        (("rain", "--takes", "9"), "1 to 8"),
        (("rain", "--model", "c1", "--multi-shot"), "from the prompt alone"),
        (("rain", "--user", "who@example.com"), "who@example.com"),
        (("rain", "--colour", "red"), "unrecognized"),
        ((), "required"),
    ],
)
def test_bad_input_is_3_with_the_rule(
    run: Run, ada: User, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    answer = run("render", *words)
    assert (answer.code, answer.out) == (3, "")
    assert said in answer.err + capsys.readouterr().err
    assert Order.objects.count() == 0


def test_all_broken_rules_are_told_at_once(run: Run, ada: User) -> None:
    said = run("render", "", "--seconds", "16", "--takes", "9")
    assert len(said.err.splitlines()) == 3


@pytest.mark.parametrize("target", ["", "/", "missing/film.mp4", "n" * 300])
def test_a_place_where_no_film_can_be_written_is_refused_before_the_order(run: Run, ada: User, target: str) -> None:
    assert run("render", "rain", "--output", target).code == 3
    assert Order.objects.count() == 0


def test_output_takes_one_film(run: Run, ada: User, tmp_path: Path) -> None:
    assert run("render", "rain", "--takes", "2", "--output", str(tmp_path / "film.mp4")).code == 3
    assert Order.objects.count() == 0


def test_before_anybody_is_there_the_set_up_link_is_said(run: Run) -> None:
    said = run("render", "rain")
    assert said.code == 3
    assert "http://127.0.0.1:8000/setup/" in said.err


def test_without_an_admin_who_may_sign_in_a_person_must_be_named(run: Run, ada: User) -> None:
    User.objects.update(is_active=False)
    said = run("render", "rain")
    assert said.code == 3
    assert "--user" in said.err


def test_braces_are_sent_as_they_are_unless_variations_are_meant(run: Run, ada: User) -> None:
    run("render", "{red|blue}")
    assert Order.objects.get().prompt == "{red|blue}"
    said = run("render", "{red|blue} lantern", "--vary", "--model", "v6", "--model", "c1", "--seed", "7", "--seed", "9")
    assert (said.code, len(said.out.split())) == (0, 8)
    assert Batch.objects.get().orders.count() == 8


def test_one_bad_cell_is_3_and_every_cause_is_named(run: Run, ada: User) -> None:
    said = run(
        "render", "rain", "--model", "v6", "--model", "v5.6", "--ratio", "16:9", "--ratio", "21:9", "--seed", "-1"
    )
    assert (said.code, said.out) == (3, "")
    assert len(said.err.splitlines()) == 5
    assert "rain · v5.6 · 21:9 · 5 s · -1: v5.6 has no 21:9" in said.err
    assert Order.objects.count() == 0


def test_a_batch_is_quoted_and_told_as_a_whole(run: Run, ada: User) -> None:
    many = ("render", "{red|blue}", "--vary", "--tier", "360P", "--tier", "720P")
    assert run(*many, "--quote").out == "¥4.20\n"
    assert len(run(*many, "--quote", "--json").out.splitlines()) == 4
    assert Order.objects.count() == 0
    told = json.loads(run(*many, "--json").out)
    assert (told["total"], len(told["renders"])) == ("4.20", 4)
    assert run(*many, "--output", "film.mp4").code == 3
