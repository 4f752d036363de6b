"""The process that opens strangers' films: `python -m jobs.media.child probe|poster|preview FILM [TARGET]`.

It has no Django, no settings and no secrets. Its answer is one JSON object on stdout: what was asked for, or `fault`
when the film is to blame, or `errno` when the disk is. Anything else that happens to it is a crash.
"""

import errno
import json
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

import av

from jobs.media import drawing, watching
from jobs.media.faults import NotAFilm

MEMORY = 2 * 1024**3
CPU_SECONDS = 120
OUTPUT = 64 * 1024**2
POLITE = 19
"""Steps behind all else that wants the processor: pictures can wait for pages, downloads and the check of a film."""
DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOENT, errno.EIO})

Answer = dict[str, object]


def confine() -> None:
    """No more memory, time and output than a good film needs. A system without one of the limits goes without it."""
    limits = (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in limits:
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.alarm(2 * CPU_SECONDS)


def answer(task: str, film: Path, target: Path) -> Answer:
    work = {"probe": watching.look, "poster": drawing.draw_poster, "preview": drawing.draw_preview}[task]
    try:
        return work(film, target)
    except NotAFilm as fault:
        return {"fault": fault.code}
    except (av.FFmpegError, OSError) as error:
        number = getattr(error, "errno", None)
        return {"errno": number} if number in DISK else {"fault": "undecodable"}


if __name__ == "__main__":
    confine()
    if sys.argv[1] != "probe":
        os.nice(POLITE)
    json.dump(answer(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[-1])), sys.stdout)
