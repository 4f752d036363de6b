"""`kill -9` at a named point. Python imports this file by itself in a process whose PYTHONPATH leads here.

A point is "module:function:before" or ":after". A file of that name in the folder that `_PIXSTUDIO_TEST_KILLS` names
lets the next process that comes to the point end there, as if the machine had lost its power; the file goes with it.
The studio itself knows nothing of this.
"""

import os
import signal
from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

from afterload import after

FOLDER = "_PIXSTUDIO_TEST_KILLS"
POINTS = (
    "jobs.pipeline.submit:claim_queued:before",
    "jobs.pipeline.claim:_write_intent:after",
    "jobs.pipeline.submit:wish_of:before",
    "jobs.pipeline.submit:_spool:before",
    "jobs.pipeline.submit:heard:before",
    "jobs.pipeline.submit:heard:after",
    "jobs.pipeline.answer:_succeeded:before",
    "jobs.pipeline.poll:poll:before",
    "jobs.media.parts:Part.settle:before",
    "jobs.media.stock:put:before",
    "jobs.pipeline.save:_saved:before",
    "jobs.pipeline.save:discard:before",
)


def comes_to(point: str) -> None:
    """Ends the process if this point is armed; once."""
    try:
        os.unlink(os.path.join(os.environ[FOLDER], point))  # noqa: PTH108, PTH118 - pathlib is slow to import
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def watched(module: ModuleType) -> None:
    """Wrap the functions of this module at which somebody may end."""
    for point in POINTS:
        name, path, when = point.split(":")
        if name == module.__name__:
            *owners, function = path.split(".")
            owner: Any = module
            for step in owners:
                owner = getattr(owner, step)
            setattr(owner, function, _wrapped(getattr(owner, function), point, when))


def _wrapped(function: Callable[..., Any], point: str, when: str) -> Callable[..., Any]:
    @wraps(function)
    def stands_in(*args: Any, **options: Any) -> Any:
        if when == "before":
            comes_to(point)
        result = function(*args, **options)
        if when == "after":
            comes_to(point)
        return result

    return stands_in


if FOLDER in os.environ:
    after({point.split(":")[0] for point in POINTS}, watched)
