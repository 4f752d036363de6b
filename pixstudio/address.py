"""Where the running studio answers, for commands in another shell."""

from pathlib import Path

DEFAULT = "http://127.0.0.1:8000"
FILE = "address"


def record(data: Path, url: str) -> None:
    (data / "run" / FILE).write_text(f"{url}\n")


def forget(data: Path) -> None:
    (data / "run" / FILE).unlink(missing_ok=True)


def recorded(data: Path) -> str | None:
    """The address the launcher wrote when it became ready, without a slash at the end."""
    try:
        return (data / "run" / FILE).read_text().strip() or None
    except FileNotFoundError:
        return None


def for_shell(data: Path, public_url: str) -> str:
    """The start of links made outside a request: the public URL, else the running studio, else the default."""
    return public_url or recorded(data) or DEFAULT
