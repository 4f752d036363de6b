"""Many films as one ZIP: copies with their details inside, under names that are harmless everywhere."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jobs import provenance, words
from jobs.media import names
from jobs.media.archive import Archive, Item, length, whole
from jobs.media.copies import behind
from jobs.media.serve import StoredFile
from jobs.models import Asset, Render, User
from jobs.queries import chosen
from jobs.queries.details import details
from jobs.queries.names import shared_titles
from jobs.states import AssetKind
from jobs.web.choosing import Unchosen, choice, name_of
from jobs.web.films import download_name, mark_of
from jobs.web.outcomes import said
from jobs.web.visitor import me

MOST = 1000
"""Films of one archive. What is told of each of them is put together before the first byte leaves, and kept until the
last one: some kilobytes for each.
"""
MISSING = "MISSING.txt"


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """`missing`: what was chosen and cannot be packed, a line for each."""

    items: tuple[Item, ...]
    films: int
    missing: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def films_zip(request: HttpRequest) -> HttpResponseBase:
    """The films that were chosen, with `sidecars=1` a file of details beside each. What cannot be packed is named in a
    file of its own.
    """
    sent = request.POST if request.method == "POST" else request.GET
    try:
        picked = choice(request, most=MOST)
        parcel = pack(me(request), picked.ids, sidecars=sent.get("sidecars") == "1")
    except Unchosen as refused:
        return said(request, bad=words.refusal(refused.code, refused.params))
    name = f"films_{timezone.localtime():%Y-%m-%d}_{parcel.films}.zip"
    response = _answer(request, parcel.items)
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _answer(request: HttpRequest, items: Sequence[Item]) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(headers={"Content-Length": str(length(items))})
    return StoredFile(Archive(items))


def pack(user: User, ids: Sequence[UUID], *, sidecars: bool = False) -> Parcel:
    """Everything that has to be asked of the database, before anything is sent.

    :raises Unchosen: none of these films is saved.
    """
    films = [film for some in chosen.with_files(user, ids) for film in some]
    shared, taken = shared_titles(film.order for film in films), set[str]()
    items, missing, packed = list[Item](), list[str](), 0
    for film in films:
        stored = film.asset(AssetKind.FILM)
        name = names.apart(download_name(film, stored, shared), taken, mark_of(film)) if stored else ""
        found = list(_items(film, stored, name, sidecars=sidecars)) if stored else []
        if found:
            taken.add(names.same(name))
            items += found
            packed += 1
        else:
            missing.append(_why(film, stored))
    if not packed:
        raise Unchosen("chosen-unsaved")
    missing += [words.left_out({}, len(ids) - len(films))] if len(films) < len(ids) else []
    return Parcel(items=(*items, *_told(missing)), films=packed, missing=tuple(missing))


def _items(film: Render, stored: Asset, name: str, *, sidecars: bool) -> Iterator[Item]:
    """Nothing where the stored file is not what it was."""
    if not whole(stored):
        return
    known, at = details(film, stored), timezone.localtime(film.saved_at or film.created_at)
    try:
        yield Item(name=name, at=at, asset=stored, behind=behind(stored, known))
    except (Http404, OSError):
        return
    if sidecars:
        yield Item(name=name.removesuffix(names.SUFFIX) + ".json", at=at, behind=provenance.write(known))


def _why(film: Render, stored: Asset | None) -> str:
    reason = _("its file is missing or damaged") if stored else _("it is not saved yet")
    said = _("“%(name)s”, take %(take)s (%(id)s): %(reason)s.")
    return said % {"name": name_of(film), "take": film.take, "id": film.pk, "reason": reason}


def _told(missing: Iterable[str]) -> Iterator[Item]:
    if lines := [f"- {' '.join(line.split())}" for line in missing]:
        text = "\n".join([_("Not in this archive:"), *lines, ""])
        yield Item(name=MISSING, at=timezone.localtime(), behind=text.encode())
