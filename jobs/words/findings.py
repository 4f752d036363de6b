"""What the key test and the doctor found, each as a sentence and, where something is wrong, an advice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from jobs.words.errors import what
from jobs.words.sentences import Sentence, say


@dataclass(frozen=True, kw_only=True)
class FindingWords:
    """`advice` is empty where all is well."""

    message: str
    advice: str


Row = tuple[Sentence, Sentence]

_REGION = _("Enter a key of the Beijing region, or correct the base URL.")
_NETWORK = _("Check the base URL, the network and the proxy.")
_CONSOLE = _("Look into the Model Studio console, then test again.")
_BASE_URL = _("Correct the base URL; it ends in /api/v1 and fits the key's region.")
_MINUTE = _("Test again in a minute.")

KEY_TEST_GOOD: dict[str, Sentence] = {
    "key": _("The provider accepted the key, and its region is right."),
    "tasks": _("The key may read the account's tasks, which the studio needs."),
}
KEY_TEST_BAD: dict[str, Row] = {
    "key-refused": (_("The provider refused this key: wrong, deleted, or from another region."), _REGION),
    "workspace-refused": (
        _("The provider key may not enter this workspace."),
        _("Correct the workspace id, or enter a key that belongs to it."),
    ),
    "workspace-not-found": (_("The provider knows no workspace of this id."), _("Correct the workspace id.")),
    "no-right": (
        _("The key is good, but has no right to do this."),
        _("Give the key that right in the Model Studio console, then test again."),
    ),
    "arrearage": (
        _("The Alibaba Cloud bill is unpaid."),
        _("Pay the bill; the studio goes on within minutes after that."),
    ),
    "bill-overdue": (
        _("A bill of this Alibaba Cloud account is overdue."),
        _("Settle the bill; the studio goes on within minutes after that."),
    ),
    "free-quota": (_("The free quota of this account is used up."), _CONSOLE),
    "not-activated": (
        _("PixVerse is not switched on in this Alibaba Cloud account."),
        _("Open Model Studio, search PixVerse, click Activate, then test again."),
    ),
    "throttled": (_("The account is throttled at the moment. The key was not judged."), _MINUTE),
    "overloaded": (_("The provider is overloaded at the moment. The key was not judged."), _MINUTE),
    "service-fault": (_("The provider's service is out of order at the moment. The key was not judged."), _MINUTE),
    "unreachable": (_("The service could not be reached."), _NETWORK),
    "timeout": (_("The service did not answer in time."), _NETWORK),
    "connection-lost": (_("The line to the service broke."), _NETWORK),
    "tls-failed": (
        _("The provider's certificate could not be checked."),
        _("Check the base URL, the proxy and this computer's clock."),
    ),
    "redirected": (_("The address sent us elsewhere; we did not follow."), _BASE_URL),
    "wrong-url": (_("The address of the provider is wrong."), _BASE_URL),
    "not-found": (_("The provider has nothing at this address."), _BASE_URL),
    "not-dashscope": (_("Something answered at this address, but it was not DashScope."), _BASE_URL),
    "unreadable": (_("Something answered at this address, but it was not DashScope."), _BASE_URL),
    "key-unreadable": (
        _("The stored key cannot be opened: the key ring was lost or changed."),
        _("Put the old key ring back, or enter the key again."),
    ),
}

ACCOUNT: dict[str, Row] = {
    "account-unproven": (_("Bill and activation are not proven yet."), _("The first film proves them.")),
    "account-proven": (_("Bill and activation were in order with the last film, %(at)s."), ""),
}

DOCTOR: dict[str, Row] = {
    "broker-ok": (_("The broker answers."), ""),
    "broker-down": (
        _("The broker does not answer, so nobody wakes the workers."),
        _("Start the studio, or check REDIS_URL and the server behind it."),
    ),
    "beat-ok": (_("The beat ticked %(age)s ago."), ""),
    "beat-silent": (
        (_("The beat has been silent for %(age)s; nothing is handed out."), _("The beat has never been heard.")),
        _("Start the studio, or the beat process; look into its log."),
    ),
    "worker-ok": ((_("A worker answered %(age)s ago."), _("A worker answered.")), ""),
    "worker-silent": (
        (_("No worker has been heard for %(age)s; films wait."), _("No worker has ever been heard; films wait.")),
        _("Start the studio, or a worker process; look into its log."),
    ),
    "database-ok": (_("The database answers, and its tables are up to date."), ""),
    "database-down": (_("The database does not answer."), _("Check DATABASE_URL and the server behind it.")),
    "database-unmigrated": (
        _("Migrations the database still lacks: %(count)s."),
        _("Run: manage.py prepare"),
    ),
    "storage-ok": (_("The media folder can be written."), ""),
    "storage-missing": (
        _("The media folder is missing, or is not the one the studio has used so far."),
        _("Mount it again, or check PIXSTUDIO_DATA."),
    ),
    "storage-readonly": (_("The media folder cannot be written."), _("Make it writable for the studio's user.")),
    "disk-ok": (_("The disk has %(free)s free."), ""),
    "disk-full": (
        _("The disk has only %(free)s free; no new films are sent."),
        _("Free space on the disk that holds PIXSTUDIO_DATA."),
    ),
    "clock-ok": (_("The clock agrees with the provider's."), ""),
    "clock-unmeasured": (_("The clock was not compared with the provider's yet."), ""),
    "clock-off": (
        _("The clock is %(away)s away from the provider's."),
        _("Switch on time synchronisation on this computer."),
    ),
    "keyring-ok": (_("The key ring opens every stored key."), ""),
    "keyring-broken": (
        _("Stored keys that the key ring does not open: %(count)s."),
        _("Put the old key ring back, or enter those keys again."),
    ),
    "provider-key-ok": (
        (_("The provider accepted the key %(label)s."), _("The provider key works.")),
        "",
    ),
    "provider-key-none": (_("There is no provider key: the studio practises, and nothing is charged."), ""),
    "provider-key-missing": (
        _("There is no provider key, so no film can be sent."),
        _("Add a key of the Beijing region."),
    ),
    "provider-key-refused": (
        (
            _("The provider refused the key %(label)s: wrong, deleted, or from another region."),
            _("The provider refused the key: wrong, deleted, or from another region."),
        ),
        _("Enter a key of the Beijing region, or correct the base URL."),
    ),
    "public-url-ok": (_("The public address %(url)s leads to this studio."), ""),
    "public-url-unreachable": (
        _("The studio does not answer at the public address %(url)s, as seen from here."),
        _("Check PIXSTUDIO_PUBLIC_URL, the name server, and the proxy in front of the studio."),
    ),
    "public-url-tls": (
        _("The certificate at the public address %(url)s is not one that browsers trust."),
        _("Renew it, or correct PIXSTUDIO_PUBLIC_URL."),
    ),
    "public-url-redirects": (
        _("The public address %(url)s sends visitors on to %(to)s."),
        _("Set PIXSTUDIO_PUBLIC_URL to the address people end up at."),
    ),
    "public-url-stranger": (
        _("Something else than this studio answers at the public address %(url)s."),
        _("Correct PIXSTUDIO_PUBLIC_URL, or the proxy in front of the studio."),
    ),
    "codecs-ok": (_("Films can be read and written: H.264, AAC and WebP are there."), ""),
    "codecs-missing": (
        _("These codecs are missing: %(missing)s."),
        _("Install the locked requirements again: make .venv"),
    ),
}

FINDINGS: dict[str, Row] = {**ACCOUNT, **DOCTOR}

_UNKNOWN: Sentence = (
    _("A finding that has no words yet (%(finding)s): “%(raw)s”"),
    _("A finding that has no words yet (%(finding)s)."),
)


def finding(code: str, params: Mapping[str, Any] | None = None) -> FindingWords:
    """The words of one finding of the doctor or about an account."""
    values: dict[str, Any] = {**(params or {}), "finding": code}
    message, advice = FINDINGS.get(code, (_UNKNOWN, ""))
    return FindingWords(message=say(message, values), advice=say(advice, values))


def key_test(part: str, *, good: bool, cause: str = "", raw: str = "") -> FindingWords:
    """The words of one line of a key test: `part` is `key` or `tasks`, `cause` says why it went badly."""
    if good:
        return FindingWords(message=say(KEY_TEST_GOOD.get(part, _UNKNOWN), {"finding": part}), advice="")
    row = KEY_TEST_BAD.get(cause)
    if row is None:
        return FindingWords(message=what(cause, raw=raw), advice=say(_CONSOLE))
    message, advice = row
    return FindingWords(message=say(message), advice=say(advice))
