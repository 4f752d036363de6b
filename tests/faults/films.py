"""Servers of films that cut, drip and change their minds; each serves one film and tells what it was asked."""

import gzip
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.lines import Visit, resets

TAG = '"v1"'


@dataclass(kw_only=True)
class FilmServer:
    """The acts of a line, made for one film. `asked` is the Range of each visit, empty without one."""

    film: bytes
    asked: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, path: Path) -> "FilmServer":
        return cls(film=path.read_bytes())

    def start(self, visit: Visit) -> int:
        """Where the visitor wants to go on."""
        _, named, rest = visit.request.partition(b"Range: bytes=")
        wanted = rest.split(b"\r\n")[0].decode() if named else ""
        self.asked.append(wanted)
        return int(wanted.rstrip("-").split("-")[0]) if wanted else 0

    def head(self, start: int, *, tag: str = TAG, **headers: str) -> bytes:
        lines = {"Content-Type": "video/mp4", "Content-Length": str(len(self.film) - start), "ETag": tag}
        if start:
            lines["Content-Range"] = f"bytes {start}-{len(self.film) - 1}/{len(self.film)}"
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        said = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
        return f"HTTP/1.1 {206 if start else 200} Said\r\n{said}\r\n".encode()

    def serves(self, visit: Visit) -> None:
        """As a good server does."""
        start = self.start(visit)
        visit.sock.sendall(self.head(start) + self.film[start:])

    def cuts(self, visit: Visit) -> None:
        """Half of what is left, and silence."""
        start = self.start(visit)
        visit.sock.sendall(self.head(start) + self.film[start : (start + len(self.film)) // 2])

    def cuts_hard(self, visit: Visit) -> None:
        """The same with a reset."""
        self.cuts(visit)
        time.sleep(0.2)  # a reset throws away what the other side has not read yet
        resets(visit)

    def ignores_ranges(self, visit: Visit) -> None:
        self.start(visit)
        visit.sock.sendall(self.head(0) + self.film)

    def changed(self, visit: Visit) -> None:
        """Another version than the one that was begun."""
        self.start(visit)
        visit.sock.sendall(self.head(0, tag='"v2"') + self.film)

    def refuses_the_range(self, visit: Visit) -> None:
        self.start(visit)
        visit.sock.sendall(b"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n")

    def in_chunks(self, visit: Visit) -> None:
        """Without a length."""
        self.start(visit)
        head = self.head(0, Content_Length="", Transfer_Encoding="chunked")
        visit.sock.sendall(head + b"%x\r\n" % len(self.film) + self.film + b"\r\n0\r\n\r\n")

    def zipped(self, visit: Visit) -> None:
        """Nobody asked for that."""
        self.start(visit)
        packed = gzip.compress(self.film)
        visit.sock.sendall(self.head(0, Content_Length=str(len(packed)), Content_Encoding="gzip") + packed)

    def stalls(self, visit: Visit) -> None:
        """Half of it, then nothing more on a line that stays open."""
        self.cuts(visit)
        visit.over.wait(20)

    def drips(self, visit: Visit) -> None:
        """A kilobyte a second."""
        start = self.start(visit)
        visit.sock.sendall(self.head(start))
        for at in range(start, len(self.film), 128):
            visit.sock.sendall(self.film[at : at + 128])
            if visit.over.wait(0.125):
                return
