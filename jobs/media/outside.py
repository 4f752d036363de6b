"""Having a film opened by a child process, so that whatever it does to a decoder it does not do to us."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import jobs
from jobs.media.faults import LocalFault, NotAFilm

ANSWER_CAP = 64 * 1024
KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "PYTHONPATH")
"""What the child needs to start; the rest of our environment holds secrets."""

Answer = dict[str, object]


def have(task: str, film: Path, target: Path | None = None, *, seconds: float) -> Answer:
    """The answer of `jobs.media.child`.

    :raises NotAFilm: the film is to blame; a child that crashed (child-crashed) or took too long (child-timeout) too.
    :raises LocalFault: the disk is to blame, or no child could be started.
    """
    try:
        answer = _run(task, film, target or film, seconds)
    except subprocess.TimeoutExpired:
        raise NotAFilm("child-timeout") from None
    except OSError as error:
        raise LocalFault(error) from error
    if "fault" in answer:
        raise NotAFilm(str(answer["fault"]))
    if "errno" in answer:
        number = int(str(answer["errno"]))
        raise LocalFault(OSError(number, os.strerror(number)))
    return answer


def _run(task: str, film: Path, target: Path, seconds: float) -> Answer:
    """Its words go to a file: a pipe would have to be read while waiting, and could be endless."""
    with tempfile.TemporaryFile() as words:
        done = subprocess.run(
            [sys.executable, "-m", "jobs.media.child", task, str(film.resolve()), str(target.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.DEVNULL,
            cwd=Path(jobs.__file__).parent.parent,
            env={name: os.environ[name] for name in KEPT if name in os.environ},
            timeout=seconds,
            check=False,
        )
        words.seek(0)
        text = words.read(ANSWER_CAP)
    if done.returncode:
        raise NotAFilm("child-crashed", status=done.returncode)
    try:
        answer = json.loads(text)
    except ValueError:
        raise NotAFilm("child-crashed", status=0) from None
    return answer if isinstance(answer, dict) else {"fault": "child-crashed"}
