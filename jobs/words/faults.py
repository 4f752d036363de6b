"""What went wrong between a film's link and the stored film, in a sentence each."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from jobs.words.sentences import Sentence, say

_NOT_WHOLE = _("What arrived was not the whole film.")
_NOT_READABLE = _("What arrived could not be read as a film.")
_NO_VIDEO = _("What arrived was no video.")
_LINE = _("The line broke.")
_NOT_FOLLOWED = _("The film's link is not one this studio follows.")
_NOT_TRUSTED: Sentence = (
    _("The film's link leads to %(host)s, an address this studio does not trust."),
    _("The film's link leads to an address this studio does not trust."),
)

FAULTS: dict[str, Sentence] = {
    "link-refused": (
        _("The server of the film refused the link with status %(status)s."),
        _("The server of the film refused the link."),
    ),
    "line-broken": _LINE,
    "line-cut": (
        _("The line ended after %(received)s of %(total)s."),
        _("The line ended before the whole film had come."),
    ),
    "line-slow": _("The line is slow and made way for a film that waited."),
    "line-status": (_("The server of the film answered with status %(status)s."), _LINE),
    "empty": _("Nothing arrived."),
    "not-a-video": _NO_VIDEO,
    "encoded": _NO_VIDEO,
    "boxes-missing": _NOT_WHOLE,
    "boxes-past-end": _NOT_WHOLE,
    "boxes-broken": _NOT_WHOLE,
    "tail-broken": _NOT_WHOLE,
    "no-video": _NOT_READABLE,
    "undecodable": _NOT_READABLE,
    "child-crashed": _NOT_READABLE,
    "child-timeout": _NOT_READABLE,
    "preview-too-large": _("No preview small enough could be made."),
    "too-large": (
        _("The film has %(size)s; this studio takes at most %(cap)s."),
        _("The film is larger than this studio takes."),
    ),
    "link-malformed": _NOT_FOLLOWED,
    "link-scheme": _NOT_FOLLOWED,
    "link-userinfo": _NOT_FOLLOWED,
    "link-port": _NOT_FOLLOWED,
    "link-redirects": _NOT_FOLLOWED,
    "link-host": _NOT_TRUSTED,
    "link-address": _NOT_TRUSTED,
    "disk": _("The studio's disk could not take it."),
}


def fault(code: str, params: Mapping[str, Any]) -> str:
    """The sentence of a media fault; empty for one without words."""
    return say(FAULTS[code], params) if code in FAULTS else ""
