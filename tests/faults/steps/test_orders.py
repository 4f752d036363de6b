"""Clicks that come twice, and words that nobody should have to escape."""

import html
import json
import re

import pytest

from jobs.actions import keys
from jobs.models import Order, ProviderAccount, User
from jobs.states import State
from tests.api.conftest import program
from tests.desk import KEY, orders
from tests.pipeline.journey import Journey, look
from tests.pipeline.provider import Provider
from tests.web.desk import Desk

pytestmark = pytest.mark.usefixtures("account")

KEPT = {
    "emoji": "🦢 in the rain 👩‍👩‍👧",
    "right to left": "שלום \u202edrawkcab",
    "script": "</script><script>alert(1)</script>",
    "lines": "one\n\ttwo",
    "limit": "x" * 5000,
    "formula": "=1+1",
    "escape": "\x1b[31mred",
}
REFUSED = {"empty": " \n ", "long": "x" * 5001, "nul": "a\x00b", "half a letter": "a\ud83db"}


def token_of(page: str) -> str:
    found = re.search(r'id="token"[^>]*value="([^"]+)"|name="token" value="([^"]+)"', page)
    assert found
    return str(found[1] or found[2])


def test_row_13_a_double_click_and_a_reload_are_one_order_and_two_tabs_are_two(
    lin: User, provider: Provider, journey: Journey
) -> None:
    desk = Desk.of(lin)
    first, second = token_of(desk.see()), token_of(desk.see())
    for token in (first, first, second, second):
        desk.order("A heron", token=token, confirmed="1")
    assert Order.objects.count() == 2
    journey.saving = False
    for film in [order.renders.get() for order in Order.objects.all()]:
        journey.until(film, State.SUCCEEDED)
    assert (provider.count("create"), len(provider.made)) == (2, 2)


def test_row_13_two_different_orders_from_one_page_are_both_taken(lin: User) -> None:
    desk = Desk.of(lin)
    token = token_of(desk.see())
    for prompt in ("A heron", "A swan", "A heron"):
        desk.order(prompt, token=token, confirmed="1")
    assert sorted(Order.objects.values_list("prompt", flat=True)) == ["A heron", "A swan"]


@pytest.mark.parametrize("prompt", REFUSED.values(), ids=REFUSED.keys())
def test_row_30_what_cannot_be_a_prompt_is_refused_in_words(lin: User, provider: Provider, prompt: str) -> None:
    answer = program(lin).post("/renders", {"model": "v6", "size": "640*360", "duration": 1, "prompt": prompt})
    assert (answer.status, list(answer.codes)) == (422, ["prompt"])
    assert answer.json["errors"][0]["message"]
    if prompt != REFUSED["half a letter"]:  # no form can carry one
        assert Desk.of(lin).order(prompt).status_code == 422
    assert not Order.objects.exists()


@pytest.mark.parametrize("prompt", KEPT.values(), ids=KEPT.keys())
def test_row_30_any_other_prompt_reaches_the_provider_as_it_is_and_the_page_escaped(
    lin: User, provider: Provider, journey: Journey, prompt: str
) -> None:
    film = journey.until(orders(lin, prompt), State.PENDING)
    [sent] = [call for call in provider.calls if call.kind == "create"]
    assert json.loads(sent.body)["input"]["prompt"] == look(film).order.prompt == prompt
    page = Desk.of(lin).get(f"/renders/{film.pk}/").content.decode()
    assert html.escape(prompt) in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("pasted", [f" {KEY}x \n", f'"{KEY}x"', f"Bearer {KEY}x", f"“{KEY}x”"])
def test_row_30_a_key_is_taken_as_it_was_pasted_and_tested(
    account: ProviderAccount, provider: Provider, lin: User, pasted: str
) -> None:
    key = keys.add(account=account, secret=pasted, label="Pasted", actor=lin)
    assert all(finding.good for finding in keys.test(key, actor=lin))
    assert {call.key for call in provider.calls} == {f"Bearer {KEY}x"}
