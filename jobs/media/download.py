"""Bringing a film home: one guarded GET into a part file, with its SHA-256 taken on the way.

An attempt ends with the whole film or with an exception that says what to do. It repeats nothing on its own, except
that a part which turns out not to fit what the server has now is dropped and begun anew, once.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPResponse
from urllib3.exceptions import HTTPError

from jobs.dashscope.transport import deadline
from jobs.media.answers import Announced, Misfit, announced
from jobs.media.dial import GuardedAdapter, Resolver, resolve
from jobs.media.faults import LineBroken, NotAFilm, TooLarge
from jobs.media.guard import Blocked, LinkRules, Target, check
from jobs.media.parts import BLOCK, Note, Part

CAP = 4 * 1024**3
REDIRECTS = 5
REDIRECT = frozenset({301, 302, 303, 307, 308})
CONNECT = 10.0
"""Seconds for each address of a host to take the connection."""
TELL_EVERY = 1.0

Progress = Callable[[int, int | None], None]
"""Told the bytes so far and, if known, the total, at least once a second while bytes arrive. It renews the caller's
lease, and stops the download by raising anything."""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A whole film in its part file, on the disk."""

    bytes: int
    sha256: str
    etag: str
    content_type: str


@dataclass(frozen=True, kw_only=True)
class Road:
    """How to get there. `idle` is the seconds without a byte after which a line counts as broken.

    `adapter` carries the requests instead of the network (the sandbox); `proxy` is used only if given, and then the
    proxy looks up names, so that only the names can be checked.
    """

    rules: LinkRules
    idle: float = 30.0
    cap: int = CAP
    proxy: str = ""
    adapter: BaseAdapter | None = None
    resolver: Resolver = resolve


def fetch(link: str, part: Path, road: Road, progress: Progress) -> Fetched:
    """Download a link into `part`, going on where an earlier attempt stopped if the server vouches for it.

    :raises Blocked: the link, or one it leads to, must not be followed.
    :raises LinkRefused: the server has no film there.
    :raises LineBroken: again later; the part is kept.
    :raises NotAFilm: what came cannot be a film; the part is gone.
    :raises TooLarge: more than `road.cap`; the part is gone.
    :raises LocalFault: the disk; the part is kept.
    """
    with Part(part) as held:
        try:
            return _fetched(link, held, road, progress)
        except (NotAFilm, TooLarge):
            held.drop()
            raise


def _fetched(link: str, part: Part, road: Road, progress: Progress) -> Fetched:
    try:
        return _attempt(link, part, road, progress, resume=True)
    except Misfit:
        return _attempt(link, part, road, progress, resume=False)


def _attempt(link: str, part: Part, road: Road, progress: Progress, *, resume: bool) -> Fetched:
    target = check(link, road.rules)
    note = part.continues(link) if resume else None
    if note:
        total = note.total
        part.reread(lambda size: progress(size, total))
        if part.size == total:
            return _whole(part, note)
    with _answer(target, road, note, part.size) as response:
        answer = announced(response, note, part.size)
        if note is None or not answer.goes_on:
            note = Note(link=link, etag=answer.etag, total=answer.total, content_type=answer.content_type)
            part.restart(note)
        _receive(response, part, answer, road.cap, progress)
    return _whole(part, note)


def _receive(response: requests.Response, part: Part, answer: Announced, cap: int, progress: Progress) -> None:
    if answer.total is not None and answer.total > cap:
        raise TooLarge(answer.total, cap)
    told = -TELL_EVERY
    for block in _blocks(response):
        if part.size == 0 and block.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            raise NotAFilm("not-a-video", content_type=answer.content_type)
        part.add(block)
        if part.size > cap:
            raise TooLarge(part.size, cap)
        if time.monotonic() - told >= TELL_EVERY:
            told = time.monotonic()
            progress(part.size, answer.total)
    if answer.total is not None and part.size != answer.total:
        raise LineBroken("line-cut", received=part.size, total=answer.total)
    if part.size == 0:
        raise NotAFilm("empty")


def _whole(part: Part, note: Note) -> Fetched:
    part.settle()
    return Fetched(bytes=part.size, sha256=part.sha256, etag=note.etag, content_type=note.content_type)


def _blocks(response: requests.Response) -> Iterator[bytes]:
    """Whatever has arrived, at most `BLOCK` at once: waiting for full blocks would keep a slow line's lease waiting."""
    raw = response.raw
    try:
        while block := raw.read1(BLOCK, decode_content=False) if isinstance(raw, HTTPResponse) else raw.read(BLOCK):
            yield block
    except (requests.RequestException, HTTPError, OSError) as error:
        raise LineBroken("line-broken", reason=type(error).__name__) from error


def _answer(target: Target, road: Road, note: Note | None, held: int) -> requests.Response:
    """The first answer that is no redirect; every station is checked like the first."""
    for _ in range(REDIRECTS + 1):
        response = _get(target, road, note, held)
        if response.status_code not in REDIRECT:
            return response
        response.close()
        target = check(_joined(target.url, response.headers.get("Location", "")), road.rules)
    raise Blocked("link-redirects", host=target.host)


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise Blocked("link-malformed") from None


def _get(target: Target, road: Road, note: Note | None, held: int) -> requests.Response:
    request = _request(target, note, held)
    adapter = _adapter(target, road)
    proxies = {"http": road.proxy, "https": road.proxy} if road.proxy and not target.local else {}
    try:
        with deadline(road.idle):
            return adapter.send(request, stream=True, timeout=(CONNECT, road.idle), verify=True, proxies=proxies)
    except (requests.RequestException, HTTPError, OSError) as error:
        raise LineBroken("line-broken", reason=type(error).__name__) from error


def _request(target: Target, note: Note | None, held: int) -> requests.PreparedRequest:
    """The link goes out as it was checked: `requests` would rewrite percent-encoded letters of its path."""
    headers = {"User-Agent": "PixStudio", "Accept": "video/mp4, */*;q=0.1", "Accept-Encoding": "identity"}
    headers["Connection"] = "close"
    if note:
        headers |= {"Range": f"bytes={held}-", "If-Range": note.etag}
    try:
        request = requests.Request("GET", target.url, headers=headers).prepare()
    except (requests.RequestException, ValueError):
        raise Blocked("link-malformed") from None
    request.url = target.url
    return request


def _adapter(target: Target, road: Road) -> BaseAdapter:
    if road.adapter is not None:
        return road.adapter
    if target.sandbox:
        raise Blocked("link-host", host=target.host)
    return HTTPAdapter() if road.proxy and not target.local else GuardedAdapter(target, road.resolver)
