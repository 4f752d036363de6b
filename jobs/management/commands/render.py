"""Ordering a film from the shell, and waiting for it.

Exit codes: 0 saved (or ordered, without --wait); 1 failed, canceled or expired; 2 a person is needed;
3 bad input or settings.
"""

import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from jobs import access, money, words
from jobs.access import Act
from jobs.actions import orders
from jobs.actions.orders import Placed, Refused
from jobs.catalogue import OrderSpec, Problem, problems
from jobs.management.output import check_target, write_film
from jobs.management.shell import ShellCommand, Stop, base_url, person
from jobs.management.watching import NoWorker, Watch, needs_person
from jobs.models import Asset, Render, User
from jobs.queries import holds
from jobs.queries.presenting import PlacedTold, Told, placed_told, quote_told, told
from jobs.states import AssetKind, Door, State

NOT_SAVED, NEEDS_PERSON, INTERRUPTED = 1, 2, 130


class Command(ShellCommand):
    help = "Orders a film; with --wait or --output stays until it is saved."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("prompt", metavar="PROMPT", help="what the film shows")
        parser.add_argument("--model", default="v6", help="v6, c1 or v5.6 (default: v6)")
        parser.add_argument("--tier", help="360P, 540P, 720P or 1080P (default: 720P)")
        parser.add_argument("--ratio", help="such as 16:9 or 9:16 (default: 16:9)")
        parser.add_argument("--size", metavar="W*H", help="such as 1280*720, instead of tier and ratio")
        parser.add_argument("--seconds", type=int, default=5, help="how long (default: 5)")
        parser.add_argument("--audio", action="store_true", help="with sound")
        parser.add_argument("--watermark", action="store_true", help="with the provider's label")
        parser.add_argument("--seed", type=int, metavar="N", help="drawn when not given")
        parser.add_argument("--multi-shot", action="store_true", help="several shots (v6)")
        parser.add_argument("--takes", type=int, default=1, metavar="N", help="1 to 8 films of one order")
        parser.add_argument("--title", default="", metavar="T", help="a name for the order")
        parser.add_argument("--user", metavar="EMAIL", help="for whom (default: the first owner)")
        parser.add_argument("--quote", action="store_true", help="tell the price and order nothing")
        parser.add_argument("--wait", action="store_true", help="stay until it is saved")
        parser.add_argument("--output", metavar="FILE", help="write the film there; implies --wait")
        parser.add_argument("--json", action="store_true", help="print the API's JSON instead of the id")

    def act(self, options: dict[str, Any]) -> None:
        spec = _spec(options)
        if broken := problems(spec):
            raise _refusal(broken)
        target = _target(options, spec)
        if options["quote"]:
            self._quote(spec, as_json=options["json"])
            return
        placed = self._order(spec, person(options["user"]))
        code = self._wait(placed) if options["wait"] or target else 0
        self._result(placed, as_json=options["json"])
        if code:
            sys.exit(code)
        if target:
            _write(placed.renders[0].pk, target)

    def _quote(self, spec: OrderSpec, *, as_json: bool) -> None:
        quote = money.quote_order(spec)
        self.stdout.write(_json(quote_told(spec, quote)) if as_json else words.money(quote.amount, quote.currency))

    def _order(self, spec: OrderSpec, user: User) -> Placed:
        try:
            access.allow(user, Act.ORDER)
            placed = orders.order(user, spec, token=orders.new_token(), door=Door.SHELL)
        except PermissionDenied as denied:
            raise Stop(words.refusal("no-space")) from denied
        except Refused as refused:
            raise _refusal(refused.problems) from refused
        if placed.order.practice:
            self.say(_("A practice film: nothing is charged."))
        return placed

    def _wait(self, placed: Placed) -> int:
        """The exit code. The order stays whatever happens here."""
        watch = Watch(ids=tuple(render.pk for render in placed.renders), say=self.say)
        try:
            renders = watch.until_settled()
        except NoWorker:
            self.say(_("No worker has given a sign of life for 30 seconds. Start the studio; the order stays."))
            return NEEDS_PERSON
        except KeyboardInterrupt:
            self.say(_("The order stays; the studio goes on with it."))
            return INTERRUPTED
        self.say(*_ends(renders))
        return _code(renders)

    def _result(self, placed: Placed, *, as_json: bool) -> None:
        """Read anew: much has happened since the order."""
        if as_json:
            self.stdout.write(_json(_placed(placed)))
        else:
            self.stdout.write("\n".join(str(render.pk) for render in placed.renders))


def _spec(options: dict[str, Any]) -> OrderSpec:
    same = ("prompt", "model", "tier", "ratio", "size", "audio", "watermark", "seed", "takes", "title")
    return OrderSpec(
        duration=options["seconds"],
        shot_type="multi" if options["multi_shot"] else None,
        **{name: options[name] for name in same},
    )


def _refusal(broken: tuple[Problem, ...]) -> Stop:
    return Stop(*(words.problem(problem) for problem in broken))


def _target(options: dict[str, Any], spec: OrderSpec) -> Path | None:
    if options["output"] is None:
        return None
    if spec.takes != 1:
        raise Stop(_("--output takes one film. Leave --takes out, or fetch the films from the studio."))
    return check_target(options["output"])


def _placed(placed: Placed) -> PlacedTold:
    rows = Render.objects.filter(order=placed.order).for_card().order_by("take")
    standing = holds.standing()
    return placed_told([told(render, standing=standing, base_url=base_url()) for render in rows])


def _json(told: Told) -> str:
    return json.dumps(told.model_dump(mode="json"), ensure_ascii=False)


def _ends(renders: tuple[Render, ...]) -> list[str]:
    """What to do about films that did not come; why they did not has been told."""
    failed = [render for render in renders if render.error_code]
    said = [words.error(one.error_code, one.error_params, one.error_raw, one.charged) for one in failed]
    return list(dict.fromkeys(one.advice for one in said))


def _write(render_id: UUID, target: Path) -> None:
    write_film(Asset.objects.get(render=render_id, kind=AssetKind.FILM), target)


def _code(renders: tuple[Render, ...]) -> int:
    if any(map(needs_person, renders)):
        return NEEDS_PERSON
    return 0 if all(render.state == State.SAVED for render in renders) else NOT_SAVED
