"""Which films somebody has chosen, as a form or an address says it: their ids, or all of a filter."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, QueryDict

from jobs.models import Render
from jobs.queries import chosen
from jobs.queries.filters import Filter
from jobs.web.filtering import address
from jobs.web.visitor import me


class Unchosen(Exception):
    """Nothing can be done to what was sent; `code` has the words."""

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, kw_only=True)
class Choice:
    """`within` is the filter of the page. `everything`: all of it was meant, whatever the page shows."""

    ids: tuple[UUID, ...]
    within: str
    everything: bool

    @property
    def told(self) -> str:
        """The ids as the next form sends them."""
        return " ".join(map(str, self.ids))


def choice(request: HttpRequest, *, most: int = chosen.MOST) -> Choice:
    """Sent as `films` (ids between blanks or commas) and `film` (one id each), or with `all=1` as the filter: in a
    form that is `within`, in an address the rest of it.

    :raises Unchosen: that is no film, too many, or a filter that would not mean what its page showed.
    """
    sent = request.POST if request.method == "POST" else request.GET
    within = filter_of(request)
    everything = sent.get("all") == "1"
    if everything and within.ignored:
        raise Unchosen("chosen-filter")
    try:
        ids = chosen.all_of(me(request), within, most=most) if everything else _ids(sent)
    except chosen.TooMany as error:
        raise Unchosen("chosen-many", most=most) from error
    if not ids:
        raise Unchosen("chosen-none")
    if len(ids) > most:
        raise Unchosen("chosen-many", most=most)
    return Choice(ids=ids, within=within.query_string, everything=everything)


def filter_of(request: HttpRequest) -> Filter:
    if request.method != "POST":
        return Filter.from_query(request.GET)
    return Filter.from_query(QueryDict(request.POST.get("within", "").removeprefix("?")))


def back_to(request: HttpRequest) -> str:
    """The page of films from which they were chosen."""
    return address(filter_of(request).query_string)


def name_of(film: Render) -> str:
    return film.order.title or " ".join(film.order.prompt.split())[:60]


def _ids(sent: QueryDict) -> tuple[UUID, ...]:
    """Each once; what is no id is nothing."""
    names = [*sent.get("films", "").replace(",", " ").split(), *sent.getlist("film")]
    return tuple(dict.fromkeys(one for one in map(_id, names) if one))


def _id(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
