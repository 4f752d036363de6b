"""Prices and models by program, and the document that describes the API."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from jobs.api.studio import api as studio_api
from jobs.catalogue import MODELS
from jobs.models import Order, Price, User
from jobs.queries.presenting import money_text
from tests.api.conftest import Program


def test_a_quote_tells_the_price_and_orders_nothing(api: Program) -> None:
    answer = api.post("/quotes", {"prompt": "rain", "model": "v6", "audio": True, "duration": 8, "takes": 4})
    assert answer.status == 200
    assert (answer.json["per_second"], answer.json["estimate"], answer.json["total"]) == ("0.36", "2.88", "11.52")
    assert (answer.json["tier"], answer.json["ratio"], answer.json["currency"]) == ("720P", "16:9", "CNY")
    assert Order.objects.count() == 0


def test_an_unset_price_is_null_and_not_zero(api: Program) -> None:
    told = api.post("/quotes", {"prompt": "rain", "model": "v5.6", "audio": True}).json
    assert (told["per_second"], told["estimate"], told["total"]) == (None, None, None)


@pytest.mark.parametrize(
    ("amount", "text"),
    [("1.3500", "1.35"), ("2", "2.00"), ("0.2125", "0.2125"), ("120.0000", "120.00"), ("1E+2", "100.00")],
)
def test_money_is_text_with_two_places_or_more(amount: str, text: str) -> None:
    assert money_text(Decimal(amount)) == text


def test_the_models_are_told_as_the_catalogue_has_them(api: Program) -> None:
    items = api.get("/models").json["items"]
    assert [item["model"] for item in items] == list(MODELS)
    v6 = items[0]
    assert set(v6) == {
        "model", "family", "sizes", "durations", "prompt_max", "shot_type", "prices", "price_date"
    }  # fmt: skip
    assert (len(v6["sizes"]), v6["sizes"][0]) == (32, {"size": "640*360", "tier": "360P", "ratio": "16:9"})
    assert v6["durations"]["1080P"] == list(range(1, 16))
    assert (v6["prompt_max"], v6["shot_type"], v6["price_date"]) == (5000, True, "2026-09-01")
    assert {"tier": "720P", "audio": True, "per_second": "0.36"} in v6["prices"]


def test_a_model_without_prices_says_so(api: Program) -> None:
    Price.objects.all().delete()
    v6 = api.get("/models").json["items"][0]
    assert v6["price_date"] is None
    assert {price["per_second"] for price in v6["prices"]} == {None}


def test_the_description_is_open_and_complete(db: None) -> None:
    document = Client().get("/api/v1/openapi.json").json()
    calls = {(method, path) for path, methods in document["paths"].items() for method in methods}
    assert calls == {
        ("post", "/api/v1/renders"),
        ("post", "/api/v1/batches"),
        ("get", "/api/v1/batches/{batch_id}"),
        ("get", "/api/v1/templates"),
        ("post", "/api/v1/templates"),
        ("delete", "/api/v1/templates/{template_id}"),
        ("get", "/api/v1/renders"),
        ("get", "/api/v1/renders/{render_id}"),
        ("post", "/api/v1/renders/{render_id}/cancel"),
        ("post", "/api/v1/renders/{render_id}/again"),
        ("post", "/api/v1/renders/{render_id}/resolve"),
        ("post", "/api/v1/renders/{render_id}/trash"),
        ("post", "/api/v1/renders/{render_id}/restore"),
        ("get", "/api/v1/renders/{render_id}/video"),
        ("head", "/api/v1/renders/{render_id}/video"),
        ("post", "/api/v1/quotes"),
        ("get", "/api/v1/models"),
        ("get", "/api/v1/shares"),
        ("post", "/api/v1/shares"),
        ("post", "/api/v1/shares/{share_id}/revoke"),
        ("get", "/api/v1/found"),
        ("post", "/api/v1/found/{found_id}/adopt"),
        ("post", "/api/v1/found/{found_id}/ignore"),
    }


def operations() -> list[dict[str, Any]]:
    return [
        operation for methods in studio_api.get_openapi_schema()["paths"].values() for operation in methods.values()
    ]


def test_every_call_declares_its_errors_as_problem_documents() -> None:
    for operation in operations():
        errors = {code: told for code, told in operation["responses"].items() if int(code) >= 400}
        assert {401, 403, 405, 500} <= set(errors)
        assert all(set(told["content"]) == {"application/problem+json"} for told in errors.values())


def test_every_call_asks_for_a_bearer_token() -> None:
    assert all(operation["security"] == [{"Bearer": []}] for operation in operations())


def test_the_page_is_for_people_who_have_signed_in(lin: User) -> None:
    browser = Client()
    assert browser.get("/api/v1/docs").status_code == 302
    browser.force_login(lin)
    page = browser.get("/api/v1/docs")
    assert page.status_code == 200
    assert b"<script>" not in page.content
