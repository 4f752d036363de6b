"""Prompt templates: made, changed and deleted. Who changes one that was changed meanwhile overwrites nothing."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from jobs.actions import audit
from jobs.catalogue import DEFAULT_SECONDS, OrderSpec, Problem, problems, unsafe_text
from jobs.models import PromptTemplate, Space, User
from jobs.models.boards import fold, tidy
from jobs.models.templates import TEMPLATE_NAME_MAX, TEMPLATE_PROMPT_MAX, TEMPLATES_MAX

WIDEST = "v6"
"""Makes every tier, ratio and length that any model makes."""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What a template holds. A setting that is blank or None is left as the form has it."""

    name: str
    prompt: str
    model: str = ""
    tier: str = ""
    ratio: str = ""
    duration: int | None = None
    audio: bool | None = None


class Unfit(Exception):
    """It cannot be kept; `code` has the words, and belongs to `field`. Nothing was changed."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code, self.field = code, field


class Broken(Exception):
    """Its settings ask for a film that the model does not make. Nothing was changed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems


class Overtaken(Exception):
    """Somebody else has changed or deleted it meanwhile; nothing was overwritten."""


def make(space: Space, recipe: Recipe, *, actor: User) -> PromptTemplate:
    """
    :raises Unfit: a text cannot be kept, the space has such a template, or too many of them.
    :raises Broken: the settings do not go together.
    """
    kept = _checked(recipe)
    template = PromptTemplate(space=space, author=actor, changed_by=actor, folded=fold(kept.name), **asdict(kept))
    try:
        with transaction.atomic():
            Space.objects.select_for_update().get(pk=space.pk)  # two at once count one after the other
            if PromptTemplate.objects.filter(space=space).count() >= TEMPLATES_MAX:
                raise Unfit("templates-many", "name")
            template.save(force_insert=True)
            audit.note("template.made", actor=actor, target=template, after={"name": template.name})
    except IntegrityError as error:
        raise Unfit("template-taken", "name") from error
    return template


def change(template: PromptTemplate, recipe: Recipe, *, edition: int, actor: User) -> None:
    """`edition` is the one that was shown to who changes it.

    :raises Unfit: a text cannot be kept, or the space has such a template.
    :raises Broken: the settings do not go together.
    :raises Overtaken: that edition is not the stored one any more.
    """
    kept = _checked(recipe)
    rows = PromptTemplate.objects.filter(pk=template.pk, edition=edition)
    columns = {**asdict(kept), "folded": fold(kept.name), "changed_by": actor, "changed_at": timezone.now()}
    try:
        with transaction.atomic():
            if not rows.update(edition=F("edition") + 1, **columns):
                raise Overtaken
            names = {"before": {"name": template.name}, "after": {"name": kept.name}}
            audit.note("template.changed", actor=actor, target=template, **names)
    except IntegrityError as error:
        raise Unfit("template-taken", "name") from error


def delete(template: PromptTemplate, *, actor: User) -> None:
    """It goes for good; films that were made with it stay what they are."""
    with transaction.atomic():
        audit.note("template.deleted", actor=actor, target=template, before={"name": template.name})
        template.delete()


def space_of(user: User, wanted: UUID | None) -> Space:
    """The wanted space, or the person's usual one.

    :raises Unfit: they are not in it.
    """
    pk = wanted or next(iter(user.seats), None)
    if pk not in user.seats:
        raise Unfit("template-space", "space")
    return Space.objects.get(pk=pk)


def _checked(recipe: Recipe) -> Recipe:
    name, prompt = tidy(recipe.name), recipe.prompt.replace("\r\n", "\n")
    for text, field in ((name, "name"), (prompt, "prompt")):
        if unsafe_text(text):
            raise Unfit("template-unfit", field)
    if not name:
        raise Unfit("template-nameless", "name")
    if len(name) > TEMPLATE_NAME_MAX:
        raise Unfit("template-long", "name")
    if not prompt.strip():
        raise Unfit("template-empty", "prompt")
    if len(prompt) > TEMPLATE_PROMPT_MAX:
        raise Unfit("template-wordy", "prompt")
    settings = {**asdict(recipe), "name": name, "prompt": prompt}
    kept = Recipe(**settings)
    if broken := _broken(kept):
        raise Broken(broken)
    return kept


def _broken(recipe: Recipe) -> tuple[Problem, ...]:
    """Without a model what the widest one makes is right. The length of the prompt is left to the order: variations
    are written into it.
    """
    wish = OrderSpec(
        prompt="–",
        model=recipe.model or WIDEST,
        tier=recipe.tier or None,
        ratio=recipe.ratio or None,
        duration=recipe.duration or DEFAULT_SECONDS,
    )
    return problems(wish)
