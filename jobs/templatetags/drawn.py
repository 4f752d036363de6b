"""Parts of a page that are drawn once: `{% drawn "parts/_queue.html" figures=frame.figures %}`."""

from collections.abc import Hashable

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from jobs.queries.memory import Memory

MOST = 3000
"""Parts kept per process, most of them of 0.3 to 7 kB."""
LONGEST = 20_000
"""Characters. A longer part is drawn each time: addresses as long as somebody likes would fill the memory."""

register = template.Library()
kept: Memory[SafeString] = Memory(MOST)


@register.simple_tag
def drawn(name: str, /, **shown: Hashable) -> SafeString:
    """Like `{% include name with … only %}`, but remembered under all that the part is told. It sees neither the
    request nor anything else of its page, so what it shows can depend on nothing but its key, the reader's language
    and their time zone, and never has to be forgotten on time. Texts inside of tuples and dataclasses must be plain
    ones: only those given by name are told apart from safe ones.

    :raises TypeError: something it is told is compared by identity: it would never be found again.
    """
    for what, value in shown.items():
        if type(value).__hash__ in (None, object.__hash__):
            raise TypeError(f"{name} is told `{what}`, a {type(value).__name__}, which is not compared by its content.")
    language = get_language()
    # a text that is safe equals one that somebody typed: the types tell them apart
    key = (name, language, get_current_timezone_name(), *((what, type(one), one) for what, one in shown.items()))
    found = kept.look_up([key])[0]
    if found is None:
        found = SafeString(get_template(name).render({"LANGUAGE_CODE": language, **shown}))
        if len(found) <= LONGEST:
            kept.keep(key, found)
    return found
