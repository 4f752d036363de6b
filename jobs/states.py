"""The states of a render, the moves between them, and the other small vocabularies that are stored.

::

                QUEUED ──────────────────────────────────► CANCELED
                   │  claim + write-ahead intent
               SUBMITTING ──► PENDING ──► RUNNING ──► SUCCEEDED ──► SAVING ──► SAVED
                   │  outcome unknown       │              ▲  link refused │
               CONFIRMING ──► UNCERTAIN     ├─► FAILED     └───────────────┘
                                            └─► CANCELED, EXPIRED

`MOVES` is the whole truth; `Render.move()` refuses whatever is not in it.
"""

from django.db.models import TextChoices


class State(TextChoices):
    QUEUED = "queued"
    SUBMITTING = "submitting"
    CONFIRMING = "confirming"
    UNCERTAIN = "uncertain"
    PENDING = "pending"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    SAVING = "saving"
    SAVED = "saved"
    FAILED = "failed"
    CANCELED = "canceled"
    EXPIRED = "expired"


S = State

AT_PROVIDER = frozenset({S.PENDING, S.RUNNING})
"""The provider has a task and we know its id."""

SEATED = frozenset({S.SUBMITTING, S.CONFIRMING, S.PENDING, S.RUNNING})
"""Occupies one of the family's seats."""

ASKED = frozenset({S.CONFIRMING, S.PENDING, S.RUNNING})
"""The provider is asked about it again and again."""

LEASED = frozenset({S.SUBMITTING, S.SAVING})
"""A worker holds the row; when its lease runs out, the tick moves it to where it is safe."""

FINAL = frozenset({S.SAVED, S.FAILED, S.CANCELED, S.EXPIRED})
LIVE = frozenset(S) - FINAL
PAID_UNSAVED = frozenset({S.PENDING, S.RUNNING, S.SUCCEEDED, S.SAVING})
"""Money is or may be spent and the film is not home yet."""

MISSED = frozenset({S.FAILED, S.EXPIRED})
"""Ended without a film although nobody canceled it."""

NOT_MADE = MISSED | {S.CANCELED}
"""Ended without a film."""

MOVES: dict[State, frozenset[State]] = {
    S.QUEUED: frozenset({S.SUBMITTING, S.CANCELED}),
    # back to QUEUED only after a proof that the provider did nothing
    S.SUBMITTING: frozenset({S.QUEUED, S.PENDING, S.RUNNING, S.CONFIRMING, S.FAILED}),
    S.CONFIRMING: frozenset({S.QUEUED, S.PENDING, S.UNCERTAIN, S.FAILED, S.CANCELED}),
    S.UNCERTAIN: frozenset({S.QUEUED, S.PENDING, S.FAILED}),
    # an adopted task whose prompt is clearly another goes back to UNCERTAIN
    S.PENDING: frozenset({S.RUNNING, S.SUCCEEDED, S.UNCERTAIN} | NOT_MADE),
    S.RUNNING: frozenset({S.PENDING, S.SUCCEEDED, S.UNCERTAIN} | NOT_MADE),
    S.SUCCEEDED: frozenset({S.SAVING, S.EXPIRED}),
    S.SAVING: frozenset({S.SUCCEEDED, S.SAVED}),
    S.SAVED: frozenset(),
    S.FAILED: frozenset(),
    S.CANCELED: frozenset(),
    S.EXPIRED: frozenset(),
}


class Outcome(TextChoices):
    """What is known of a submission's POST. At most one POST of a submission ends as anything but proven undone."""

    PLANNED = "planned"  # promised and priced; no POST is on its way (also after a proven refusal to start)
    OPEN = "open"  # intent committed; the POST may be on its way
    UNCLEAR = "unclear"  # the answer is lost
    ACKED = "acked"  # the provider gave a task id
    MATCHED = "matched"  # adopted from the provider's list
    REFUSED = "refused"  # the provider said no for good
    ABSENT = "absent"  # looked for and not found
    GIVEN_UP = "given-up"  # a person closed it without knowing
    WITHDRAWN = "withdrawn"  # cancelled before anything was sent


POSSIBLY_MADE = frozenset({Outcome.OPEN, Outcome.UNCLEAR})


class Door(TextChoices):
    """Through which door an order came in."""

    PAGE = "page"
    API = "api"
    SHELL = "shell"
    FOUND = "found"  # ordered elsewhere, found at the provider and adopted by a person
    DEMO = "demo"  # made up by `seed_demo`: a still picture of an order, which no worker ever takes a step for


class AccountKind(TextChoices):
    DASHSCOPE = "dashscope"
    SANDBOX = "sandbox"
    DEMO = "demo"  # where made-up films seem to come from: no key, no lane, an address that never resolves


class KeyState(TextChoices):
    ACTIVE = "active"
    REFUSED = "refused"  # the provider answered 401
    UNREADABLE = "unreadable"  # the key ring cannot open it
    RETIRED = "retired"


class NewsKind(TextChoices):
    """What arrives at a person's bell."""

    PICK = "pick"  # a guest of a share link chose a film
    COMMENT = "comment"


