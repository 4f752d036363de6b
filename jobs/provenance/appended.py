"""Details inside a film: one more box behind its last one, so that every byte before it stays the provider's.

Players skip what they do not know, the tables of the film keep their offsets, a copy is sent without being rewritten,
and whoever cuts the box off holds the stored film again. It is a `meta` box at file level with texts of the free form
(`----`: mean, name, data) that ffprobe and the like show. Its last child says how long it is, so that it is found from
the end of the file.

ISO/IEC 14496-12, 4.2 (boxes), 8.11.1 (`meta`).
"""

import struct
from collections.abc import Iterator, Mapping

MOST = 256 * 1024
"""Bytes at the end of a file in which details are looked for; no order is a tenth as long."""

MEAN = b"org.pixstudio"
_MARK = b"PixStud1"
_FULL = bytes(4)
"""Version and flags, which a "full" box has before its content."""
_TEXT = struct.pack(">II", 1, 0)
_HANDLER = bytes(8) + b"mdirappl" + bytes(8) + b"\0"
_HEAD, _END = 8, 20


class Damaged(Exception):
    """The end of our box is there, and before it something that we did not write."""


def box_of(texts: Mapping[str, bytes]) -> bytes:
    """The box that holds these UTF-8 texts under these names."""
    items = (
        _box(b"----", _box(b"mean", _FULL, MEAN), _box(b"name", _FULL, name.encode()), _box(b"data", _TEXT, text))
        for name, text in texts.items()
    )
    content = (_FULL, _box(b"hdlr", _HANDLER), _box(b"ilst", *items))
    size = _HEAD + sum(map(len, content)) + _END
    return _box(b"meta", *content, _box(b"free", _MARK, struct.pack(">I", size)))


def found(tail: bytes) -> dict[str, bytes] | None:
    """The texts in the box with which `tail`, the end of a file, ends; None when it ends with no box of ours.

    :raises Damaged: the box is cut or not whole.
    """
    end = tail[-_END:]
    if len(end) < _END or end[:-4] != struct.pack(">I4s", _END, b"free") + _MARK:
        return None
    (size,) = struct.unpack(">I", end[-4:])
    if not _HEAD < size <= len(tail):
        raise Damaged
    content = _only(tail[-size:], b"meta")
    children = dict(_children(content[len(_FULL) :]))
    return dict(_item(item) for kind, item in _children(children.get(b"ilst", b"")) if kind == b"----")


def _box(kind: bytes, *content: bytes) -> bytes:
    return struct.pack(">I4s", _HEAD + sum(map(len, content)), kind) + b"".join(content)


def _children(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Boxes that fill these bytes exactly. :raises Damaged: they do not."""
    at = 0
    while at < len(content):
        if len(content) - at < _HEAD:
            raise Damaged
        size, kind = struct.unpack_from(">I4s", content, at)
        if not _HEAD <= size <= len(content) - at:
            raise Damaged
        yield kind, content[at + _HEAD : at + size]
        at += size


def _only(content: bytes, kind: bytes) -> bytes:
    """What the one box that these bytes are holds. :raises Damaged: they are something else."""
    boxes = list(_children(content))
    if [found_kind for found_kind, _ in boxes] != [kind]:
        raise Damaged
    return boxes[0][1]


def _item(content: bytes) -> tuple[str, bytes]:
    parts = dict(_children(content))
    name = parts.get(b"name", b"")[len(_FULL) :]
    return name.decode("latin-1"), parts.get(b"data", b"")[len(_TEXT) :]
