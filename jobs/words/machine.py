"""The parts of the machine: what each is called, and the short figure that stands beside it while all is well."""

from django.utils.translation import gettext_noop as _

from jobs.words.sentences import say

PARTS: dict[str, str] = {
    "web": _("Web"),
    "worker": _("Workers"),
    "beat": _("Beat"),
    "broker": _("Broker"),
    "database": _("Database"),
    "storage": _("Media folder"),
    "disk": _("Disk"),
    "clock": _("Clock"),
    "keyring": _("Key ring"),
}
FIGURES: dict[str, str] = {
    "web-ok": _("answered this page"),
    "worker-ok": _("%(alive)s alive · heard %(heard)s"),
    "beat-ok": _("heard %(heard)s"),
    "broker-ok": _("answers"),
    "database-ok": _("%(name)s, up to date"),
    "storage-ok": _("can be written"),
    "disk-ok": _("%(free)s free"),
    "clock-ok": _("agrees with the provider's"),
    "clock-unmeasured": _("not compared with the provider's yet"),
    "keyring-ok": _("opens every stored key"),
}


def part(name: str) -> str:
    return say(PARTS[name]) if name in PARTS else name


def figure(code: str, **values: object) -> str:
    """Empty for what has none: then there is a finding to read."""
    return say(FIGURES[code], values) if code in FIGURES else ""
