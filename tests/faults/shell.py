"""A person at the studio's shell, in a process of its own beside the workers: `python -m tests.faults.shell`.

Each line it reads is a wish in JSON, each line it writes the answer.
"""

import json
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import django


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.core.files.storage import default_storage
    from django.db import connection

    from jobs.models import Render, Studio, User
    from jobs.states import State
    from tests.desk import orders
    from tests.faults.outside import Record, afterwards
    from tests.pipeline.journey import story

    def order(prompt: str, **spec: Any) -> str:
        return str(orders(User.objects.get(is_admin=True), prompt, **spec).pk)

    def tell(film: str) -> dict[str, Any]:
        render = Render.objects.select_related("submission").get(pk=UUID(film))
        stored = render.assets.filter(kind="film").first()
        return {
            "state": render.state,
            "hold": render.hold_code,
            "site": Studio.objects.get(pk=1).hold_code,
            "task": render.task_id,
            "story": story(render),
            "bytes": render.bytes_here,
            "film": str(default_storage.path(stored.storage_key)) if stored else "",
        }

    def check(record: str, log: str) -> None:
        while Render.objects.filter(state=State.SAVED, due_at__isnull=False).exists():
            time.sleep(0.1)  # its pictures are being made
        afterwards(settings.PIXSTUDIO.data, Record.read(Path(record)), log=Path(log).read_text(errors="replace"))

    wishes: dict[str, Callable[..., Any]] = {"order": order, "tell": tell, "check": check}
    for line in sys.stdin:
        name, words = json.loads(line)
        try:
            answer = {"answer": wishes[name](**words)}
        except AssertionError:
            answer = {"broken": traceback.format_exc()}
        connection.close()  # a server may be gone before the next wish
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
