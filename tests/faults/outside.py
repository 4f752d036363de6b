"""The six invariants of the pipeline, asked from outside after every fault: `afterwards()` is all of them at once.

What the studio believes is compared with the provider's own ledger and with its own record of calls; pages, dump, log
and files are searched for what must not be in them. In a studio of real processes it runs as
`python -m tests.faults.outside RECORD`, beside them and on their data folder.
"""

import json
import re
import sys
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings

from tests.pipeline.provider import Call, Provider

MOST_A_SECOND = 20
ASKING = frozenset({"query", "list", "cancel"})
OUR_KEYS = re.compile(r"sk-test-[\w-]+")


@dataclass(frozen=True, kw_only=True)
class Record:
    """What the provider knows: its ledgers, and every call in the order in which it came."""

    ledgers: tuple[Path, ...]
    calls: tuple[Call, ...]

    @classmethod
    def of(cls, *providers: Provider, ledgers: Sequence[Path] = ()) -> "Record":
        theirs = [provider.sandbox.ledger.path for provider in providers]
        calls = tuple(call for provider in providers for call in provider.calls)
        return cls(ledgers=(*theirs, *(path for path in ledgers if path.exists())), calls=calls)

    def write(self, path: Path) -> None:
        calls = [{**asdict(call), "body": _text(call.body), "said": _text(call.said)} for call in self.calls]
        path.write_text(json.dumps({"ledgers": [str(ledger) for ledger in self.ledgers], "calls": calls}))

    @classmethod
    def read(cls, path: Path) -> "Record":
        kept = json.loads(path.read_text())
        calls = (
            Call(**{**row, "body": b64decode(row["body"]), "said": b64decode(row["said"])}) for row in kept["calls"]
        )
        return cls(ledgers=tuple(map(Path, kept["ledgers"])), calls=tuple(calls))


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def afterwards(house: Path, record: Record, *, log: str, in_order: bool = True) -> None:
    """All six, in a studio whose data folder is `house` and whose processes have written `log`."""
    from tests.pipeline import invariants  # the models can be imported only when Django is set up

    delivered = {call.whole for call in record.calls if call.kind == "film"}
    invariants.hold(*record.ledgers, in_order=in_order, delivered=delivered)
    one_create_that_may_count(record)
    no_crowd_of_questions(record)
    no_secret_in({"log": log, "dump": records(), "files": files(house).decode("latin-1"), **pages()})


def one_create_that_may_count(record: Record) -> None:
    """I1 by the provider's own record: of all creates of a film only one per submission was not surely refused."""
    from jobs.models import Submission

    sent = defaultdict[int, list[Call]](list)
    for call in record.calls:
        if call.kind == "create":
            sent[json.loads(call.body)["parameters"]["seed"]].append(call)
    for seed, calls in sent.items():
        ours = Submission.objects.filter(render__seed=seed)
        perhaps = [call for call in calls if not surely_refused(call)]
        assert len(perhaps) <= ours.count(), f"{len(perhaps)} creates may have been made for {ours.count()} submissions"
        assert len(calls) <= sum(ours.values_list("posts", flat=True)), "a create without an intent"


def surely_refused(call: Call) -> bool:
    """The provider's own JSON with a status that says that nothing was made."""
    if call.status != 503 and (call.status == 408 or not 400 <= call.status < 500):
        return False
    try:
        said = json.loads(call.said)
    except ValueError:
        return False
    return isinstance(said, dict) and isinstance(said.get("code"), str)


def no_crowd_of_questions(record: Record) -> None:
    """I5: of any 21 questions in a row the last comes a second after the first; a clock that is set back ends a row."""
    asked = defaultdict[str, list[float]](list)
    for call in record.calls:
        if call.kind in ASKING:
            asked[call.key.rpartition("-")[0]].append(call.at)  # keys of one account differ in their last word alone
    for account, moments in asked.items():
        for first, last in zip(moments, moments[MOST_A_SECOND:], strict=False):
            assert not 0 <= last - first < 1.0, f"{MOST_A_SECOND + 1} questions in {last - first:.2f} s for {account}"


def no_secret_in(places: dict[str, str]) -> None:
    """I6: no key of ours is found in any text the studio wrote or shows."""
    found = {name: match[0] for name, text in places.items() if (match := OUR_KEYS.search(text))}
    assert not found, f"a key was found in {', '.join(found)}"


def records() -> str:
    """A dump of all rows."""
    return "\n".join(repr(row) for model in apps.get_models() for row in model._default_manager.values())


def files(house: Path) -> bytes:
    """Everything the studio has written, films apart, but not what a provider itself keeps."""
    theirs = {path.parent for path in house.rglob("ledger.sqlite3")}
    ours = [path for path in house.rglob("*") if path.is_file() and not theirs & set(path.parents)]
    return b"\n".join(path.read_bytes() for path in ours if path.suffix not in {".mp4", ".webp"})


def pages() -> dict[str, str]:
    """What the owner and a program see: the studio, the keys, and the newest films with their timelines."""
    from django.test import Client

    from jobs.actions.people import issue_token
    from jobs.models import Render, User
    from jobs.states import Scope

    owner = User.objects.filter(is_admin=True).first()
    if owner is None:
        return {}
    client = Client(SERVER_NAME="localhost")
    client.force_login(owner)
    newest = Render.objects.order_by("-created_at").values_list("pk", flat=True)[:2]
    program = {"Authorization": f"Bearer {issue_token(owner, scopes=(Scope.READ,))}"}
    places = ["/", "/keys/", *(f"/renders/{pk}/" for pk in newest)]
    seen = {place: _page(client.get(place)) for place in places}
    return {**seen, "api": _page(Client(SERVER_NAME="localhost").get("/api/v1/renders", headers=program))}


def _page(response: Any) -> str:
    assert response.status_code == 200, f"{response.status_code} at {response.request['PATH_INFO']}"
    return str(response.content.decode())


def main(record: str, log: str) -> None:
    """Ends with a traceback where an invariant is broken."""
    django.setup()
    afterwards(settings.PIXSTUDIO.data, Record.read(Path(record)), log=Path(log).read_text(errors="replace"))


if __name__ == "__main__":
    main(*sys.argv[1:])
