"""Every row of the provider's error table, and what the pipeline must do about it."""

import pytest

from jobs.dashscope import CAUSES, Fixer, ProviderError, read_cancel, read_created, read_models, read_task
from jobs.dashscope.verdict import RULES
from tests.dashscope.answers import error, reply

ROWS = [
    # (status, code, message, class, cause, hold by model)
    (400, "InvalidParameter", "Required parameter(s) missing or invalid", "final", "parameter-missing", False),
    (400, "InvalidParameter", "Field required: parameters.size", "final", "parameter-missing", False),
    (400, "InvalidParameter", "The size is not match xxxxx", "final", "size-mismatch", False),
    (400, "InvalidParameter", "duration must be in 1..15", "final", "invalid-parameter", False),
    (400, "InvalidParameter", "The product is not activated yet", "account", "not-activated", False),
    (400, "InvalidParameter", "url error, please check url!", "account", "wrong-url", False),
    (400, "InvalidParameter", "Model not exist.", "account", "model-not-found", True),
    (404, "ModelNotFound", "Model can not be found", "account", "model-not-found", True),
    (400, "BadRequest.EmptyInput", "", "final", "malformed", False),
    (400, "BadRequest.IllegalInput", "", "final", "malformed", False),
    (400, "DataInspectionFailed", "Input data may contain inappropriate content", "final", "content-prompt", False),
    (400, "DataInspectionFailed", "Output data may contain", "final", "content-output", False),
    (400, "DataInspectionFailed", "", "final", "content", False),
    (400, "IPInfringementSuspect", "", "final", "content-ip", False),
    (400, "CustomRoleBlocked", "", "final", "content-rule", False),
    (400, "FaqRuleBlocked", "", "final", "content-rule", False),
    (400, "Arrearage", "ensure your account is in good standing", "account", "arrearage", False),
    (401, "InvalidApiKey", "Invalid API-key provided.", "key", "key-refused", False),
    (401, "NOT AUTHORIZED", "", "key", "workspace-refused", False),
    (401, "SomethingNew", "", "key", "key-refused", False),
    (403, "AccessDenied", "current user api does not support synchronous calls", "account", "sync-call", False),
    (403, "AccessDenied", "", "account", "no-right", False),
    (403, "App.AccessDenied", "", "account", "no-right", False),
    (403, "Workspace.AccessDenied", "", "account", "no-right", False),
    (403, "Model.AccessDenied", "", "account", "no-right", True),
    (403, "AccessDenied.Unpurchased", "", "account", "not-purchased", False),
    (403, "AllocationQuota.FreeTierOnly", "", "account", "free-quota", False),
    (403, "SomethingNew", "", "account", "no-right", False),
    (404, "WorkSpaceNotFound", "", "account", "workspace-not-found", False),
    (404, "NotFound", "", "account", "not-found", False),
    (408, "RequestTimeOut", "", "unknown", "timeout", False),
    (500, "RequestTimeOut", "", "unknown", "timeout", False),
    (429, "Throttling", "", "throttled", "throttled", False),
    (429, "Throttling.RateQuota", "", "throttled", "throttled", False),
    (429, "Throttling.BurstRate", "", "throttled", "throttled", False),
    (429, "LimitRequests", "", "throttled", "throttled", False),
    (429, "Throttling.AllocationQuota", "Allocated quota exceeded, please increase", "throttled", "quota", False),
    (429, "Throttling.AllocationQuota", "Free allocated quota exceeded.", "account", "free-quota", False),
    (429, "SomethingNew", "", "throttled", "throttled", False),
    (429, "CommodityNotPurchased", "", "account", "not-purchased", False),
    (429, "PrepaidBillOverdue", "", "account", "bill-overdue", False),
    (429, "PostpaidBillOverdue", "", "account", "bill-overdue", False),
    (500, "InternalError", "", "unknown", "service-fault", False),
    (500, "InternalError.Algo", "", "unknown", "service-fault", False),
    (500, "ModelServiceFailed", "", "unknown", "service-fault", False),
    (500, "SystemError", "", "unknown", "service-fault", False),
    (500, "InvalidParameter", "The product is not activated", "unknown", "service-fault", False),
    (502, "SomethingNew", "", "unknown", "service-fault", False),
    (503, "ModelUnavailable", "", "throttled", "overloaded", False),
    (503, "ModelServingError", "", "throttled", "overloaded", False),
    (503, "SomethingNew", "", "throttled", "overloaded", False),
    (504, "SomethingNew", "", "unknown", "service-fault", False),
    (400, "SomethingNew", "", "final", "provider-refused", False),
    (418, "SomethingNew", "", "final", "provider-refused", False),
    (400, "InternalError", "", "unknown", "service-fault", False),
    (302, "Throttling", "", "unknown", "redirected", False),
]


