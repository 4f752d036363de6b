"""Ordering a film from the shell, or many settings at once, and waiting for what is ordered.

Exit codes: 0 saved (or ordered, without --wait); 1 failed, canceled or expired; 2 a person is needed;
3 bad input or settings.
"""

import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from jobs import access, money, words
from jobs.access import Act
from jobs.actions import orders
from jobs.actions.batches import Broken, PlacedBatch, order_all
from jobs.actions.orders import Placed, Refused
from jobs.catalogue import Cell, Matrix, OrderSpec, Plan, Problem, escaped, frames, plan
from jobs.management.output import check_target, write_film
from jobs.management.shell import ShellCommand, Stop, base_url, person
from jobs.management.watching import NoWorker, Watch, needs_person
from jobs.models import Asset, Render, User
from jobs.queries import holds
from jobs.queries.presenting import BatchTold, PlacedTold, Told, batch_told, placed_told, quote_told, told
from jobs.states import AssetKind, Door, State

MATRIX = {
    "model": "v6, c1 or v5.6 (default: v6)",
    "tier": "360P, 540P, 720P or 1080P (default: 720P)",
    "ratio": "such as 16:9 or 9:16 (default: 16:9)",
    "size": "such as 1280*720, instead of tier and ratio",
}
"""Options of which several make a film for each combination."""

NOT_SAVED, NEEDS_PERSON, INTERRUPTED = 1, 2, 130


class Command(ShellCommand):
    help = "Orders a film; with --wait or --output stays until it is saved."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("prompt", metavar="PROMPT", help="what the film shows")
        for name, says in MATRIX.items():
            parser.add_argument(f"--{name}", action="append", default=[], help=f"{says}; may be repeated")
        parser.add_argument("--vary", action="store_true", help="{red|blue} in the prompt makes a film of each")
        parser.add_argument("--seconds", type=int, default=5, help="how long (default: 5)")
        parser.add_argument("--audio", action="store_true", help="with sound")
        parser.add_argument("--watermark", action="store_true", help="with the provider's label")
        parser.add_argument(
            "--seed", type=int, action="append", default=[], metavar="N", help="drawn when not given; may be repeated"
        )
        parser.add_argument("--multi-shot", action="store_true", help="several shots (v6)")
        parser.add_argument("--takes", type=int, default=1, metavar="N", help="1 to 8 films of one order")
        parser.add_argument("--title", default="", metavar="T", help="a name for the order")
        parser.add_argument("--user", metavar="EMAIL", help="for whom (default: the first owner)")
        parser.add_argument("--quote", action="store_true", help="tell the price and order nothing")
        parser.add_argument("--wait", action="store_true", help="stay until it is saved")
        parser.add_argument("--output", metavar="FILE", help="write the film there; implies --wait")
        parser.add_argument("--json", action="store_true", help="print the API's JSON instead of the id")

    def act(self, options: dict[str, Any]) -> None:
        matrix = _matrix(options)
        wanted = plan(matrix)
        if wanted.broken:
            raise Stop(*refusals(wanted.problems, wanted.cells))
        target = _target(options, wanted)
        if options["quote"]:
            self._quote(wanted, as_json=options["json"])
            return
        user = person(options["user"])
        placed = self._order_all(matrix, user) if wanted.many else self._order(wanted.cells[0].spec, user)
        code = self._wait(placed.renders) if options["wait"] or target else 0
        self._result(placed, as_json=options["json"])
        if code:
            sys.exit(code)
        if target:
            _write(placed.renders[0].pk, target)

    def _quote(self, wanted: Plan, *, as_json: bool) -> None:
        """Of several orders a line of JSON for each, or what they come to."""
        quotes = [(cell.spec, money.quote_order(cell.spec)) for cell in wanted.cells]
        if as_json:
            self.stdout.write("\n".join(_json(quote_told(spec, quote)) for spec, quote in quotes))
            return
        amounts = [quote.amount for _spec, quote in quotes]
        known = [amount for amount in amounts if amount is not None]
        self.stdout.write(words.money(sum(known, Decimal(0)) if len(known) == len(amounts) else None))

    def _order_all(self, matrix: Matrix, user: User) -> PlacedBatch:
        try:
            access.allow(user, Act.ORDER)
            placed = order_all(user, matrix, token=orders.new_token(), door=Door.SHELL)
        except PermissionDenied as denied:
            raise Stop(words.refusal("no-space")) from denied
        except Broken as broken:
            raise Stop(*refusals(broken.whole, broken.cells)) from broken
        if placed.renders[0].practice:
            self.say(_("Practice films: nothing is charged."))
        return placed

    def _order(self, spec: OrderSpec, user: User) -> Placed:
        try:
            access.allow(user, Act.ORDER)
            placed = orders.order(user, spec, token=orders.new_token(), door=Door.SHELL)
        except PermissionDenied as denied:
            raise Stop(words.refusal("no-space")) from denied
        except Refused as refused:
            raise Stop(*refusals(refused.problems)) from refused
        if placed.order.practice:
            self.say(_("A practice film: nothing is charged."))
        return placed

    def _wait(self, ordered: Sequence[Render]) -> int:
        """The exit code. The order stays whatever happens here."""
        watch = Watch(ids=tuple(render.pk for render in ordered), say=self.say)
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

    def _result(self, placed: Placed | PlacedBatch, *, as_json: bool) -> None:
        """Read anew: much has happened since the order."""
        if as_json:
            self.stdout.write(_json(_all(placed) if isinstance(placed, PlacedBatch) else _placed(placed)))
        else:
            self.stdout.write("\n".join(str(render.pk) for render in placed.renders))


def _matrix(options: dict[str, Any]) -> Matrix:
    """Most often of one cell. Without `--vary` a prompt is sent as it is, braces and all."""
    models = tuple(options["model"]) or ("v6",)
    same = ("audio", "watermark", "takes", "title")
    base = OrderSpec(
        prompt=options["prompt"] if options["vary"] else escaped(options["prompt"]),
        model=models[0],
        duration=options["seconds"],
        shot_type="multi" if options["multi_shot"] else None,
        **{name: options[name] for name in same},
    )
    wished = frames(sizes=options["size"], tiers=options["tier"], ratios=options["ratio"])
    return Matrix(base=base, models=models, frames=wished, seeds=tuple(options["seed"]) or (None,))


def refusals(whole: Sequence[Problem], cells: Sequence[Cell] = ()) -> list[str]:
    """A line for each cause; of several cells each says which it is."""
    said = [words.problem(problem) for problem in whole]
    for cell in cells:
        which = f"{words.cell_name(cell)}: " if len(cells) > 1 else ""
        said += [f"{which}{words.problem(problem)}" for problem in cell.problems]
    return said


def _target(options: dict[str, Any], wanted: Plan) -> Path | None:
    if options["output"] is None:
        return None
    if wanted.films != 1:
        raise Stop(_("--output takes one film. Leave --takes out, or fetch the films from the studio."))
    return check_target(options["output"])


def _placed(placed: Placed) -> PlacedTold:
    rows = Render.objects.filter(order=placed.order).for_card().order_by("take")
    standing = holds.standing()
    return placed_told([told(render, standing=standing, base_url=base_url()) for render in rows])


def _all(placed: PlacedBatch) -> BatchTold:
    rows = Render.objects.filter(order__batch=placed.batch).for_card().order_by("-order", "take")
    standing = holds.standing()
    return batch_told(placed.batch, [told(render, standing=standing, base_url=base_url()) for render in rows])


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
