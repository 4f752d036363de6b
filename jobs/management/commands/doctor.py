"""What is wrong with this studio, and what to do about it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from jobs import words
from jobs.actions import keys
from jobs.management.preparing import prepare
from jobs.models import ProviderAccount, ProviderKey
from jobs.queries import address, health
from jobs.queries.codecs import codecs
from jobs.states import AccountKind, KeyState

FAULT_FOUND = 1


@dataclass(frozen=True, kw_only=True)
class Line:
    """One finding in words. `advice` is empty where all is well."""

    part: str
    good: bool
    code: str
    sentence: str
    advice: str


class Command(BaseCommand):
    help = "Looks at every part of the studio; exit status 1 when something is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        lines = list(_examine(self.stderr.write))
        good = all(line.good for line in lines)
        if options["json"]:
            self.stdout.write(json.dumps({"good": good, "findings": [asdict(line) for line in lines]}, indent=2))
        else:
            self.stdout.write("\n".join(map(_shown, lines)))
        if not good:
            raise SystemExit(FAULT_FOUND)


def _examine(complain: Any) -> Iterator[Line]:
    try:
        prepare()
    except CommandError as error:  # the examination says more than the failed preparation
        complain(str(error))
    for finding in [*health.look(health.NEEDED | health.REST), *codecs(), *address.leads_here()]:
        yield _line(finding.part, finding.code, finding.params, good=finding.good)
    try:
        yield from _asked()
        yield from _held()
    except DatabaseError:
        return  # "database-down" is among the findings already


def _asked() -> Iterator[Line]:
    """Asks the provider about each key, which is free; only what it refuses is a line of its own."""
    for key in ProviderKey.objects.filter(state=KeyState.ACTIVE).select_related("account"):
        for answer in keys.test(key, actor=None):
            if not answer.good:
                told = words.key_test(answer.part, good=False, cause=answer.cause, raw=answer.raw)
                yield Line(
                    part="provider-key",
                    good=False,
                    code=answer.cause,
                    sentence=f"{key.label}: {told.message}",
                    advice=told.advice,
                )


def _held() -> Iterator[Line]:
    """Accounts whose films wait."""
    for account in ProviderAccount.objects.filter(kind=AccountKind.DASHSCOPE).exclude(hold_code=""):
        told = words.hold(account.hold_code, account.hold_params, account.hold_raw)
        sentence = f"{account.name}: {told.message}"
        yield Line(part="provider-key", good=False, code=account.hold_code, sentence=sentence, advice=told.advice)


def _line(part: str, code: str, params: dict[str, Any], *, good: bool) -> Line:
    told = words.finding(code, params)
    return Line(part=part, good=good, code=code, sentence=told.message, advice=told.advice)


def _shown(line: Line) -> str:
    mark = "✓" if line.good else "✗"
    return f"{mark} {line.sentence}" + (f"\n  {line.advice}" if line.advice else "")
