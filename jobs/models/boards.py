"""How films are gathered: boards they lie on and tags they carry. Both belong to a space and gather only its films."""

import unicodedata
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

from jobs.models.fields import uuid7
from jobs.models.people import Space, User
from jobs.models.render import Render

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

BOARD_NAME_MAX = 80
NOTES_MAX = 2000
TAG_MAX = 40
FOLDED_MAX = 1600
"""One character may stand for as many as eighteen."""


def tidy(name: str) -> str:
    """As it is shown: composed characters, single blanks."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def fold(name: str) -> str:
    """The one spelling under which names are compared: the same in every database and for every script."""
    return unicodedata.normalize("NFKC", tidy(name)).casefold()


class Board(models.Model):
    """A place for films that belong together; a film may lie on many. Without a `cover` its newest film is shown."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="boards", db_index=False)
    name = models.CharField(max_length=BOARD_NAME_MAX)
    folded = models.CharField(max_length=FOLDED_MAX, editable=False)
    notes = models.TextField(blank=True)
    cover = models.ForeignKey(Render, null=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    renders: "models.ManyToManyField[Render, Shelved]" = models.ManyToManyField(
        Render, through="Shelved", related_name="boards"
    )

    if TYPE_CHECKING:
        shelved: RelatedManager["Shelved"]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["space", "folded"], name="board_name_once")]


class Shelved(models.Model):
    """A film on a board."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="shelved", db_index=False)
    render = models.ForeignKey(Render, on_delete=models.CASCADE, related_name="shelved")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["board", "render"], name="shelved_once")]


class Tag(models.Model):
    """A word that films of a space carry, however its letters were written the second time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="tags")
    name = models.CharField(max_length=TAG_MAX)
    folded = models.CharField(max_length=FOLDED_MAX, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    renders: "models.ManyToManyField[Render, Tagged]" = models.ManyToManyField(
        Render, through="Tagged", related_name="tags"
    )

    if TYPE_CHECKING:
        tagged: RelatedManager["Tagged"]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["folded", "space"], name="tag_name_once")]


class Tagged(models.Model):
    """A film with a tag."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged", db_index=False)
    render = models.ForeignKey(Render, on_delete=models.CASCADE, related_name="tagged")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tag", "render"], name="tagged_once")]
