"""Why work waits, and through whom it goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext_noop as _

from jobs.states import HoldCode
from jobs.words.sentences import Sentence, say


class Held(Protocol):
    """A hold as it is stored, wherever it is stored."""

    @property
    def code(self) -> str: ...
    @property
    def params(self) -> Mapping[str, Any]: ...
    @property
    def raw(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class HoldWords:
    """`message`: what happened and what it means for films and money. `advice`: what to do now, and who."""

    message: str
    advice: str


_KEYS = _("An admin looks at the provider key and tests it again.")
_CONSOLE = _("An admin looks into the Model Studio console, then tests the key again.")

_ACCOUNT: dict[str, tuple[Sentence, Sentence]] = {
    HoldCode.KEY_REFUSED: (
        _("The provider refused this key: wrong, deleted, or from another region. Films wait, nothing was charged."),
        _("An admin enters a key of the Beijing region; then everything goes on by itself."),
    ),
    HoldCode.KEY_UNREADABLE: (
        _("The studio cannot open its stored provider key: the key ring was lost or changed. Films wait."),
        _("An admin puts the old key ring back, or enters the provider key again."),
    ),
    HoldCode.NO_RIGHT: (
        (
            _("The provider key has no right to use %(model)s. Films wait, nothing was charged."),
            _("The provider key has no right to render. Films wait, nothing was charged."),
        ),
        _("An admin gives the key that right in the Model Studio console, then tests it again."),
    ),
    HoldCode.NOT_ACTIVATED: (
        _("PixVerse is not switched on in this Alibaba Cloud account. Films wait, nothing was charged."),
        _("An admin opens Model Studio, searches PixVerse, clicks Activate, then tests the key again."),
    ),
    HoldCode.ARREARAGE: (
        _("The Alibaba Cloud bill is unpaid. New films wait, running ones go on."),
        _("An admin pays the bill; films start again within minutes after that."),
    ),
    HoldCode.BILL_OVERDUE: (
        _("A bill of this Alibaba Cloud account is overdue. New films wait, running ones go on."),
        _("An admin settles the bill; films start again within minutes after that."),
    ),
    HoldCode.FREE_QUOTA: (
        _("The free quota of this account is used up. New films wait, running ones go on."),
        _("An admin switches on paid use in the Model Studio console, then tests the key again."),
    ),
    HoldCode.WRONG_URL: (
        _("The address of the provider is wrong for PixVerse. Films wait, nothing was charged."),
        _("An admin corrects the base URL of the account; it ends in /api/v1 and fits the key's region."),
    ),
    HoldCode.MODEL_NOT_FOUND: (
        (
            _("The provider does not know %(model)s in this account. Films for it wait, nothing was charged."),
            _("The provider does not know this model in this account. Films for it wait, nothing was charged."),
        ),
        _CONSOLE,
    ),
    HoldCode.NOT_PURCHASED: (
        _("PixVerse has not been bought for this account. Films wait, nothing was charged."),
        _CONSOLE,
    ),
    HoldCode.WORKSPACE_REFUSED: (
        _("The provider key may not enter this workspace. Films wait, nothing was charged."),
        _("An admin corrects the workspace id, or enters a key that belongs to it."),
    ),
    HoldCode.WORKSPACE_NOT_FOUND: (
        _("The provider knows no workspace of this id. Films wait, nothing was charged."),
        _("An admin corrects the workspace id of the account."),
    ),
    HoldCode.NOT_FOUND: (
        _("The provider has nothing at this address. Films wait, nothing was charged."),
        _("An admin checks the base URL of the account."),
    ),
    HoldCode.SYNC_CALL: (
        _("The provider took the order for a direct call and refused it. Films wait, nothing was charged."),
        _("An admin checks the base URL, and any proxy in between that drops headers."),
    ),
    HoldCode.NO_ANSWER: (
        _("DashScope does not answer. New films wait, running ones go on there; finished ones are kept for 24 hours."),
        _("It is asked again every minute or two; then everything goes on by itself."),
    ),
    HoldCode.PRACTICE_OVER: (
        _("The studio has a real key now, so practice is over. A practice film is never sent to a paid account."),
        _("Render it at cost, or cancel it for free."),
    ),
    HoldCode.NO_KEY: (
        _("There is no provider key. Films wait, nothing was charged."),
        _("An admin adds a key of the Beijing region; then everything goes on by itself."),
    ),
    HoldCode.PAUSED: (
        _("The provider account is paused. New films wait, running ones go on."),
        _("An admin resumes it; then everything goes on by itself."),
    ),
}

_SITE: dict[str, tuple[Sentence, Sentence]] = {
    HoldCode.DISK: (
        (
            _(
                "The studio's disk is full. Nothing is lost: finished films stay at the provider for %(left)s, "
                "and nothing new is sent."
            ),
            _(
                "The studio's disk is full. Nothing is lost: finished films stay at the provider for up to 24 hours, "
                "and nothing new is sent."
            ),
        ),
        _("An admin must free space; then everything goes on by itself."),
    ),
    HoldCode.MEDIA_FOLDER: (
        _(
            "The studio's media folder is missing or cannot be written. Nothing is lost: finished films stay at the "
            "provider for up to 24 hours, and nothing new is sent."
        ),
        _("An admin mounts the folder again or makes it writable; then everything goes on by itself."),
    ),
}

_OWN: dict[str, tuple[Sentence, Sentence]] = {
    HoldCode.CRASHED: (
        _("This film broke off its worker three times. It was put aside so that the others go on."),
        _("Try again; if it happens once more, an admin looks into the log."),
    ),
    HoldCode.NO_LINK: (
        _("The provider says the film is done but gave no link to it, five times."),
        _("Try again soon: the provider keeps a film for 24 hours."),
    ),
    HoldCode.INTEGRITY: (
        _("What arrived was not a whole film, five times. Nothing broken was kept."),
        _("Try again soon: the provider keeps a film for 24 hours."),
    ),
    HoldCode.LINK_REFUSED: (
        _("The film's link was refused twice, a fresh one too."),
        _("Try again soon: the provider keeps a film for 24 hours."),
    ),
    HoldCode.LINK_BLOCKED: (
        (
            _("The film lies at %(host)s, an address this studio does not trust. Nothing was fetched from there."),
            _("The film lies at an address this studio does not trust. Nothing was fetched from there."),
        ),
        _("An admin adds the host to PIXSTUDIO_MEDIA_HOSTS if it belongs to the provider, then tries again."),
    ),
    HoldCode.TOO_LARGE: (
        (
            _("The film has %(size)s; this studio takes at most %(cap)s."),
            _("The film is larger than this studio takes."),
        ),
        _("An admin decides whether it may come in, then tries again."),
    ),
}

HOLDS: dict[str, tuple[Sentence, Sentence]] = {**_ACCOUNT, **_SITE, **_OWN}

_UNKNOWN: tuple[Sentence, Sentence] = (
    (
        _("The provider says “%(raw)s”. We do not know this answer yet. Films wait. Request %(request_id)s."),
        _("The provider says “%(raw)s”. We do not know this answer yet. Films wait."),
        _("Work waits for a cause that has no words yet (%(hold_code)s)."),
    ),
    _KEYS,
)


def hold(code: str, params: Mapping[str, Any] | None = None, raw: str = "") -> HoldWords:
    """The words for a hold of a render, a lane, an account or the site."""
    values = {**(params or {}), "raw": raw, "hold_code": code}
    message, advice = HOLDS.get(code, _UNKNOWN)
    return HoldWords(message=say(message, values), advice=say(advice, values))
