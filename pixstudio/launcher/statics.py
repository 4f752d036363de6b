"""Style sheets and scripts under names that carry their hash, collected when one of them changed."""

import hashlib
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from pixstudio import statics

STAMP = "collected"
UNUSED = ["redoc*"]  # a second documentation page that comes with django-ninja: half of all bytes


def collect() -> None:
    """Fills `STATIC_ROOT`; a look at names, sizes and times decides whether there is something to do."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    state = _state()
    if stamp.exists() and stamp.read_text() == state:
        return
    quiet = {"interactive": False, "verbosity": 0, "stdout": sys.stderr}
    call_command("collectstatic", clear=True, ignore_patterns=UNUSED, **quiet)
    stamp.write_text(state)


def _state() -> str:
    seen = hashlib.sha256(Path(statics.__file__).read_bytes())  # they are changed on their way
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            seen.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seen.hexdigest()
