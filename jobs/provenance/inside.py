"""What a copy of a film carries: its details, and the label where the film has none of its own."""

import json

from jobs.provenance.appended import box_of
from jobs.provenance.details import Details, write
from jobs.provenance.label import KEYWORD, label_of

NAME = "PixStudio"
"""Under which a copy holds its details."""


def append(details: Details, *, labelled: bool) -> bytes:
    """What stands behind the stored film in a copy. `labelled`: the film says itself that a machine made it."""
    texts = {NAME: write(details)}
    if not labelled:
        film = details.film
        told = label_of(practice=film.practice, produce_id=film.task_id or film.id)
        texts[KEYWORD] = json.dumps(told, ensure_ascii=False).encode()
    return box_of(texts)
