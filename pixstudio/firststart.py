"""What must be there before anything else: the data folder, the secret key and the key ring.

Runs whenever settings are read, in every process, and costs a few `stat` calls when nothing is missing.
"""

import base64
import fcntl
import os
import secrets
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pixstudio import accepted
from pixstudio.environment import Environment
from pixstudio.refusal import RefusalError

FOLDERS = ("media", "parts", "spool", "sandbox", "run")
PRIVATE_FOLDER = 0o700
PRIVATE_UMASK = 0o077
SECRET_FILE = "secret-key"  # noqa: S105 - the name of a file, not a secret
KEYRING_FILE = "keyring"
DATABASE_FILE = "studio.sqlite3"
MEND_RING = "Put the lines of the old one below the new one, or enter the provider keys again."


def open_data(data: Path) -> None:
    """The data folder and what belongs into it, readable by nobody else.

    Raises:
        RefusalError: the folder cannot be made or written.
    """
    os.umask(PRIVATE_UMASK)
    try:
        if _shared(data):
            raise RefusalError(
                f"{data} is everybody's. Choose a folder of its own: PIXSTUDIO_DATA={data / 'pixstudio'}"
            )
        for folder in (data, *(data / name for name in FOLDERS)):
            folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        if data.stat().st_mode & PRIVATE_UMASK:
            data.chmod(PRIVATE_FOLDER)
    except OSError as error:
        raise RefusalError(_cannot_write(data, error)) from error
    if not os.access(data, os.W_OK | os.X_OK):
        raise RefusalError(_cannot_write(data, PermissionError(13, os.strerror(13))))


def _shared(data: Path) -> bool:
    """The root of all, or a folder where everybody keeps things such as /tmp: closing it would stop the machine."""
    return data.resolve() == Path(data.anchor) or (data.exists() and bool(data.stat().st_mode & stat.S_ISVTX))


def secret_key(environment: Environment) -> str:
    """Signs sessions and links; made once, unless the environment brings one."""
    if environment.secret_key:
        return environment.secret_key
    return _kept(environment.data, SECRET_FILE, lambda: secrets.token_urlsafe(50))


def keyring(environment: Environment) -> tuple[str, ...]:
    """The keys that seal provider keys in the database, newest first, one a line in the data folder.

    A ring that was lost or spoilt is said and a new key is put on it: the studio starts, and what the old keys sealed
    waits for them.
    """
    if environment.keyring:
        return environment.keyring
    path = environment.data / KEYRING_FILE
    if not path.exists() and (environment.data / DATABASE_FILE).exists():
        _say(f"The key ring {path} is gone, so stored provider keys cannot be opened. A new one is made. {MEND_RING}")
    lines = _kept(environment.data, KEYRING_FILE, _new_fernet_key).split()
    good = tuple(filter(accepted.fernet_keys, lines))
    if len(good) < len(lines):
        _say(f"The key ring {path} holds lines that are no keys; they are not used. {MEND_RING}")
    return good or _fresh_ring(path, lines)


def _fresh_ring(path: Path, lines: list[str]) -> tuple[str, ...]:
    """A new first line above what is there, which a person may still be able to mend."""
    fresh = _new_fernet_key()
    _write_whole(path, "\n".join([fresh, *lines]) + "\n")
    return (fresh,)


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def _new_fernet_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


@contextmanager
def locked(data: Path, name: str) -> Iterator[None]:
    """One process at a time in this block, over all processes of this data folder."""
    with (data / "run" / f"{name}.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _kept(data: Path, name: str, make: Callable[[], str]) -> str:
    """The text in a file of the data folder; made whole, under a lock, when it is not there or empty."""
    path = data / name
    try:
        if not path.exists() or path.stat().st_size == 0:
            with locked(data, "first-start"):
                if not path.exists() or path.stat().st_size == 0:
                    _write_whole(path, make() + "\n")
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise RefusalError(_cannot_write(path, error)) from error


def _write_whole(path: Path, text: str) -> None:
    """All of the file or nothing of it, also after a power cut."""
    draft = path.with_name(f"{path.name}.new")
    with draft.open("w", encoding="utf-8") as handle:
        draft.chmod(0o600)
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)


def _cannot_write(path: Path, error: OSError) -> str:
    return f"{path} cannot be used: {error.strerror or error}. Make it writable for this user, or set PIXSTUDIO_DATA."
