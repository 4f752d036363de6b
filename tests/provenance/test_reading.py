"""Details read back from a sidecar and from a copy, and everything else refused with a code."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.provenance import MOST, Details, Unreadable, append, read, write
from jobs.provenance.appended import box_of
from tests.provenance.wishes import DETAILS, details


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data)
    return caught.value.code


def with_order(**changes: Any) -> bytes:
    told = json.loads(write(DETAILS))
    told["order"] |= changes
    return json.dumps(told).encode()


def without(name: str) -> bytes:
    told = json.loads(write(DETAILS))
    del told["order"][name]
    return json.dumps(told).encode()


@given(details)
def test_every_order_comes_back_from_its_sidecar(written: Details) -> None:
    assert read(write(written)) == written.order


@given(details, st.binary(max_size=300), st.booleans())
def test_every_order_comes_back_from_behind_any_film(written: Details, film: bytes, labelled: bool) -> None:
    assert read(film + append(written, labelled=labelled)) == written.order


@given(st.binary(max_size=400))
def test_whatever_else_is_dropped_is_refused(data: bytes) -> None:
    assert refused(data).startswith("details-")


@given(st.data())
def test_a_copy_with_any_byte_changed_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    copy = bytearray(append(DETAILS, labelled=False))
    copy[data.draw(st.integers(0, len(copy) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        read(bytes(copy))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    )
)
def test_any_json_in_place_of_an_order_is_refused(order: Any) -> None:
    told = {**json.loads(write(DETAILS)), "order": order}
    assert refused(json.dumps(told).encode()) == "details-field"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "details-empty"),
        (b"{", "details-none"),
        (b"[" * MOST, "details-none"),
        (b'{"format": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "details-none"),
        (b"9" * MOST, "details-none"),
        (b'{"format": "pixstudio-film", "version": ' + b"9" * 4000 + b"}", "details-version"),
        (b'{"format": "pixstudio-film", "version": NaN}', "details-none"),
        (b'{"format": "pixstudio-film", "version": 2}', "details-version"),
        (b'{"format": "pixstudio-film", "version": true}', "details-field"),
        (b'{"format": "pixstudio-film", "version": 1}', "details-field"),
        (b'{"format": "another", "version": 1}', "details-none"),
        (b'{"prompt": "a workflow of another program"}', "details-none"),
        (b"\xff\xfe{\0}\0", "details-none"),
        (b"\0\0\0\x18ftypisom" + bytes(100), "details-none"),
        (write(DETAILS) + b" " * MOST, "details-none"),
    ],
)
def test_what_is_not_ours_is_refused(data: bytes, code: str) -> None:
    assert refused(data) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"prompt": None}, "details-field"),
        ({"prompt": ["rain"]}, "details-field"),
        ({"prompt": "ra\0in"}, "details-nul"),
        ({"title": "half \ud83c"}, "details-surrogate"),
        ({"title": "t" * 1001}, "details-field"),
        ({"duration": "5"}, "details-field"),
        ({"duration": True}, "details-field"),
        ({"duration": 5.0}, "details-field"),
        ({"seed": 10**10}, "details-field"),
        ({"takes": 10**300}, "details-field"),
        ({"audio": 1}, "details-field"),
        ({"watermark": "no"}, "details-field"),
        ({"shot_type": {}}, "details-field"),
    ],
)
def test_a_field_of_another_kind_is_refused(changes: dict[str, Any], code: str) -> None:
    assert refused(with_order(**changes)) == code


@pytest.mark.parametrize("name", ["prompt", "seed", "shot_type", "watermark", "takes"])
def test_a_field_that_was_cut_out_is_named(name: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(without(name))
    assert caught.value.params == {"field": name}


def test_a_sidecar_that_another_program_saved_with_a_mark_and_in_another_order_is_read() -> None:
    shuffled = json.dumps(dict(reversed(json.loads(write(DETAILS)).items()))).encode()
    assert read(b"\xef\xbb\xbf" + shuffled) == DETAILS.order


CUTS: list[Callable[[bytes], bytes]] = [lambda box: box[30:], lambda box: box[:-20] + b"x" + box[-20:]]


@pytest.mark.parametrize("cut", CUTS)
def test_a_copy_that_lost_or_gained_bytes_says_so(cut: Callable[[bytes], bytes]) -> None:
    assert refused(cut(append(DETAILS, labelled=False))) == "details-damaged"


def test_a_box_that_claims_to_be_longer_than_the_file_is_damaged() -> None:
    assert refused(append(DETAILS, labelled=False)[:-4] + b"\xff\xff\xff\xff") == "details-damaged"


def test_a_box_of_ours_without_details_holds_none() -> None:
    assert refused(box_of({"AIGC": b"{}"})) == "details-none"
