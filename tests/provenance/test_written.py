"""What is told of a film: everything that was ordered, and nothing that leads to a person or into the house."""

import json
from dataclasses import replace
from typing import Any

from jobs.provenance import Details, write
from tests.provenance.wishes import DETAILS


def told(details: Details = DETAILS) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(write(details))
    return said


def test_a_sidecar_says_what_it_is_before_anything_else() -> None:
    assert list(told()) == ["format", "version", "order", "film", "cost", "times", "AIGC"]
    assert (told()["format"], told()["version"]) == ("pixstudio-film", 1)


def test_the_prompt_is_in_it_byte_for_byte() -> None:
    assert told()["order"]["prompt"] == DETAILS.order.prompt
    assert "雨中的茶馆".encode() in write(DETAILS)


def test_money_is_a_text_and_a_moment_is_in_utc() -> None:
    assert told()["cost"] == {"amount": "1.3500", "currency": "CNY"}
    assert told()["times"] == {"ordered": "2026-11-26T12:00:00Z", "finished": None, "saved": None}


def test_the_label_has_the_seven_fields_of_the_standard() -> None:
    assert told()["AIGC"] == {
        "Label": "1",
        "ContentProducer": "PixVerse (Alibaba Cloud Model Studio)",
        "ProduceID": "11f5a1d2-0001",
        "ReservedCode1": "",
        "ContentPropagator": "",
        "PropagateID": "",
        "ReservedCode2": "",
    }


def test_practice_names_no_provider() -> None:
    practice = told(replace(DETAILS, film=replace(DETAILS.film, practice=True, task_id=None)))
    assert practice["film"]["practice"] is True
    assert practice["AIGC"]["ContentProducer"] == "PixStudio practice"
    assert practice["AIGC"]["ProduceID"] == DETAILS.film.id
