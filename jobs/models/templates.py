"""Prompts that a space keeps to be used again, with as many of the settings as belong to them."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from jobs.models.boards import FOLDED_MAX
from jobs.models.fields import uuid7
from jobs.models.people import Space, User

TEMPLATE_NAME_MAX = 80
TEMPLATE_PROMPT_MAX = 20_000
"""Longer than any prompt: variations are written into it, of which each film gets one."""
TEMPLATES_MAX = 300
"""Of one space: more than anybody looks through, and few enough to stand on one page."""


class PromptTemplate(models.Model):
    """A work of its own, also where it was made from a film: it stays when that film is deleted. A setting that is
    blank or null is left as the form has it. `edition` rises with every change, so that nobody overwrites what they
    have not seen.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="templates", db_index=False)
    name = models.CharField(max_length=TEMPLATE_NAME_MAX)
    folded = models.CharField(max_length=FOLDED_MAX, editable=False)
    prompt = models.TextField()
    model = models.CharField(max_length=80, blank=True)
    tier = models.CharField(max_length=10, blank=True)
    ratio = models.CharField(max_length=10, blank=True)
    duration = models.PositiveSmallIntegerField(null=True)
    audio = models.BooleanField(null=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    edition = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["space", "folded"], name="template_name_once")]
