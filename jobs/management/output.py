"""The film as a file of the caller's: all of it or nothing of it."""

import os
import shutil
import tempfile
from pathlib import Path

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from jobs.management.shell import Stop
from jobs.models import Asset

_BLOCK = 1024 * 1024


def check_target(text: str) -> Path:
    """Looks before money is spent.

    :raises Stop: no film could be written there.
    """
    target = Path(text)
    try:
        folder, writable = target.is_dir(), os.access(target.parent, os.W_OK | os.X_OK)
    except OSError:  # a name longer than names may be
        folder, writable = False, False
    if folder:
        raise Stop(_("%(path)s is a folder. Name a file for the film.") % {"path": text})
    if not writable:
        raise Stop(_("%(path)s cannot be written. Name a file in a folder that exists.") % {"path": text})
    return target


def write_film(film: Asset, target: Path) -> None:
    """Beside its place first, so that no half film ever stands there.

    :raises Stop: the disk did not take it; the film stays in the studio.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".pixstudio-", delete=False) as draft:
            _fill(film, Path(draft.name), target)
    except OSError as error:
        told = {"path": target, "why": error.strerror or error}
        raise Stop(_("%(path)s was not written: %(why)s. The film is saved in the studio.") % told) from error


def _fill(film: Asset, draft: Path, target: Path) -> None:
    try:
        with default_storage.open(film.storage_key, "rb") as source, draft.open("wb") as copy:
            shutil.copyfileobj(source, copy, _BLOCK)
            copy.flush()
            os.fsync(copy.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
