"""What one click asks for beside the composer's own choice: more models, tiers and ratios."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.utils.datastructures import MultiValueDict

_PREFIX = "also_"


@dataclass(frozen=True, kw_only=True)
class More:
    """As they were sent: whether there is such a model is the catalogue's to say."""

    model: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    ratio: tuple[str, ...] = ()

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> "More":
        """From boxes that were ticked, each with its value, or from a draft, which has them in one text."""
        return cls(**{field.name: _values(sent, _PREFIX + field.name) for field in fields(cls)})

    def fields(self) -> dict[str, str]:
        """As a draft keeps them; `read` makes the same of it."""
        return {_PREFIX + name: " ".join(values) for name, values in self._wishes().items() if values}

    def __bool__(self) -> bool:
        return any(self._wishes().values())

    def _wishes(self) -> dict[str, tuple[str, ...]]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def _values(sent: Mapping[str, str], name: str) -> tuple[str, ...]:
    boxes = sent.getlist(name) if isinstance(sent, MultiValueDict) else [sent.get(name, "")]
    return tuple(dict.fromkeys(" ".join(boxes).split()))[:_MOST]


_MOST = 20
