"""The failure explainer, held against the provider's table of errors as it is documented, code by code.

Each answer says what happened, whether it was charged, who can mend it and the one thing to do now, in both languages.
https://help.aliyun.com/en/model-studio/error-code
"""

import re
from enum import StrEnum

import pytest
from django.utils import timezone
from django.utils.translation import override

from jobs import words
from jobs.dashscope import ProviderError, RetryClass, read_cancel, read_created, read_task
from jobs.models import Order, Render
from jobs.states import State
from jobs.words import Action, ErrorWords
from tests.dashscope.answers import error, reply


class By(StrEnum):
    """Who can do something about it."""

    AUTHOR = "author"
    ADMIN = "admin"
    PROGRAM = "program"
    NOBODY = "nobody"


REFUSED = [
    # (HTTP status, code, key words of the message, who can mend it)
    (400, "InvalidParameter", "Required parameter(s) missing or invalid", By.AUTHOR),
    (400, "InvalidParameter", "Field required: input.prompt", By.AUTHOR),
    (400, "InvalidParameter", "The size is not match", By.AUTHOR),
    (400, "InvalidParameter", "The product is not activated", By.ADMIN),
    (400, "InvalidParameter", "url error, please check url!", By.ADMIN),
    (400, "InvalidParameter", "Model not exist.", By.ADMIN),
    (404, "ModelNotFound", "", By.ADMIN),
    (400, "BadRequest.EmptyInput", "", By.PROGRAM),
    (400, "BadRequest.EmptyParameters", "", By.PROGRAM),
    (400, "BadRequest.EmptyModel", "", By.PROGRAM),
    (400, "BadRequest.IllegalInput", "", By.PROGRAM),
    (400, "DataInspectionFailed", "Input data may contain inappropriate content.", By.AUTHOR),
    (400, "IPInfringementSuspect", "", By.AUTHOR),
    (400, "CustomRoleBlocked", "", By.ADMIN),
    (400, "FaqRuleBlocked", "", By.ADMIN),
    (400, "Arrearage", "make sure your account is in good standing", By.ADMIN),
    (401, "InvalidApiKey", "Invalid API-key provided.", By.ADMIN),
    (401, "InvalidApiKey", "No API-key provided.", By.ADMIN),
    (401, "NOT AUTHORIZED", "", By.ADMIN),
    (403, "AccessDenied", "current user api does not support synchronous calls", By.PROGRAM),
    (404, "WorkSpaceNotFound", "", By.ADMIN),
    (404, "NotFound", "", By.ADMIN),
    (403, "AccessDenied", "", By.ADMIN),
    (403, "App.AccessDenied", "", By.ADMIN),
    (403, "AccessDenied.Unpurchased", "", By.ADMIN),
    (403, "Model.AccessDenied", "", By.ADMIN),
    (403, "Workspace.AccessDenied", "", By.ADMIN),
    (403, "AllocationQuota.FreeTierOnly", "", By.ADMIN),
    (429, "Throttling", "", By.NOBODY),
    (429, "Throttling.RateQuota", "", By.NOBODY),
    (429, "LimitRequests", "", By.NOBODY),
    (429, "Throttling.BurstRate", "", By.NOBODY),
    (429, "Throttling.AllocationQuota", "Allocated quota exceeded", By.ADMIN),
    (429, "Throttling.AllocationQuota", "Free allocated quota exceeded.", By.ADMIN),
    (429, "CommodityNotPurchased", "", By.ADMIN),
    (429, "PrepaidBillOverdue", "", By.ADMIN),
    (429, "PostpaidBillOverdue", "", By.ADMIN),
    (503, "ModelUnavailable", "", By.NOBODY),
    (503, "ModelServingError", "", By.NOBODY),
]
UNCLEAR = [
    (408, "RequestTimeOut", "", By.NOBODY),
    (500, "RequestTimeOut", "", By.NOBODY),
    (500, "InternalError", "", By.NOBODY),
    (500, "InternalError.Algo", "", By.NOBODY),
    (500, "ModelServiceFailed", "", By.NOBODY),
    (500, "SystemError", "", By.NOBODY),
]
ENDED = [
    # (code, key words, who, charged: None is "probably not" or "perhaps")
    ("InvalidParameter", "The size is not match", By.AUTHOR, False),
    ("InvalidParameter", "The product is not activated", By.ADMIN, False),
    ("DataInspectionFailed", "Input data may contain", By.AUTHOR, False),
    ("DataInspectionFailed", "Output data may contain", By.AUTHOR, None),
    ("InternalError", "", By.NOBODY, False),
    ("InternalError.Algo", "", By.NOBODY, False),
    ("InternalError.Upload", "Failed to upload result.", By.NOBODY, False),
    ("InternalError.FileUpload", "Failed to upload result.", By.NOBODY, False),
    ("InternalError.Timeout", "", By.NOBODY, False),
    ("", "", By.NOBODY, False),
]
HAN = re.compile(r"[\u4e00-\u9fff]")
MONEY = {
    False: "Nothing was charged.",
    None: "Whether it was charged is not known: see the receipt and the provider's bill.",
}


def told(cause: str, code: str, message: str, charged: bool | None) -> ErrorWords:
    return words.error(cause, {"code": code, "request_id": "req-9"}, message, charged)


def explains(said: ErrorWords, by: By) -> bool:
    """Whether the advice and the button lead to the one who can mend it."""
    if by is By.AUTHOR:
        return said.action in (Action.EDIT_PROMPT, Action.CHANGE_SETTINGS)
    if by is By.ADMIN:
        return "admin" in said.advice and said.action in (Action.KEYS, Action.EDIT_PROMPT)
    if by is By.PROGRAM:
        return "fault of the program" in said.advice and "req-9" in said.advice
    return said.action is Action.AGAIN


