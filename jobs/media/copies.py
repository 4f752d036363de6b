"""A film that leaves the house: the stored bytes as they are, and its details behind them."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from jobs import provenance
from jobs.media.container import boxes
from jobs.media.faults import NotAFilm
from jobs.media.serve import film_response, opened
from jobs.models import Asset

MOOV_MOST = 8 * 1024 * 1024
"""Bytes of a film's tables that are looked through; those of seconds have some ten thousand."""


def copy_response(
    request: HttpRequest, asset: Asset, details: provenance.Details, *, filename: str
) -> HttpResponseBase:
    """A copy as a download, whole or the part that is asked for. :raises Http404: the file is not there."""
    return film_response(request, asset, filename=filename, behind=behind(asset, details))


def behind(asset: Asset, details: provenance.Details) -> bytes:
    """What a copy of this film has behind the stored bytes. :raises Http404: the file is not there."""
    return provenance.append(details, labelled=labelled(asset))


def labelled(asset: Asset) -> bool:
    """Whether the film's own tables carry a label already, which a second one would hide from some readers."""
    with opened(asset) as file:
        try:
            tables = next((box for box in boxes(file, asset.bytes) if box.kind == "moov"), None)
        except NotAFilm:
            return False
        if tables is None:
            return False
        file.seek(tables.start)
        return provenance.KEYWORD.encode() in file.read(min(tables.size, MOOV_MOST))
