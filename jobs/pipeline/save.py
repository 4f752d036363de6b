"""Bringing the film home before the provider's 24 hours end.

A film is SAVED when its length, its container and its tail were checked and it lies in the media storage under its
own key. Every step before that can be repeated: the part file continues, a film already stored is recognised.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jobs.dashscope import ProviderError
from jobs.media import container, stock
from jobs.media.download import Road, fetch
from jobs.media.faults import LineBroken, LinkRefused, LocalFault, MediaFault, NotAFilm, TooLarge
from jobs.media.guard import PROVIDER_HOSTS, Blocked, LinkRules
from jobs.media.parts import discard
from jobs.media.probe import Probe, probe
from jobs.models import Asset, Overtaken, ProviderAccount, Render, Submission
from jobs.pipeline import facts, holds
from jobs.pipeline.backoff import full_jitter
from jobs.pipeline.derive import take_back
from jobs.pipeline.refresh import missing_in_list, refresh_link
from jobs.pipeline.turns import Turn
from jobs.states import AssetKind, Happening, HoldCode, State
from jobs.vault.keyring import practice_adapter

closing = Event()
"""Set when this worker is told to end: downloads stop at the next bytes, keep their part and free the row."""

SLOW_LINE = "line-slow"
LINK_REFUSALS_MAX = 2
FAULTS_MAX = 5
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def save(pk: UUID) -> bool:
    """Fetch, check and store the film of a finished task; True when its place for a download is free again."""
    now, pace = timezone.now(), settings.PACE
    render = Render.claim(pk, {State.SUCCEEDED}, now=now, seconds=pace.save_lease)
    if render is None or render.submission is None or render.submission.account is None:
        return False
    lease = uuid4()
    until = now + timedelta(seconds=pace.save_lease)
    try:
        render.move(
            State.SAVING,
            Happening.SAVE_STARTED,
            now=now,
            lease=render.lease,
            new_lease=lease,
            lease_until=until,
            due_at=until,
            crashes=render.crashes,
        )
        _save(render, render.submission, render.submission.account, lease)
    except Overtaken:
        take_back(render)
        _leave(pk)  # swept: whoever has the row now goes on from the part file
    return True


def _leave(pk: UUID) -> None:
    """Whoever has overtaken us clears up behind the film; what we have put there since then nobody else would."""
    if not Render.objects.filter(pk=pk, final_at=None).exists():
        with suppress(LocalFault):  # then the hourly sweep will
            discard(stock.part_path(pk))


def _save(render: Render, submission: Submission, account: ProviderAccount, lease: UUID) -> None:
    try:
        _bring_home(render, submission, account, lease)
    except LinkRefused as fault:
        _with_fresh_link(render, submission, lease, HoldCode.LINK_REFUSED, fault, counter="link_refusals")
    except NotAFilm as fault:
        _keep(render, lease)  # else it may be the beginning of somebody else's part that was looked at
        discard(stock.part_path(render.pk))
        _with_fresh_link(render, submission, lease, HoldCode.INTEGRITY, fault, counter="integrity_faults")
    except TooLarge as fault:
        _with_fresh_link(render, submission, lease, HoldCode.TOO_LARGE, fault, counter="integrity_faults")
    except Blocked as fault:
        _with_fresh_link(render, submission, lease, HoldCode.LINK_BLOCKED, fault, counter="integrity_faults")
    except LineBroken as fault:
        _line_broken(render, submission, lease, fault)
    except LocalFault as fault:
        _no_room(render, submission, lease, fault)


def _bring_home(render: Render, submission: Submission, account: ProviderAccount, lease: UUID) -> None:
    part, key = stock.part_path(render.pk), stock.storage_key(AssetKind.FILM, render.pk, render.created_at)
    turn = Turn(part=part)

    def alive(here: int, total: int | None) -> None:
        if closing.is_set():
            raise LineBroken("closing")
        now, seconds = timezone.now(), settings.PACE.save_lease
        if not render.renew(lease, now=now, seconds=seconds, bytes_here=here, bytes_total=total):
            raise Overtaken
        if turn.over(here, now=now):
            raise LineBroken(SLOW_LINE)

    if stored := stock.held(key):
        # a worker died between storing the checked film and saying so
        film = _recognised(stored, key)
    else:
        fetched = fetch(submission.video_url, part, road_to(account), alive)
        container.check(part)
        film = Film(bytes=fetched.bytes, sha256=fetched.sha256, seen=probe(part))
        alive(fetched.bytes, fetched.bytes)
        stock.put(part, key)
    _saved(render, lease, key, film)
    discard(part)


def _recognised(stored: stock.Stored, key: str) -> "Film":
    """:raises NotAFilm: it was damaged where it lies; then it is fetched again."""
    try:
        return Film(bytes=stored.bytes, sha256=stored.sha256, seen=probe(stored.path))
    except NotAFilm:
        stock.remove(key)
        raise


@dataclass(frozen=True, kw_only=True)
class Film:
    """A whole, checked film."""

    bytes: int
    sha256: str
    seen: Probe


def road_to(account: ProviderAccount) -> Road:
    """How links of this account may be followed. Loopback links only from an account that is itself on loopback."""
    environment = settings.PIXSTUDIO
    local = environment.allow_loopback and urlsplit(account.base_url).hostname in _LOOPBACK
    hosts = (*PROVIDER_HOSTS, *environment.media_hosts)
    rules = LinkRules(hosts=hosts, allow_loopback=local, sandbox=account.practice)
    return Road(
        rules=rules,
        idle=settings.PACE.download_idle,
        proxy=environment.proxy,
        adapter=practice_adapter() if account.practice else None,
    )


def _saved(render: Render, lease: UUID, key: str, film: Film) -> None:
    now, seen = timezone.now(), film.seen
    with transaction.atomic():
        Asset.objects.update_or_create(
            render=render,
            kind=AssetKind.FILM,
            defaults={
                "storage_key": key,
                "mime": stock.MIME[AssetKind.FILM],
                "bytes": film.bytes,
                "sha256": film.sha256,
                "width": seen.width,
                "height": seen.height,
                "seconds": seen.seconds,
                "has_audio": seen.has_audio,
            },
        )
        if differs := differences(render, seen):
            render.note(Happening.DIFFERS, now=now, lease=lease, params=differs)
        render.move(
            State.SAVED, Happening.SAVED, now=now, lease=lease, params={"bytes": film.bytes}, saved_at=now, due_at=now
        )


def differences(render: Render, seen: Probe) -> dict[str, Any]:
    """What was delivered otherwise than ordered; "accepted" does not mean "applied" at this provider."""
    order = render.order
    differs: dict[str, Any] = {}
    if f"{seen.width}*{seen.height}" != order.size:
        differs["size"] = [order.size, f"{seen.width}*{seen.height}"]
    if abs(seen.seconds - order.duration) > 0.5:
        differs["duration"] = [order.duration, round(seen.seconds, 2)]
    if seen.has_audio != order.audio:
        differs["audio"] = [order.audio, seen.has_audio]
    return differs


def _with_fresh_link(
    render: Render, submission: Submission, lease: UUID, code: HoldCode, fault: MediaFault | Blocked, *, counter: str
) -> None:
    """Ask the provider once for the link it has now, and try again; too often the same fault waits for a person."""
    _keep(render, lease)  # with the row free already, another worker would meet the old link and count it twice
    with suppress(ProviderError):  # then the old link is tried again; it may have been the server's mood
        refresh_link(submission)
    count = getattr(submission, counter) + 1
    most = LINK_REFUSALS_MAX if code is HoldCode.LINK_REFUSED else FAULTS_MAX
    unknown = submission.provider_state == "UNKNOWN"
    gone = unknown and _gone(render, submission, lease)
    happening = Happening.LINK_REFUSED if code is HoldCode.LINK_REFUSED else Happening.INTEGRITY
    said = {"fault": fault.code, "count": count, **fault.params}
    now = timezone.now()
    wait = settings.PACE.unknown_pause if unknown else full_jitter(settings.PACE, count)
    due = now + timedelta(seconds=wait)
    with transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(**{counter: F(counter) + 1})
        render.move(State.SUCCEEDED, happening, now=now, lease=lease, params=said, due_at=due, bytes_here=0)
        if gone:
            render.move(State.EXPIRED, Happening.GONE, now=now, error_code="expired", charged=render.charged)
        elif count >= most:
            render.hold(code, now=now, params=said)
    if gone:
        discard(stock.part_path(render.pk))


def _keep(render: Render, lease: UUID) -> None:
    """Hold on to the row while the provider is asked.

    :raises Overtaken: it is no longer ours.
    """
    if not render.renew(lease, now=timezone.now(), seconds=settings.PACE.save_lease):
        raise Overtaken


def _gone(render: Render, submission: Submission, lease: UUID) -> bool:
    """Whether the provider no longer knows the task: believed when it says so twice."""
    said_for = timezone.now() - (submission.unknown_at or timezone.now())
    if said_for < timedelta(seconds=settings.PACE.unknown_pause):
        return False
    return missing_in_list(submission, alive=lambda: _keep(render, lease))


def _line_broken(render: Render, submission: Submission, lease: UUID, fault: LineBroken) -> None:
    """The part is kept and continued, until 48 hours after the submit nothing can come any more."""
    now = timezone.now()
    least = settings.PACE.save_turn / 4 if fault.code == SLOW_LINE else 0.0  # whoever waits takes the place first
    wait = timedelta(seconds=full_jitter(settings.PACE, submission.broken_lines + 1, least=least))
    Submission.objects.filter(pk=submission.pk).update(broken_lines=F("broken_lines") + 1)
    said = {"fault": fault.code, **fault.params}
    render.move(State.SUCCEEDED, Happening.SAVE_BROKEN, now=now, lease=lease, params=said, due_at=now + wait)
    account = submission.account
    if account is not None and facts.age(submission, account, now=now) >= settings.PACE.window_end:
        render.move(State.EXPIRED, Happening.OVERDUE, now=now, error_code="expired", charged=render.charged)
        discard(stock.part_path(render.pk))


def _no_room(render: Render, submission: Submission, lease: UUID, fault: LocalFault) -> None:
    """Our disk failed: everything waits, and nothing new is bought that could not be kept."""
    _keep(render, lease)  # else the part may only have been taken away by whoever brought the film home
    now = timezone.now()
    wait = timedelta(seconds=full_jitter(settings.PACE, submission.broken_lines + 1))
    Submission.objects.filter(pk=submission.pk).update(broken_lines=F("broken_lines") + 1)
    holds.hold_studio(HoldCode.DISK, now=now, raw=f"errno {fault.params.get('errno')}")
    said = {"fault": fault.code, **fault.params}
    render.move(State.SUCCEEDED, Happening.SAVE_BROKEN, now=now, lease=lease, params=said, due_at=now + wait)