@pytest.mark.parametrize(("status", "code", "message", "retry", "cause", "by_model"), ROWS)
def test_an_error_answer_to_a_create_means(
    status: int, code: str, message: str, retry: str, cause: str, by_model: bool
) -> None:
    with pytest.raises(ProviderError) as caught:
        read_created(error(code, message, status))
    assert (caught.value.retry, caught.value.cause, caught.value.by_model) == (retry, cause, by_model)
    assert (caught.value.code, caught.value.message, caught.value.request_id) == (code, message, "req-9")


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504])
@pytest.mark.parametrize(
    "body",
    [
        b"<html>Bad gateway</html>",
        b"",
        b"[1]",
        b"null",
        b"\xff\xfe",
        b"[" * 90_000,
        b'{"message": "no code"}',
        b'{"code": 429, "message": "a gateway counts"}',
        b'{"code": "rate_limited", "message": "a proxy speaks JSON too"}',
    ],
)
def test_an_error_that_is_not_the_providers_json_leaves_the_outcome_open(status: int, body: bytes) -> None:
    with pytest.raises(ProviderError) as caught:
        read_created(reply(status=status, body=body))
    assert caught.value.retry == "unknown"
    assert caught.value.charged is None


def test_a_task_that_is_not_found_says_nothing_about_the_account() -> None:
    with pytest.raises(ProviderError) as caught:
        read_task(error("NotFound", status=404))
    assert (caught.value.retry, caught.value.cause) == ("final", "not-found")


def test_a_cancel_that_came_too_late_is_refused_for_good() -> None:
    with pytest.raises(ProviderError) as caught:
        read_cancel(error("UnsupportedOperation", "Failed to cancel the task"))
    assert (caught.value.retry, caught.value.cause) == ("final", "not-pending")


def test_a_bad_key_shows_in_the_free_test() -> None:
    with pytest.raises(ProviderError) as caught:
        read_models(error("InvalidApiKey", "No API-key provided.", 401))
    assert caught.value.retry == "key"


TASK_ROWS = [
    ("InvalidParameter", "The product is not activated", "account", "not-activated"),
    ("InvalidParameter", "The size is not match (1280*721)", "final", "size-mismatch"),
    ("DataInspectionFailed", "Output data may contain inappropriate content", "final", "content-output"),
    ("InternalError.Upload", "Failed to upload result.", "final", "upload-failed"),
    ("InternalError.FileUpload", "Failed to upload result.", "final", "upload-failed"),
    ("InternalError.Timeout", "", "final", "task-timeout"),
    ("RequestTimeOut", "", "final", "task-timeout"),
    ("InternalError", "", "final", "service-fault"),
    ("Throttling", "", "final", "throttled"),
    ("Arrearage", "", "account", "arrearage"),
    ("SomethingNew", "never seen", "final", "provider-refused"),
    ("", "", "final", "task-failed"),
]


@pytest.mark.parametrize(("code", "message", "retry", "cause"), TASK_ROWS)
def test_the_reason_inside_a_failed_task_means(code: str, message: str, retry: str, cause: str) -> None:
    output = {"task_id": "t", "task_status": "FAILED", "code": code, "message": message}
    reading = read_task(reply({"request_id": "r", "output": output}))
    assert (reading.retry, reading.cause) == (retry, cause)


def test_every_cause_of_the_table_can_be_explained() -> None:
    assert {rule.cause for rule in RULES} <= CAUSES.keys()


def test_a_withheld_film_is_the_only_refusal_whose_price_is_open() -> None:
    open_ends = {cause.code for cause in CAUSES.values() if cause.charged is None}
    assert open_ends == {"content-output", "timeout", "connection-lost", "unreadable", "redirected"}


def test_a_missing_activation_is_for_an_admin_and_cost_nothing() -> None:
    assert CAUSES["not-activated"].fixer is Fixer.ADMIN
    assert CAUSES["not-activated"].charged is False


def test_the_text_of_an_error_keeps_the_providers_words_out_of_logs() -> None:
    with pytest.raises(ProviderError) as caught:
        read_created(error("InvalidParameter", "a prompt\nof somebody"))
    assert "somebody" not in str(caught.value)
