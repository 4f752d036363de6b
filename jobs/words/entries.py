"""What an entry of the audit log says was done."""

from django.utils.translation import gettext_noop as _

from jobs.words.sentences import say

ENTRIES: dict[str, str] = {
    "account.changed": _("provider account changed"),
    "account.opened": _("provider account opened"),
    "account.paused": _("provider account paused"),
    "account.proven": _("film ordered to prove a provider account"),
    "account.resumed": _("provider account resumed"),
    "board.changed": _("board changed"),
    "board.deleted": _("board deleted"),
    "board.made": _("board made"),
    "comment.removed": _("comment of a guest removed"),
    "film.deleted": _("film deleted for good"),
    "film.kept": _("film put on legal hold"),
    "film.let-go": _("legal hold of a film ended"),
    "film.restored": _("film taken out of the trash"),
    "film.trashed": _("film put into the trash"),
    "found.adopted": _("task found at the provider adopted"),
    "found.ignored": _("task found at the provider ignored"),
    "key.added": _("provider key added"),
    "key.retired": _("provider key retired"),
    "key.tested": _("provider key tested"),
    "order.renamed": _("order renamed"),
    "owner.made": _("owner made"),
    "person.changed": _("person changed"),
    "person.invited": _("person invited"),
    "person.joined": _("person joined"),
    "person.signed-in": _("person signed in"),
    "price.added": _("price added"),
    "role.changed": _("role in a space changed"),
    "share.changed": _("share link changed"),
    "share.made": _("share link made"),
    "share.renewed": _("share link given a new address"),
    "share.revoked": _("share link ended"),
    "template.changed": _("template changed"),
    "template.deleted": _("template deleted"),
    "template.made": _("template made"),
    "token.issued": _("access token issued"),
    "token.revoked": _("access token revoked"),
}


def entry(action: str) -> str:
    """The deed in a few words; one without words shows its code."""
    return say(ENTRIES[action]) if action in ENTRIES else action
