"""From an empty studio to its first film, and the icon that tells what is going on."""

from jobs.models import Render, User
from jobs.queries.pulse import figures
from jobs.states import State
from tests.desk import orders, real_account, takes_in
from tests.web.desk import Desk, moved


def test_the_owner_of_an_empty_studio_is_led_to_a_key_or_to_practice(ada: User) -> None:
    page = Desk.of(ada).see()
    assert "Add a key" in page
    assert 'href="/?example=1&first=1"' in page
    form = Desk.of(ada).see(example="1", first="1")
    assert 'name="tier" value="360P" data-chip="360P" checked' in form
    assert "Render · ¥0.15" in form


def test_with_a_key_the_last_step_is_the_film(ada: User) -> None:
    real_account("http://127.0.0.1:9/api/v1")
    assert "The key is there." in Desk.of(ada).see()


def test_nobody_is_led_who_cannot_add_a_key_or_has_films(ada: User, desk: Desk) -> None:
    assert "Practise first" not in desk.see()
    orders(desk.user)
    assert "Practise first" not in Desk.of(ada).see()


def test_the_icon_asks_before_it_runs(lin: User) -> None:
    assert figures(lin).queue.mood == ""
    first, second = takes_in(lin, takes=2)
    moved(first, State.RUNNING)
    assert (figures(lin).queue.mood, figures(lin).queue.running, figures(lin).queue.waiting) == ("run", 1, 1)
    Render.objects.filter(pk=second.pk).update(hold_code="poison")
    assert (figures(lin).queue.mood, figures(lin).queue.asks, figures(lin).queue.waiting) == ("ask", 1, 0)