def in_chinese(cause: str, code: str, message: str, charged: bool | None) -> bool:
    with override("zh-hans"):
        said = told(cause, code, message, charged)
        return all(HAN.search(text) for text in (said.message, said.advice, said.label))


@pytest.mark.parametrize(("status", "code", "message", "by"), REFUSED)
def test_a_refused_order_is_explained(status: int, code: str, message: str, by: By) -> None:
    with pytest.raises(ProviderError) as caught:
        read_created(error(code, message, status))
    assert caught.value.charged is False
    said = told(caught.value.cause, code, message, False)
    assert said.message.endswith("Nothing was charged.")
    assert "do not know this answer" not in said.message
    assert said.label
    assert explains(said, by), said
    assert in_chinese(caught.value.cause, code, message, False)


@pytest.mark.parametrize(("status", "code", "message", "by"), UNCLEAR)
def test_an_answer_that_leaves_the_outcome_open_does_not_promise_that_it_was_free(
    status: int, code: str, message: str, by: By
) -> None:
    with pytest.raises(ProviderError) as caught:
        read_created(error(code, message, status))
    assert (caught.value.retry, caught.value.charged) == (RetryClass.UNKNOWN, None)
    said = told(caught.value.cause, code, message, None)
    assert said.message.endswith(MONEY[None])
    assert explains(said, by)
    assert in_chinese(caught.value.cause, code, message, None)


@pytest.mark.parametrize(("code", "message", "by", "charged"), ENDED)
def test_a_film_that_failed_over_there_is_explained(code: str, message: str, by: By, charged: bool | None) -> None:
    output = {"task_id": "t", "task_status": "FAILED", "code": code, "message": message}
    cause = read_task(reply({"request_id": "req-9", "output": output})).cause
    said = told(cause, code, message, charged)
    money = MONEY[False] if charged is False else "By the provider's rules it was probably not charged."
    assert said.message.endswith(money)
    assert explains(said, by)
    assert in_chinese(cause, code, message, charged)


@pytest.mark.parametrize(("status", "code", "message", "by"), [row for row in REFUSED if row[3] is By.ADMIN])
def test_what_holds_the_others_says_what_it_means_for_them(status: int, code: str, message: str, by: By) -> None:
    with pytest.raises(ProviderError) as caught:
        read_created(error(code, message, status))
    if caught.value.retry not in (RetryClass.ACCOUNT, RetryClass.KEY):
        return  # of a rule or a quota only this film is refused
    held = words.hold(caught.value.cause)
    assert re.search(r"[Ff]ilms .*wait", held.message)
    assert "admin" in held.advice
    with override("zh-hans"):
        held = words.hold(caught.value.cause)
        assert "等待" in held.message
        assert "管理员" in held.advice


def test_a_cancel_that_came_too_late_offers_nothing() -> None:
    with pytest.raises(ProviderError) as caught:
        read_cancel(error("UnsupportedOperation", "Failed to cancel the task"))
    said = words.error(caught.value.cause, charged=True)
    assert (said.message, said.action) == (
        "It was already rendering and could not be stopped. It was charged.",
        Action.NOTHING,
    )


# ------------------------------------------------------------------ the texts as they were agreed

AGREED = [
    ("content-prompt", False, "The content check refused this prompt. Nothing was charged.",
     "提示词未通过内容审核。没有扣费。"),
    ("content-output", None, "The film was made, but the content check withheld it.",
     "成片未通过内容审核，被服务商扣下。"),
]  # fmt: skip
HELD = [
    ("not-activated", "PixVerse is not switched on in this Alibaba Cloud account.", "此阿里云账号尚未开通 PixVerse。"),
    ("arrearage", "The Alibaba Cloud bill is unpaid. New films wait, running ones go on.",
     "阿里云账号欠费。新任务等待中，进行中的不受影响。"),
    ("key-refused", "The provider refused this key: wrong, deleted, or from another region. "
     "Films wait, nothing was charged.",
     "服务商拒绝了此密钥：可能有误、已删除或属于其他地域。任务在等待，没有扣费。"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "charged", "english", "chinese"), AGREED)
def test_a_failure_reads_as_agreed(code: str, charged: bool | None, english: str, chinese: str) -> None:
    assert words.error(code, charged=charged).message.startswith(english)
    with override("zh-hans"):
        assert words.error(code, charged=charged).message.startswith(chinese)


@pytest.mark.parametrize(("code", "english", "chinese"), HELD)
def test_a_hold_reads_as_agreed(code: str, english: str, chinese: str) -> None:
    assert words.hold(code).message.startswith(english)
    with override("zh-hans"):
        assert words.hold(code).message.startswith(chinese)


def test_a_full_disk_tells_how_long_nothing_is_lost() -> None:
    held = words.hold("disk", {"left": 78_000})
    assert held.message == (
        "The studio's disk is full. Nothing is lost: finished films stay at the provider for 21 h 40 m, "
        "and nothing new is sent."
    )
    with override("zh-hans"):
        assert "成片在服务商处还会保留 21 小时 40 分" in words.hold("disk", {"left": 78_000}).message


def test_an_unknown_answer_keeps_its_request_id_on_the_card_however_much_was_said() -> None:
    film = Render(
        order=Order(), state=State.FAILED, error_code="provider-refused", charged=False,
        error_params={"request_id": "req-9"}, error_raw="Quota of moonlight exceeded " * 20,
    )  # fmt: skip
    line = words.line(film, timezone.now())
    assert line.startswith("The provider says “Quota of moonlight exceeded Quota")
    assert line.endswith("Request req-9. Nothing was charged.")
    assert len(line) < 180
