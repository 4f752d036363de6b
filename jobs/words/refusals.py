"""Why the studio did not do what somebody asked: one sentence, with the way out."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from jobs.words.sentences import Sentence, say

REFUSALS: dict[str, Sentence] = {
    # renders
    "too-late": _("It is already rendering and cannot be stopped. It will be charged and saved."),
    "too-late-final": _("This film has already ended; there is nothing left to cancel."),
    "not-final": _("This film is still on its way. Render it again when it has ended."),
    "not-ended": _("This film is still on its way. Cancel it first, or wait until it has ended."),
    "not-trashed": _("This film is not in the trash any more. Look again."),
    "kept": _("This film is on legal hold, so it cannot be deleted. An admin can end the hold."),
    "in-hand": _("The pictures of this film are being made right now. Try again in a minute."),
    "not-uncertain": _("Nobody needs to decide about this film any more; it has moved on."),
    "no-such-candidate": _("That task is not one of those that could be this film. Choose one from the list."),
    "not-held": _("This film is not on hold any more."),
    "not-saved": _("The film is not saved yet."),
    "idempotency-mismatch": _("This Idempotency-Key already stands for another order. Send a new key."),
    "overtaken": _("Somebody else was faster: this film has just changed. Look again."),
    # tasks found at the provider
    "found-filmless": _("This task ended without a film, so there is nothing to adopt. Nothing was charged for it."),
    "found-gone": _("The provider's 24 hours are over and the film is deleted there. It cannot be adopted any more."),
    "found-decided": _("This task is a film of the studio already. There is nothing left to decide."),
    "found-space": _("You are in no such space. Choose one of yours."),
    "reason-missing": _("Say in a few words why it is ignored; others will ask."),
    "reason-bad": _("The reason has at most 500 characters. Shorten it."),
    # details of a film
    "details-empty": _(
        "No file arrived, or an empty one. Choose a film or its details (JSON) as they were downloaded."
    ),
    "details-none": _(
        "No details of a film are in this file. "
        "Choose a film or its details (JSON) as they were downloaded from a studio."
    ),
    "details-damaged": _("The details in this film are damaged. Download it again, or take its details (JSON)."),
    "details-version": _(
        "These details were written by a newer studio (format %(version)s; this one reads up to %(known)s). "
        "Update this studio, or copy the prompt by hand."
    ),
    "details-field": _("In these details “%(field)s” is missing or is not what it should be. Nothing was filled in."),
    "details-nul": _(
        "In these details “%(field)s” holds a NUL character, which cannot be stored. Nothing was filled in."
    ),
    "details-surrogate": _(
        "In these details “%(field)s” holds half of a character, which cannot be sent. Nothing was filled in."
    ),
    # boards and tags
    "board-nameless": _("A board needs a name. Type one."),
    "board-long": _("The name of a board has at most 80 characters. Shorten it."),
    "board-taken": _("This space has a board of that name. Use it, or choose another name."),
    "board-unfit": _("The text holds a character that cannot be stored. Type that place again."),
    "notes-long": _("The notes have at most 2,000 characters. Shorten them."),
    "tag-empty": _("There is no tag yet. Type one, or several with commas between them."),
    "tag-long": _("A tag has at most 40 characters. Shorten it, or put commas between several tags."),
    "tag-unfit": _("The tag holds a character that cannot be stored. Type it again."),
    "tags-many": _("A film has at most 30 tags. Take one away first."),
    "board-gone": _("This board is not there any more. Choose another one."),
    # many films at once
    "chosen-none": _("No film is selected. Select some by the circle in the corner of each."),
    "chosen-many": _("These are more than %(most)s films. Narrow the filter, or select fewer."),
    "chosen-filter": _("Something in this filter is not known here any more. Load the page again."),
    "chosen-compare": _("Select two to four saved films to compare them."),
    "chosen-unsaved": _("None of these films is saved, so there is nothing to pack."),
    # prompt templates
    "template-nameless": _("A template needs a name. Type one."),
    "template-long": _("The name of a template has at most 80 characters. Shorten it."),
    "template-taken": _("This space has a template of that name. Choose another name, or change that one."),
    "template-unfit": _("The text holds a character that cannot be stored. Type that place again."),
    "template-empty": _("A template needs a prompt. Write what its films show."),
    "template-wordy": _("The prompt of a template has at most 20,000 characters. Shorten it."),
    "templates-many": _("A space has at most 300 templates. Delete one first."),
    "template-space": _("You are in no such space. Choose one of yours."),
    # share links
    "share-empty": _("None of these films can be shown: only saved ones can, and none from the trash. Choose others."),
    "share-many": _("A link shows at most %(most)s films. Choose fewer, or make several links."),
    "share-spaces": _("These films lie in several spaces, and a link shows films of one. Make a link for each space."),
    "share-unsaved": _("Some of these films cannot be shown any more. Choose the films again."),
    "share-unfit": _("The text holds a character that cannot be stored. Type that place again."),
    "share-title-long": _("The title has at most %(most)s characters. Shorten it."),
    "share-note-long": _("The note has at most 2,000 characters. Shorten it."),
    "share-past": _("A link cannot end in the past. Choose a later day."),
    "share-far": _(
        "A link lasts at most %(most)s days, as nobody thinks of it for longer. Choose an earlier day; "
        "you can move its end later on."
    ),
    "share-password": _("The password needs %(least)s to 200 characters. Leave it empty, and one is made for you."),
    "share-made": _("This link is made already, and its address was shown then. If it is lost, give it a new address."),
    "share-revoked": _("This link was ended for good. Make a new one."),
    "guest-nameless": _("Tell us your name, so that they know who you are."),
    "guest-long": _("A name has at most %(most)s characters. Shorten it."),
    "comment-empty": _("Write a few words first."),
    "comment-long": _("A comment has at most 2,000 characters. Shorten it by %(over)s, or send it in two parts."),
    "comments-many": _("There are very many comments here already, so this one was not kept. Write to the sender."),
    "picks-many": _("There are very many picks here already, so this one was not kept. Write to the sender."),
    # keys
    "key-empty": _("The key is empty. Paste it as the console shows it."),
    "key-shape": _("This is no key of DashScope: it begins with “sk-” and has no blanks inside."),
    "key-known": (_("The key ••••%(last_four)s is stored already."), _("This key is stored already.")),
    "label-is-key": _(
        "This looks like a key. It belongs into the field of the key alone, where nobody can read it again."
    ),
    "workspace-is-key": _(
        "This looks like a key. It belongs into the field of the key alone, where nobody can read it again."
    ),
    "key-retired": _("This key is retired. Add a new one."),
    "proof-elsewhere": _(
        "Nothing was ordered: it is not sure that the film would go to this account. "
        "It must take films, have no hold, and be the only one that does."
    ),
    "base-url-https": _("The base URL must be an https address without a password or a query."),
    "base-url-here": _("The base URL points to this machine. Only tests may do that, with PIXSTUDIO_ALLOW_LOOPBACK=1."),
    "workspace-shape": _("A workspace id has no blanks: letters, digits and marks, as the console shows it."),
    "base-url-path": _("The path of the base URL must be /api/v1."),
    # people
    "setup-used": _("This studio has its owner already. Sign in instead."),
    "setup-wrong": _(
        "This set-up link is not the one of this studio. The terminal that started it shows the right one."
    ),
    "invite-used": _("This invitation was used already. Sign in instead."),
    "invite-wrong": _("This invitation has ended or was replaced. Ask for a new one."),
    "last-admin": _("Nobody else could look after the studio. Make another active person an admin first."),
    "owner-exists": _("This studio has its owner already."),
    "email-bad": _("This is no e-mail address."),
    "email-taken": _("There is a person with this e-mail address already."),
    "nobody-yet": _("Nobody has set up this studio yet. Open %(link)s first."),
    "no-such-person": _("There is nobody with the e-mail address %(email)s."),
    "no-space": _("You are in no space where you can order films. Ask an admin."),
}

_UNKNOWN = _("This was refused for a cause that has no words yet (%(refusal)s).")


def refusal(code: str, params: Mapping[str, Any] | None = None) -> str:
    return say(REFUSALS.get(code, _UNKNOWN), {**(params or {}), "refusal": code})
