"""What an engine's `read_only`, `cap_drop` and `no-new-privileges` do, by the kernel's own means and without an engine.

Only root may ask the kernel for it, and in some containers nobody: there the services run unconfined.
"""

import os
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_SCRIPT = """
for place in $WRITABLE; do mount --bind "$place" "$place"; done
for place in / /tmp /var /var/tmp /home /opt /srv /usr; do
  if mountpoint -q "$place"; then mount -o remount,bind,ro "$place"; fi
done
exec setpriv --no-new-privs --bounding-set="-all$KEPT" --inh-caps=-all --ambient-caps=-all -- "$@"
"""
_UNSHARE = ("unshare", "--mount", "--propagation", "private", "sh", "-ec", _SCRIPT, "confined")
_PROBE = Path("/written-by-a-test")


def confined(words: list[str], writable: Iterable[Path]) -> tuple[list[str], dict[str, str]]:
    """The command on a read-only machine but for these folders, without any of root's powers; and its variables."""
    if not possible():
        return words, {}
    # nginx started by root becomes root once more, which is a power; in its container it never is root
    kept = ",+setuid,+setgid" if words[0] == "nginx" else ""
    return [*_UNSHARE, *words], {"WRITABLE": " ".join(map(str, writable)), "KEPT": kept}


@cache
def possible() -> bool:
    """Tried, because nobody can tell beforehand."""
    if os.geteuid() != 0:
        return False
    tried = [*_UNSHARE, "sh", "-c", f"! touch {_PROBE} 2>/dev/null"]
    try:
        ended = subprocess.run(tried, env={**os.environ, "WRITABLE": "", "KEPT": ""}, capture_output=True, check=False)
    except FileNotFoundError:
        return False
    _PROBE.unlink(missing_ok=True)
    return ended.returncode == 0