class Role(TextChoices):
    """A person's role in a space."""

    CREATOR = "creator"
    ADMIN = "admin"


class LineKind(TextChoices):
    RESERVE = "reserve"
    SETTLE = "settle"
    RELEASE = "release"


class AssetKind(TextChoices):
    FILM = "film"
    POSTER = "poster"
    PREVIEW = "preview"


class FoundState(TextChoices):
    NEW = "new"
    ADOPTED = "adopted"
    IGNORED = "ignored"


class Scope(TextChoices):
    """What an access token may do."""

    READ = "read"
    RENDER = "render"
    ADMIN = "admin"


class Theme(TextChoices):
    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"


class Happening(TextChoices):
    """Codes of timeline entries. `jobs.words` has a sentence for each."""

    ORDERED = "ordered"
    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    THROTTLED = "throttled"
    NEVER_SENT = "never-sent"
    REFUSED = "refused"
    ANSWER_LOST = "answer-lost"
    WORKER_LOST = "worker-lost"
    NOT_SENT = "not-sent"  # the cause is local (disk, key); nothing left the house
    ADOPTED = "adopted"
    NOT_FOUND = "not-found"
    SEVERAL_FOUND = "several-found"
    LIST_UNREADABLE = "list-unreadable"
    DETACHED = "detached"
    CHOSEN = "chosen"  # a person: it is this one
    SENT_AGAIN = "sent-again"
    GIVEN_UP = "given-up"
    LATE_FACT = "late-fact"
    TAKEN_IN = "taken-in"  # a person adopted a task that no film of ours followed
    STARTED = "started"
    FINISHED = "finished"
    PROVIDER_FAILED = "provider-failed"
    PROVIDER_CANCELED = "provider-canceled"
    GONE = "gone"  # UNKNOWN, proven
    OVERDUE = "overdue"  # 48 hours after the submit
    SAVE_STARTED = "save-started"
    SAVE_BROKEN = "save-broken"
    LINK_REFUSED = "link-refused"
    INTEGRITY = "integrity"
    SAVED = "saved"
    DIFFERS = "differs"  # delivered is not what was ordered
    DERIVED = "derived"
    DERIVE_FAILED = "derive-failed"
    CANCEL_WISHED = "cancel-wished"
    CANCEL_ASKED = "cancel-asked"
    CANCEL_TOO_LATE = "cancel-too-late"
    CANCELED_HERE = "canceled-here"
    HELD = "held"
    HOLD_CLEARED = "hold-cleared"
    ALARM = "alarm"
    ODD_STATE = "odd-state"
    TRASHED = "trashed"
    RESTORED = "restored"
    KEPT = "kept"  # a legal hold
    LET_GO = "let-go"
    DELETED = "deleted"  # a person did not want to wait for the end of its days in the trash
    PURGED = "purged"  # nothing but the row is left


class HoldCode(TextChoices):
    """Why work waits: causes of an account or lane (the provider's, named as `jobs.dashscope.CAUSES` names them), of
    the site, and of a single render.
    """

    KEY_REFUSED = "key-refused"
    KEY_UNREADABLE = "key-unreadable"
    WORKSPACE_REFUSED = "workspace-refused"
    WORKSPACE_NOT_FOUND = "workspace-not-found"
    NO_RIGHT = "no-right"
    NOT_ACTIVATED = "not-activated"
    NOT_PURCHASED = "not-purchased"
    ARREARAGE = "arrearage"
    BILL_OVERDUE = "bill-overdue"
    FREE_QUOTA = "free-quota"
    WRONG_URL = "wrong-url"
    NOT_FOUND = "not-found"
    SYNC_CALL = "sync-call"
    MODEL_NOT_FOUND = "model-not-found"
    NO_ANSWER = "no-answer"  # the circuit breaker is open

    NO_KEY = "no-key"
    PAUSED = "paused"
    PRACTICE_OVER = "practice-over"
    DISK = "disk"
    MEDIA_FOLDER = "media-folder"

    CRASHED = "crashed"
    NO_LINK = "no-link"
    INTEGRITY = "integrity"
    LINK_REFUSED = "link-refused"
    LINK_BLOCKED = "link-blocked"
    TOO_LARGE = "too-large"


HOLD_STOPS_QUERIES = frozenset({HoldCode.KEY_REFUSED, HoldCode.KEY_UNREADABLE, HoldCode.WORKSPACE_REFUSED})
"""Account holds under which not even a free query can be asked; under all others running films go on."""

HOLD_SLOWS_QUERIES = frozenset({HoldCode.NO_ANSWER})
"""Account holds under which one question at a time goes ahead, and those whose film is near its end at once."""

HOLD_REFUTES = frozenset(
    {HoldCode.NOT_ACTIVATED, HoldCode.NOT_PURCHASED, HoldCode.ARREARAGE, HoldCode.BILL_OVERDUE, HoldCode.FREE_QUOTA}
)
"""Account holds that show that bill or activation is not in order, whatever an earlier film has proven."""

HOLD_STOPS_SAVES = frozenset({HoldCode.DISK, HoldCode.MEDIA_FOLDER})
"""Site holds under which no film can be brought home."""
