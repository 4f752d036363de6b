"""The few things templates draw: icons, the mark, the shape of a ratio, and figures in the reader's language."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jobs import catalogue, words
from jobs.catalogue import RATIOS, Storyboard

register = template.Library()

_MARK = "M0 0h3v3H0zM0 4h3v3H0zM0 8h3v3H0zM4 2h3v3H4zM4 6h3v3H4z"
_TIP = "M8 4h3v3H8z"
_LONGEST = 20  # pixels of a ratio's longer side, in a box of 24


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A Lucide icon from the sprite; it is decoration, the word beside it carries the meaning."""
    return _icon(name, css)


@lru_cache(maxsize=500)
def _icon(name: str, css: str) -> SafeString:
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>', css, static("icons/lucide.svg"), name
    )


@register.simple_tag
def mark(size: int) -> SafeString:
    """Five seats and the film they make."""
    return format_html(
        '<svg class="mark" width="{0}" height="{0}" viewBox="0 0 11 11" aria-hidden="true">'
        '<path fill="currentColor" d="{1}"/><path class="tip" d="{2}"/></svg>',
        size,
        _MARK,
        _TIP,
    )


@register.simple_tag
def shape(ratio: str) -> SafeString:
    """A ratio as a rounded rectangle; nothing for what is no ratio of ours."""
    if ratio not in RATIOS:
        return SafeString("")
    across, down = (int(part) for part in ratio.split(":"))
    scale = _LONGEST / max(across, down)
    width, height = round(across * scale), round(down * scale)
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">'
        '<rect x="{}" y="{}" width="{}" height="{}" rx="2"/></svg>',
        (24 - width) / 2,
        (24 - height) / 2,
        width,
        height,
    )


@register.simple_tag
def seats(taken: Sequence[bool]) -> SafeString:
    """The seats of a lane as a row of small squares, the taken ones filled."""
    squares = format_html_join(
        "",
        '<rect x="{}" y="1" width="6" height="6" rx="1"{}/>',
        ((1 + 9 * number, SafeString(' class="taken"') if busy else "") for number, busy in enumerate(taken)),
    )
    label = _("%(busy)s of %(seats)s seats taken") % {"busy": sum(taken), "seats": len(taken)}
    width = 9 * len(taken) - 1
    return format_html(
        '<svg class="seats" width="{0}" height="8" viewBox="0 0 {0} 8" role="img" aria-label="{1}">{2}</svg>',
        width,
        label,
        squares,
    )


@register.filter
def storyboard(prompt: str) -> Storyboard | None:
    """The shots of a prompt that tells several."""
    told = catalogue.storyboard.read(prompt)
    return told if told and len(told.shots) > 1 else None


@register.filter
def money(amount: Decimal | None, currency: str = "CNY") -> str:
    """`¥1.35`, or that no price is set."""
    return words.money(amount, currency)


@register.filter
def then(sentence: str, other: str) -> str:
    """Two sentences, as the reader's language puts one after the other."""
    return words.together(sentence, other)


@register.filter
def ratio_class(ratio: str) -> str:
    """`r16x9`: the class that gives a picture its ratio."""
    return f"r{ratio.replace(':', 'x')}"
