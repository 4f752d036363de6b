from pathlib import Path

import pytest

from tests.sandbox.house import KEY, Provider


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("", "No API-key provided."),
        ("Bearer", "Invalid API-key provided."),
        ("Bearer pk-123", "Invalid API-key provided."),
        ("Bearer sk-", "Invalid API-key provided."),
        ("Bearer sk-two words", "Invalid API-key provided."),
        ("Basic sk-lin", "Invalid API-key provided."),
    ],
)
@pytest.mark.parametrize(("method", "path"), [("GET", "/tasks"), ("GET", "/models"), ("POST", "/tasks/x/cancel")])
def test_without_a_key_every_door_is_closed(
    provider: Provider, method: str, path: str, header: str, words: str
) -> None:
    answer = provider.session.request(method, provider.base + path, headers={"Authorization": header})

    assert answer.status_code == 401
    assert (answer.json()["code"], answer.json()["message"]) == ("InvalidApiKey", words)


@pytest.mark.parametrize("key", ["sk-1", "sk-ws-" + "a.b-c_" * 20])
def test_any_key_of_the_right_form_opens(provider: Provider, key: str) -> None:
    assert provider.call("GET", "/models", headers={"Authorization": f"Bearer {key}"}).status_code == 200


@pytest.mark.parametrize(
    ("key", "status", "code"),
    [
        ("sk-lin-revoked-1", 401, "InvalidApiKey"),
        ("sk-lin-denied-1", 403, "AccessDenied"),
        ("sk-lin-arrears-1", 400, "Arrearage"),
        ("sk-lin-throttled-1", 429, "Throttling.RateQuota"),
    ],
)
def test_a_marked_key_meets_its_fate_at_every_door(provider: Provider, key: str, status: int, code: str) -> None:
    header = {"Authorization": f"Bearer {key}"}
    answers = [provider.call("GET", "/models", headers=header), provider.post({}, **header)]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(status, code)] * 2


def test_an_account_where_nothing_was_activated_proves_its_key_and_makes_no_film(provider: Provider) -> None:
    header = {"Authorization": "Bearer sk-lin-inactive-1"}
    body = {
        "model": "pixverse/pixverse-v6-t2v",
        "input": {"prompt": "x"},
        "parameters": {"size": "640*360", "duration": 1},
    }
    refused = provider.post(body, **header)

    assert provider.call("GET", "/models", headers=header).status_code == 200
    assert (refused.status_code, refused.json()["code"]) == (400, "InvalidParameter")
    assert "The product is not activated" in refused.json()["message"]
    assert provider.call("GET", "/tasks", headers=header).json()["total"] == 0


def test_no_file_holds_a_key(provider: Provider, tmp_path: Path) -> None:
    provider.made()
    provider.told("x")

    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"A paper boat" in written
    assert KEY.encode() not in written
