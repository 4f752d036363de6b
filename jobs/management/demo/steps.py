"""The steps of a film's way, told as the pipeline tells them. Each goes on from where the last one ended."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from jobs.management.demo.telling import ADDRESS, Telling
from jobs.models import Asset
from jobs.states import AssetKind, Happening, LineKind, Outcome, State

H, S = Happening, State


def ordered(t: Telling) -> None:
    t.tell(H.ORDERED, S.QUEUED, actor=t.order.author)
    t.book(LineKind.RESERVE)


def sent(t: Telling, *, after: float | None = None) -> None:
    """The seat, the intent, the request."""
    t.tell(
        H.CLAIMED,
        S.SUBMITTING,
        after=t.between(0.4, 6) if after is None else after,
        params={"post": t.submission.posts + 1},
    )
    asked = t.order
    wish = {"model": asked.model, "size": asked.size, "duration": asked.duration, "audio": asked.audio}
    t.learn(
        account=t.account,
        outcome=Outcome.OPEN,
        posts=t.submission.posts + 1,
        sent={**wish, "watermark": asked.watermark, "seed": t.render.seed, "shot_type": asked.shot_type},
        intent_at=t.at,
        margin=2.0,
    )


def throttled(t: Telling) -> None:
    """Sent, but the provider took nothing; back in line."""
    sent(t)
    said = {"cause": "throttled", "code": "Throttling.RateQuota", "request_id": t.new_id()}
    words = "Requests rate limit exceeded, please try again later."
    t.tell(H.THROTTLED, S.QUEUED, after=t.between(0.2, 0.9), params=said, raw=words)
    t.learn(outcome=Outcome.PLANNED, retry="throttled", cause="throttled", http_status=429, message=words)
    t.render.tries += 1


def accepted(t: Telling) -> None:
    task = t.new_id()
    t.wait(t.between(0.6, 2.4))
    _known(t, task, Outcome.ACKED)
    t.learn(answered_at=t.at, http_status=200, request_id=t.new_id(), retry="", cause="", message="")
    t.tell(H.ACCEPTED, S.PENDING, params={"task_id": task})
    t.render.tries = 0


def _known(t: Telling, task: str, outcome: Outcome) -> None:
    """From here on the provider's 24 hours run."""
    ends = (t.submission.intent_at or t.at) + timedelta(hours=24)
    t.learn(task_id=task, outcome=outcome, confirmed=True, provider_state="PENDING", window_ends_at=ends)
    t.render.deadline_at = ends


def lost(t: Telling) -> None:
    """The answer to the request never came."""
    said = {"cause": "connection-lost", "code": "", "request_id": ""}
    t.tell(H.ANSWER_LOST, S.CONFIRMING, after=t.between(8, 30), params=said, raw="Connection reset by peer")
    t.learn(outcome=Outcome.UNCLEAR, cause="connection-lost", retry="unknown", first_reading_at=t.at)


def adopted(t: Telling) -> None:
    """Found again in the provider's list; nothing was sent twice."""
    task = t.new_id()
    _known(t, task, Outcome.MATCHED)
    t.learn(readings=2, clean_readings=2, cause="", retry="")
    t.tell(H.ADOPTED, S.PENDING, after=t.between(6, 20), params={"task_id": task, "confirmed": True})


def started(t: Telling) -> None:
    t.tell(H.STARTED, S.RUNNING, after=t.between(15, 32))
    t.learn(provider_state="RUNNING", scheduled_at=t.at, seen_alive=True, last_polled_at=t.at)
    t.learn(poll_request_id=t.new_id())


def finished(t: Telling) -> None:
    """The film is made and paid for."""
    asked = t.order
    t.tell(H.FINISHED, S.SUCCEEDED, after=t.between(24, 40) + 4 * asked.duration)
    usage = {"duration": asked.duration, "size": asked.size, "resolution": int(asked.tier[:-1]), "fps": 24}
    usage |= {"audio": asked.audio, "video_count": 1, "shot_type": asked.shot_type}
    t.learn(provider_state="SUCCEEDED", usage=usage, ended_at=t.at, last_polled_at=t.at, link_seen_at=t.at)
    t.learn(video_url=f"{ADDRESS}/films/{t.submission.task_id}.mp4", echoed_prompt=asked.prompt)
    t.book(LineKind.SETTLE, **usage)
    t.render.cost, t.render.charged = t.render.estimate, True


def saving(t: Telling) -> None:
    t.tell(H.SAVE_STARTED, S.SAVING, after=t.between(0.3, 2))


def broken(t: Telling) -> None:
    """The line of the download broke; it goes on from there."""
    size = t.footage[AssetKind.FILM].columns["bytes"]
    here = int(size * t.between(0.2, 0.8))
    said = {"fault": "line-cut", "received": here, "total": size}
    t.tell(H.SAVE_BROKEN, S.SUCCEEDED, after=t.between(2, 9), params=said)
    t.learn(broken_lines=1)
    t.wait(t.between(2, 6))


def saved(t: Telling) -> None:
    """Home, with poster and preview."""
    size = t.footage[AssetKind.FILM].columns["bytes"]
    t.tell(H.SAVED, S.SAVED, after=t.between(0.8, 4), params={"bytes": size})
    t.end(saved_at=t.at, bytes_here=size, bytes_total=size)
    t.tell(H.DERIVED, after=t.between(0.8, 2))
    for file in t.footage.values():
        t.assets.append(Asset(render=t.render, created_at=t.at, **file.columns))


def refused(t: Telling, cause: str, code: str, words: str) -> None:
    """No at the door: there is no task, and the reserve comes back."""
    said = {"code": code, "request_id": t.new_id()}
    t.learn(outcome=Outcome.REFUSED, cause=cause, code=code, message=words, retry="final", http_status=400)
    t.tell(H.REFUSED, S.FAILED, after=t.between(0.4, 1.5), params={"cause": cause, **said}, raw=words)
    _failed(t, cause, said, words, charged=False)


def failed_there(t: Telling, cause: str, code: str, words: str, *, charged: bool | None = False) -> None:
    """The task ended without a film."""
    said = {"cause": cause, "code": code, "request_id": t.new_id()}
    t.tell(H.PROVIDER_FAILED, S.FAILED, after=t.between(20, 90), params=said, raw=words)
    t.learn(provider_state="FAILED", ended_at=t.at)
    _failed(t, cause, said, words, charged=charged)


def _failed(t: Telling, cause: str, said: dict[str, Any], words: str, *, charged: bool | None) -> None:
    t.end(error_code=cause, error_params=said, error_raw=words, charged=charged)
    if charged is False:
        t.render.cost = Decimal(0)
    t.book(LineKind.RELEASE, because=cause)
