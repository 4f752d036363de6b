"""Why a film failed, whether it cost money, and the one thing to do now."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from jobs.words.sentences import Sentence, say, together


class Action(StrEnum):
    """The one button beside an error. The page knows where it leads and what it costs."""

    EDIT_PROMPT = "edit-prompt"
    CHANGE_SETTINGS = "change-settings"
    AGAIN = "again"
    KEYS = "keys"
    NOTHING = ""


LABELS: dict[Action, str] = {
    Action.EDIT_PROMPT: _("Edit prompt"),
    Action.CHANGE_SETTINGS: _("Change settings"),
    Action.AGAIN: _("Render again"),
    Action.KEYS: _("Keys & health"),
    Action.NOTHING: "",
}


@dataclass(frozen=True, kw_only=True)
class ErrorWords:
    """`message`: what happened and whether it was charged. `advice`: what to do now. `label` names the action."""

    message: str
    advice: str
    action: Action
    label: str


_CHARGED = _("It was charged.")
_FREE = _("Nothing was charged.")
_PERHAPS = _("Whether it was charged is not known: see the receipt and the provider's bill.")
_PROBABLY_FREE = _("By the provider's rules it was probably not charged.")

_WORDING = _("Change the wording and render again.")
_AGAIN = _("Render it again.")
_ADMIN = _("An admin looks into the Model Studio console; then render it again.")
_KEY = _("An admin enters a key of the Beijing region; then render it again.")
_REPORT = (
    _("This is a fault of the program: tell an admin the request %(request_id)s."),
    _("This is a fault of the program: tell an admin."),
)

Row = tuple[Sentence, Sentence, Action]

_AUTHOR: dict[str, Row] = {
    "content-prompt": (_("The content check refused this prompt."), _WORDING, Action.EDIT_PROMPT),
    "content-output": (
        _("The film was made, but the content check withheld it."),
        _("Other wording may pass."),
        Action.EDIT_PROMPT,
    ),
    "content": (_("The content check refused this film."), _WORDING, Action.EDIT_PROMPT),
    "content-ip": (
        _("The provider suspects a protected character or brand."),
        _("Describe it without the protected name or look and render again."),
        Action.EDIT_PROMPT,
    ),
    "content-rule": (
        _("A content rule of this Alibaba Cloud account refused the film."),
        _("Change the wording, or ask an admin about the account's own rules."),
        Action.EDIT_PROMPT,
    ),
    "size-mismatch": (
        _("The provider says that this size does not fit the model."),
        _("Choose another tier or ratio and render again."),
        Action.CHANGE_SETTINGS,
    ),
    "parameter-missing": (
        (
            _("The provider misses a setting or cannot read it: “%(raw)s”"),
            _("The provider misses a setting or cannot read it."),
        ),
        _("Change the settings and render again."),
        Action.CHANGE_SETTINGS,
    ),
    "invalid-parameter": (
        (_("The provider does not accept a setting: “%(raw)s”"), _("The provider does not accept a setting.")),
        _("Change the settings and render again."),
        Action.CHANGE_SETTINGS,
    ),
}

_ACCOUNT: dict[str, Row] = {
    "not-activated": (
        _("PixVerse is not switched on in this Alibaba Cloud account."),
        _("An admin opens Model Studio, searches PixVerse, clicks Activate; then render it again."),
        Action.KEYS,
    ),
    "not-purchased": (_("PixVerse has not been bought for this account."), _ADMIN, Action.KEYS),
    "no-right": (_("The provider key has no right to render this."), _ADMIN, Action.KEYS),
    "free-quota": (_("The free quota of this account is used up."), _ADMIN, Action.KEYS),
    "quota": (_("The quota of this account is used up for the moment."), _ADMIN, Action.KEYS),
    "arrearage": (
        _("The Alibaba Cloud bill is unpaid."),
        _("An admin pays the bill; then render it again."),
        Action.KEYS,
    ),
    "bill-overdue": (
        _("A bill of this Alibaba Cloud account is overdue."),
        _("An admin settles the bill; then render it again."),
        Action.KEYS,
    ),
    "model-not-found": (_("The provider does not know this model in this account."), _ADMIN, Action.KEYS),
    "key-refused": (_("The provider refused the key: wrong, deleted, or from another region."), _KEY, Action.KEYS),
    "workspace-refused": (_("The provider key may not enter this workspace."), _KEY, Action.KEYS),
    "workspace-not-found": (
        _("The provider knows no workspace of this id."),
        _("An admin corrects the workspace id; then render it again."),
        Action.KEYS,
    ),
    "not-found": (
        _("The provider has nothing at this address."),
        _("An admin checks the base URL; then render it again."),
        Action.KEYS,
    ),
    "wrong-url": (
        _("The address of the provider is wrong for PixVerse."),
        _("An admin corrects the base URL; then render it again."),
        Action.KEYS,
    ),
    "tls-failed": (
        _("The provider's certificate could not be checked, so nothing was sent."),
        _("An admin checks the base URL, the proxy and this computer's clock."),
        Action.KEYS,
    ),
    "redirected": (
        _("The provider's address sent us elsewhere; we did not follow."),
        _("An admin checks the base URL and the network in between."),
        Action.KEYS,
    ),
}

_SERVICE: dict[str, Row] = {
    "malformed": (_("The provider could not read the order."), _REPORT, Action.AGAIN),
    "sync-call": (_("The provider took the order for a direct call and refused it."), _REPORT, Action.AGAIN),
    "throttled": (_("The provider was asked too often."), _("Render it again in a minute."), Action.AGAIN),
    "overloaded": (_("The provider had no room for this film."), _("Render it again in a few minutes."), Action.AGAIN),
    "unreachable": (_("The provider could not be reached."), _("Check the connection and render again."), Action.AGAIN),
    "not-pending": (_("It was already rendering and could not be stopped."), "", Action.NOTHING),
    "upload-failed": (_("The film was made, but the provider could not store it."), _AGAIN, Action.AGAIN),
    "task-timeout": (_("The provider gave up after three hours without a film."), _AGAIN, Action.AGAIN),
    "task-failed": (_("The provider could not make this film and gave no reason."), _AGAIN, Action.AGAIN),
    "service-fault": (_("The provider's service broke down over this film."), _AGAIN, Action.AGAIN),
    "timeout": (_("The provider did not answer in time."), _AGAIN, Action.AGAIN),
    "connection-lost": (_("The line to the provider broke."), _AGAIN, Action.AGAIN),
    "unreadable": (_("The provider's answer could not be read."), _AGAIN, Action.AGAIN),
}

_OURS: dict[str, Row] = {
    "given-up": (
        _("The provider's answer was lost, and this film was given up."),
        _("Look into the provider's console if you want to be sure, or render it again."),
        Action.AGAIN,
    ),
    "expired": (
        _("The film was not saved in time, and the provider no longer has it."),
        _AGAIN,
        Action.AGAIN,
    ),
}

UNKNOWN: Row = (
    (
        _("The provider says “%(raw)s”. We do not know this answer yet. Request %(request_id)s."),
        _("The provider says “%(raw)s”. We do not know this answer yet."),
        _("The provider refused this film with %(code)s and no words. Request %(request_id)s."),
        _("The provider refused this film without a reason. Request %(request_id)s."),
        _("This film failed for a cause that has no words yet (%(error_code)s)."),
    ),
    _("Read the provider's words; change the order or ask an admin."),
    Action.AGAIN,
)


ERRORS: dict[str, Row] = {**_AUTHOR, **_ACCOUNT, **_SERVICE, **_OURS, "provider-refused": UNKNOWN}


def error(code: str, params: Mapping[str, Any] | None = None, raw: str = "", charged: bool | None = None) -> ErrorWords:
    """The words for a film that did not come. A code without words shows the provider's own text and request id."""
    _message, advice, action = ERRORS.get(code, UNKNOWN)
    return ErrorWords(
        message=together(what(code, params, raw), charge(charged, code)),
        advice=say(advice, params),
        action=action,
        label=say(LABELS[action]),
    )


def what(code: str, params: Mapping[str, Any] | None = None, raw: str = "") -> str:
    """What happened, without a word about money."""
    return say(ERRORS.get(code, UNKNOWN)[0], {**(params or {}), "raw": raw, "error_code": code})


def charge(charged: bool | None, code: str = "") -> str:
    """Whether money was spent; None is "not known"."""
    if charged is None:
        return gettext(_PROBABLY_FREE if code == "content-output" else _PERHAPS)
    return gettext(_CHARGED if charged else _FREE)
