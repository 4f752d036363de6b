"""The provider's own Python SDK, in a folder of its own: it must never become a dependency of the studio."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

WANTED = "dashscope>=2.0,<3"


def sdk() -> Path:
    """A folder with the SDK and what it needs."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pixstudio"
    cache.mkdir(parents=True, exist_ok=True)
    place = cache / f"sdk-{sys.version_info.major}.{sys.version_info.minor}"
    with (cache / "sdk.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "complete").exists():
            words = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target", str(place), WANTED]
            subprocess.run(words, check=True, timeout=240)
            (place / "complete").touch()
    return place


def surroundings() -> dict[str, str]:
    """Of a process that imports it."""
    return {**os.environ, "PYTHONPATH": str(sdk()), "NO_PROXY": "127.0.0.1"}
