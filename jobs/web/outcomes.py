"""How a deed on many films is begun and answered, whichever it is."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import ngettext

from jobs import words
from jobs.actions.many import Outcome
from jobs.web.choosing import Choice, Unchosen, back_to, choice, name_of
from jobs.web.visitor import by_htmx, done

Deed = Callable[[HttpRequest, Choice], HttpResponseBase]


def chosen(deed: Deed) -> Callable[[HttpRequest], HttpResponseBase]:
    """A view of the films that were chosen; where there are none, or too many, that is said."""

    @wraps(deed)
    def view(request: HttpRequest) -> HttpResponseBase:
        try:
            picked = choice(request)
        except Unchosen as refused:
            return said(request, bad=words.refusal(refused.code, refused.params))
        return deed(request, picked)

    return view


def told(request: HttpRequest, outcome: Outcome, good: str, **how: Any) -> HttpResponse:
    """`good` tells of those it was done to; what was let be follows, each with its reason."""
    left = words.left_out({code: [name_of(film) for film in some] for code, some in outcome.left.items()}, outcome.gone)
    return said(request, good=words.together(good, left) if outcome.done else "", bad=left or good, **how)


def said(
    request: HttpRequest, *, good: str = "", bad: str = "", undo: str = "", part: str = "", **heard: Any
) -> HttpResponse:
    """The sentence as a toast. `heard`: what the page's script is told. Without the script: back to the films."""
    if not by_htmx(request):
        messages.add_message(request, messages.SUCCESS if good else messages.ERROR, good or bad, extra_tags=undo)
        return redirect(back_to(request))
    response = done(request, good=good, bad="" if good else bad, undo=undo, part=part)
    response.headers["HX-Reswap"] = "none"
    response.headers["HX-Trigger"] = json.dumps({"look": True, "done": True, "answered": bool(good), **heard})
    return response


def films(outcome: Outcome) -> str:
    """`12 films`."""
    number = len(outcome.done)
    return ngettext("%(count)s film", "%(count)s films", number) % {"count": f"{number:,}"}
