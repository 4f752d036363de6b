"""Tasks found at the provider: a list, and what an admin decides about one of them."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs import access, words
from jobs.access import Act
from jobs.actions import found as actions
from jobs.catalogue import unsafe_text
from jobs.management.shell import ShellCommand, Stop, person
from jobs.models import FoundTask, User
from jobs.money import PriceList
from jobs.queries import found
from jobs.queries.found import FoundTold

NOT_DONE = 1


class Command(ShellCommand):
    help = "Lists tasks that the provider knows and this studio does not; adopts or ignores one of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", nargs="?", choices=["adopt", "ignore"], help="without it: list them")
        parser.add_argument("id", nargs="?", metavar="ID", help="the id or the provider's task id, as listed")
        parser.add_argument("--reason", default="", metavar="TEXT", help="why it is ignored")
        parser.add_argument("--user", metavar="EMAIL", help="as whom (default: the first owner)")
        parser.add_argument("--json", action="store_true", help="print the API's JSON")

    def act(self, options: dict[str, Any]) -> None:
        user = person(options["user"])
        try:
            access.allow(user, Act.FOUND)
        except PermissionDenied as denied:
            raise Stop(_("Only an admin decides about tasks found at the provider.")) from denied
        if options["deed"] is None:
            self._list(as_json=options["json"])
            return
        task = _named(options["id"])
        try:
            self._adopt(task, user) if options["deed"] == "adopt" else self._ignore(task, user, options["reason"])
        except actions.BadReason as bad:
            raise Stop(words.refusal(bad.code)) from bad
        except actions.NotAdoptable as late:
            raise Stop(words.refusal(late.code), code=NOT_DONE) from late

    def _list(self, *, as_json: bool) -> None:
        now = timezone.now()
        prices = PriceList(now)
        tasks = [(task, actions.estimate(task, prices)) for task in found.waiting(now)[: found.LISTED]]
        told = [found.told(task, cost) for task, cost in tasks]
        if as_json:
            self.stdout.write(json.dumps([one.model_dump(mode="json") for one in told], ensure_ascii=False))
            return
        for (task, _cost), one in zip(tasks, told, strict=True):
            left = words.time_left(task.ends_at, now) if task.ends_at else ""
            self.stdout.write("\t".join([str(one.id), *_columns(one), left, _line(one.prompt)]))
        if not told:
            self.say(_("Nothing unknown was found at the provider."))

    def _adopt(self, task: FoundTask, user: User) -> None:
        self.stdout.write(str(actions.adopt(task, actor=user).render.pk))

    def _ignore(self, task: FoundTask, user: User, reason: str) -> None:
        if unsafe_text(reason):
            raise Stop(words.refusal("reason-bad"))
        actions.ignore(task, reason=reason, actor=user)


def _columns(told: FoundTold) -> list[str]:
    """State, model and size, cost: what is not known is said so."""
    size = " · ".join(filter(None, [told.model, told.size, words.film_length(told.duration) if told.duration else ""]))
    cost = _("not known") if told.estimate is None else words.money(told.estimate, told.currency)
    return [told.status or "-", size, cost]


def _line(prompt: str) -> str:
    return " ".join(prompt.split())[:120]


def _named(name: str | None) -> FoundTask:
    """By either of its ids.

    :raises Stop: there is none.
    """
    text = "" if name is None or unsafe_text(name) else name
    task = found.task_of(text) or FoundTask.objects.select_related("account").filter(task_id=text).first()
    if task is None:
        raise Stop(_("There is no such task. “manage.py found” lists them."))
    return task
