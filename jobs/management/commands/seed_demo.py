"""A lived-in studio, made up: for trying it out, for pictures and for measuring. How, and why it can cost nothing:
`jobs.management.demo`.
"""

import secrets
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.management.demo import gathered, people, reels, seeding
from jobs.management.shell import BAD_INPUT, ShellCommand, Stop, base_url
from jobs.media import stock
from jobs.models import Asset, Render, Studio
from jobs.queries.holds import practice_now

RENDERS = 60
TELL_EVERY = 10_000


class Command(ShellCommand):
    help = "Fills a studio with made-up people, orders and films in every state. Nothing of it can cost money."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--renders", type=int, default=RENDERS, metavar="N", help=f"default: {RENDERS}")
        parser.add_argument("--password", help="of the made-up people; default: one is drawn and printed once")
        parser.add_argument("--still", action="store_true", help="without the practice order that workers render")
        parser.add_argument("--add", action="store_true", help="also where there are films or a real key already")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PIXSTUDIO.production:  # before anything is migrated or asked for
            self.say(_("Made-up films and people have no place in production. Use another data folder without it."))
            sys.exit(BAD_INPUT)
        super().handle(*args, **options)

    def act(self, options: dict[str, Any]) -> None:
        renders: int = options["renders"]
        _allowed(renders, add=options["add"])
        password = options["password"] or "-".join(secrets.token_hex(2) for _part in range(4))
        try:
            troupe = people.gather(password)
        except ValidationError as error:
            raise Stop(*error.messages) from error
        with reels.drawn() as drawn:
            made = seeding.seed(renders, troupe, drawn, self._progress, still=options["still"])
        sent = gathered.gather(troupe, timezone.now())
        self._tell(made, sent, troupe, "" if options["password"] else password)

    def _progress(self, count: int) -> None:
        if count % TELL_EVERY < seeding.PORTION and count >= TELL_EVERY:
            self.say(_("%(count)s films so far") % {"count": count})

    def _tell(self, made: int, sent: gathered.Sent | None, troupe: people.Troupe, password: str) -> None:
        lines = [_("%(count)s films are in the studio at %(url)s") % {"count": made, "url": base_url()}]
        if sent:
            told = {"link": f"{base_url()}{reverse('shared', args=(sent.token,))}", "password": sent.password}
            lines.append(_("A link for a client: %(link)s, password %(password)s") % told)
        if troupe.new:
            lines.append(_("People: %(people)s") % {"people": ", ".join(user.email for user in troupe.new)})
            if password:
                lines.append(_("Their password, shown only now: %(password)s") % {"password": password})
        self.stdout.write("\n".join(lines))


def _allowed(renders: int, *, add: bool) -> None:
    """:raises Stop: made-up films would stand where real ones do, or they would be too few."""
    if renders < seeding.FEWEST:
        raise Stop(_("At least %(fewest)s films are needed to show every state.") % {"fewest": seeding.FEWEST})
    if not add and Render.objects.exists():
        raise Stop(_("There are films in this studio already. Use an empty data folder, or say --add to mix them."))
    if not add and not practice_now():
        raise Stop(
            _(
                "A real provider key is stored here, and made-up costs would stand among real ones. Use another data "
                "folder, or say --add to mix them."
            )
        )
    if not stock.ours(Studio.objects.get(pk=1).mark, first=not Asset.objects.exists()):
        raise Stop(_("The media folder belongs to another studio. Use another data folder."))
