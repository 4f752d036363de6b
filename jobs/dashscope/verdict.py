"""The retry classes as one table: what an error answer of the provider means, for each kind of call.

Key words of the message are matched before codes, because the service reuses `InvalidParameter` for quite different
troubles. https://help.aliyun.com/en/model-studio/error-code
"""

from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from jobs.dashscope.errors import RetryClass

ACCOUNT, FINAL, KEY = RetryClass.ACCOUNT, RetryClass.FINAL, RetryClass.KEY
THROTTLED, UNKNOWN = RetryClass.THROTTLED, RetryClass.UNKNOWN


class Call(StrEnum):
    """The calls of the service; TASK is not a call but the reason inside a task that FAILED."""

    CREATE = "create"
    QUERY = "query"
    LIST = "list"
    CANCEL = "cancel"
    MODELS = "models"
    TASK = "task"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row: all of the given conditions must hold. `codes` are shell patterns, `text` is in lower case."""

    cause: str
    retry: RetryClass
    text: str = ""
    codes: tuple[str, ...] = ()
    calls: frozenset[Call] = frozenset(Call)
    by_model: bool = False

    def fits(self, call: Call, code: str, message: str) -> bool:
        return call in self.calls and self.text in message.lower() and (not self.codes or self.names(code))

    def names(self, code: str) -> bool:
        return any(fnmatchcase(code, pattern) for pattern in self.codes)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    retry: RetryClass
    cause: str
    by_model: bool = False


def _text(text: str, retry: RetryClass, cause: str, *codes: str, by_model: bool = False) -> Rule:
    return Rule(text=text, retry=retry, cause=cause, codes=codes, by_model=by_model)


def _code(retry: RetryClass, cause: str, *codes: str, by_model: bool = False) -> Rule:
    return Rule(retry=retry, cause=cause, codes=codes, by_model=by_model)


RULES: tuple[Rule, ...] = (
    # texts
    _text("not activated", ACCOUNT, "not-activated"),
    _text("free allocated quota exceeded", ACCOUNT, "free-quota"),
    _text("url error", ACCOUNT, "wrong-url"),
    _text("model not exist", ACCOUNT, "model-not-found", by_model=True),
    _text("synchronous calls", ACCOUNT, "sync-call"),
    _text("size is not match", FINAL, "size-mismatch"),
    _text("field required", FINAL, "parameter-missing"),
    _text("required parameter(s) missing", FINAL, "parameter-missing"),
    _text("input data", FINAL, "content-prompt", "DataInspectionFailed"),
    _text("output data", FINAL, "content-output", "DataInspectionFailed"),
    # the account
    _code(ACCOUNT, "model-not-found", "ModelNotFound", by_model=True),
    _code(ACCOUNT, "no-right", "Model.AccessDenied", by_model=True),
    _code(ACCOUNT, "free-quota", "AllocationQuota.FreeTierOnly"),
    _code(ACCOUNT, "not-purchased", "AccessDenied.Unpurchased", "CommodityNotPurchased"),
    _code(ACCOUNT, "no-right", "AccessDenied", "AccessDenied.*", "*.AccessDenied"),
    _code(ACCOUNT, "arrearage", "Arrearage"),
    _code(ACCOUNT, "bill-overdue", "PrepaidBillOverdue", "PostpaidBillOverdue"),
    _code(ACCOUNT, "workspace-not-found", "WorkSpaceNotFound", "WorkspaceNotFound"),
    # A create that finds nothing at its address will find nothing for any render; a task that is gone is only itself.
    Rule(retry=ACCOUNT, cause="not-found", codes=("NotFound",), calls=frozenset({Call.CREATE})),
    _code(FINAL, "not-found", "NotFound"),
    # the key
    _code(KEY, "key-refused", "InvalidApiKey"),
    _code(KEY, "workspace-refused", "NOT AUTHORIZED"),
    # the rate
    _code(THROTTLED, "quota", "Throttling.AllocationQuota"),
    _code(THROTTLED, "throttled", "Throttling", "Throttling.*", "LimitRequests"),
    _code(THROTTLED, "overloaded", "ModelUnavailable", "ModelServingError"),
    # this request
    _code(FINAL, "content", "DataInspectionFailed"),
    _code(FINAL, "content-ip", "IPInfringementSuspect"),
    _code(FINAL, "content-rule", "CustomRoleBlocked", "FaqRuleBlocked"),
    _code(FINAL, "not-pending", "UnsupportedOperation"),
    _code(FINAL, "malformed", "BadRequest.*"),
    _code(FINAL, "invalid-parameter", "InvalidParameter", "InvalidParameter.*"),
    # the service
    _code(UNKNOWN, "upload-failed", "InternalError.Upload", "InternalError.FileUpload"),
    _code(UNKNOWN, "task-timeout", "InternalError.Timeout"),
    _code(UNKNOWN, "timeout", "RequestTimeOut"),
    _code(UNKNOWN, "service-fault", "InternalError", "InternalError.*", "ModelServiceFailed", "SystemError"),
)


def known(code: str) -> bool:
    """Whether the code is one the service documents."""
    return any(rule.names(code) for rule in RULES)


def judge(call: Call, status: int, code: str, message: str) -> Verdict:
    """The meaning of an error answer that is the provider's own JSON.

    The status decides alone where it says that the outcome is open or the key bad; the table decides the rest.
    """
    rule = _rule(call, code, message)
    if status == 401:
        cause = rule.cause if rule and rule.retry is KEY else "key-refused"
        return Verdict(retry=KEY, cause=cause)
    if status == 503:
        cause = rule.cause if rule and rule.retry is THROTTLED else "overloaded"
        return Verdict(retry=THROTTLED, cause=cause)
    if status == 408 or not 400 <= status < 500:
        cause = rule.cause if rule and rule.retry is UNKNOWN else _bare_cause(status)
        return Verdict(retry=UNKNOWN, cause=cause)
    return _refused(rule, status)


def judge_task(code: str, message: str) -> Verdict:
    """The reason inside a FAILED task: its render is over; account and key troubles also hold the others."""
    if not code and not message:
        return Verdict(retry=FINAL, cause="task-failed")
    rule = _rule(Call.TASK, code, message)
    if rule is None:
        return Verdict(retry=FINAL, cause="provider-refused")
    holds = rule.retry in {ACCOUNT, KEY}
    return Verdict(retry=rule.retry if holds else FINAL, cause=_past(rule.cause), by_model=rule.by_model)


def judge_foreign(status: int) -> Verdict:
    """An answer that is not the provider's JSON: whoever spoke, it does not say what became of the request."""
    return Verdict(retry=UNKNOWN, cause=_bare_cause(status))


def _rule(call: Call, code: str, message: str) -> Rule | None:
    return next((rule for rule in RULES if rule.fits(call, code, message)), None)


def _refused(rule: Rule | None, status: int) -> Verdict:
    if rule is not None:
        return Verdict(retry=rule.retry, cause=rule.cause, by_model=rule.by_model)
    if status == 403:
        return Verdict(retry=ACCOUNT, cause="no-right")
    if status == 429:
        return Verdict(retry=THROTTLED, cause="throttled")
    return Verdict(retry=FINAL, cause="provider-refused")


def _bare_cause(status: int) -> str:
    if status == 408:
        return "timeout"
    if 300 <= status < 400:
        return "redirected"
    return "service-fault" if status >= 500 else "unreadable"


def _past(cause: str) -> str:
    """Of a task that ended, "timeout" is the service's own, not that of our line."""
    return "task-timeout" if cause == "timeout" else cause
