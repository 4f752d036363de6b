"""The keys of a page, for the list that `?` opens. The templates say which control each one presses."""

from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Keys = tuple[tuple[tuple[str, ...], str], ...]


def playing() -> Keys:
    return (
        ((pgettext("a key", "Space"),), _("Play or pause")),
        ((",", "."), _("One frame back, one on")),
    )


@lru_cache
def of_desk(language: str | None) -> Keys:
    """Create, the gallery and every page in the frame, once for each language."""
    return (
        (("Ctrl", "K"), _("Search films")),
        (("Ctrl", "Enter"), _("Order what is written")),
        (("Alt", "↑", "↓"), _("Your earlier prompts, while writing")),
        (("F",), _("Favourite, on a film")),
        (("B",), _("Boards, on a film or what is selected")),
        ((pgettext("a key", "Shift"), "B"), _("The board that was used last")),
        ((pgettext("a key", "Space"),), _("Play the preview, or select once something is selected")),
        (("X",), _("Select a film, with Shift up to it")),
        (("←", "→", "↑", "↓"), _("From film to film, with Shift selecting")),
        (("Ctrl", "A"), _("Select all films that are shown")),
        (("C",), _("Compare what is selected, or the takes of an order")),
        (("S",), _("Share what is selected, or an order")),
        (("D",), _("Download what is selected, as ZIP")),
        ((pgettext("a key", "Del"),), _("Move what is selected to the trash")),
        (("T",), _("Title, on an order")),
        (("Z",), _("Undo, while it is offered")),
        (("Esc",), _("Close what is open, or select nothing")),
        (("?",), _("This list")),
    )


def of_viewer() -> Keys:
    return (
        (("←", "→"), _("Film before, film after")),
        *playing(),
        (("1", "–", "8"), _("Take")),
        (("F",), _("Favourite")),
        (("B",), _("Boards and tags")),
        (("R",), _("Reuse")),
        (("C",), _("Compare the takes")),
        (("D",), _("Download")),
        (("S",), _("Share")),
        (("T",), _("Title")),
        (("I",), _("Show or hide the pane")),
        ((pgettext("a key", "Del"),), _("Move to trash")),
        (("Z",), _("Undo, while it is offered")),
        (("Esc",), _("Back to the gallery")),
        (("?",), _("This list")),
    )


def of_compare() -> Keys:
    return (
        *playing(),
        (("1", "–", "4"), _("Open this film")),
        (("Esc",), _("Back")),
        (("?",), _("This list")),
    )
