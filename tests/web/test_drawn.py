"""A part of a page that is drawn once shows what it is told, to each reader in their own way."""

from dataclasses import dataclass

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.safestring import SafeString
from django.utils.translation import override

from jobs.models import User
from jobs.templatetags import drawn

QUEUE = '{% load drawn %}{% drawn "parts/_queue.html" figures=figures %}'


@dataclass(frozen=True)
class Figures:
    running: int
    waiting: int = 0
    busy: bool = True


def shown(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_it_is_drawn_once_and_anew_when_it_is_told_something_else() -> None:
    drawn.kept.clear()
    assert shown(QUEUE, figures=Figures(1)) == shown(QUEUE, figures=Figures(1))
    assert len(drawn.kept) == 1
    assert shown(QUEUE, figures=Figures(1)) != shown(QUEUE, figures=Figures(2))


def test_an_address_as_long_as_somebody_likes_is_not_kept(lin: User, client: Client) -> None:
    client.force_login(lin)
    drawn.kept.clear()
    client.get("/nothing/")
    few = len(drawn.kept)
    assert client.get(f"/{'x' * 30_000}/").status_code == 404
    assert len(drawn.kept) == few


def test_each_language_has_its_own() -> None:
    with override("zh-hans"):
        chinese = shown(QUEUE, figures=Figures(1))
    assert chinese != shown(QUEUE, figures=Figures(1))


def test_what_is_safe_and_what_somebody_typed_are_told_apart() -> None:
    search = '{% load drawn %}{% drawn "parts/_search.html" pairs=pairs text=text %}'
    typed = "<i>"
    assert "<i>" in shown(search, pairs=(), text=SafeString(typed))
    assert "&lt;i&gt;" in shown(search, pairs=(), text=typed)


def test_it_sees_nothing_of_its_page() -> None:
    search = '{% load drawn %}{% drawn "parts/_search.html" pairs=pairs %}'
    assert "secret" not in shown(search, pairs=(), text="secret")


@pytest.mark.parametrize("thing", [object(), ["a list"]])
def test_what_has_no_content_to_compare_is_refused(thing: object) -> None:
    with pytest.raises(TypeError, match="figures"):
        shown(QUEUE, figures=thing)
