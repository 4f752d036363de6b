"""Everything the provider says no with: status, code and message.

Codes and messages: https://help.aliyun.com/en/model-studio/error-code
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One way to fail; `status` is the HTTP status when it is said at once, 200 when a task ends with it."""

    status: int
    code: str
    message: str


class Refusal(Exception):
    """A call ends with this fault instead of an answer."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.status} {fault.code}: {fault.message}")
        self.fault = fault


class LineDropped(Exception):
    """The host must close the connection without sending a byte."""


NO_KEY = Fault(401, "InvalidApiKey", "No API-key provided.")
BAD_KEY = Fault(401, "InvalidApiKey", "Invalid API-key provided.")
DENIED = Fault(403, "AccessDenied", "Access denied.")
ARREARS = Fault(400, "Arrearage", "Access denied, please make sure your account is in good standing.")
NOT_ASYNCHRONOUS = Fault(403, "AccessDenied", "current user api does not support synchronous calls")
WRONG_PATH = Fault(400, "InvalidParameter", "url error, please check url!")
NOT_FOUND = Fault(404, "NotFound", "Not found.")

RATE = Fault(429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later.")
SEATS = Fault(429, "Throttling", "Requests throttling triggered.")

ILLEGAL_INPUT = Fault(400, "BadRequest.IllegalInput", "The input parameter requires json format.")
TOO_LARGE = Fault(400, "BadRequest.TooLarge", "Payload Too Large.")
EMPTY_MODEL = Fault(400, "BadRequest.EmptyModel", 'Required parameter "model" missing from request.')
EMPTY_INPUT = Fault(400, "BadRequest.EmptyInput", "Required input parameter missing from request.")
EMPTY_PARAMETERS = Fault(400, "BadRequest.EmptyParameters", 'Required parameter "parameters" missing from request.')
UNKNOWN_MODEL = Fault(400, "InvalidParameter", "Model not exist.")

MODERATED = Fault(400, "DataInspectionFailed", "Input data may contain inappropriate content.")
NOT_ACTIVATED = Fault(
    400, "InvalidParameter", "The product is not activated, please confirm that you have activated the product."
)
NOT_PENDING = Fault(
    400,
    "UnsupportedOperation",
    "Failed to cancel the task, please confirm if the task is in PENDING status.",
)
BROKEN = Fault(500, "InternalError", "An internal error has occured, please try again later.")

ALGORITHM_FAILED = Fault(200, "InternalError.Algo", "An internal error has occured during algorithm execution.")
WITHHELD = Fault(200, "DataInspectionFailed", "Output data may contain inappropriate content.")
SIZE_MISMATCH = Fault(200, "InvalidParameter", "The size is not match the model, please check the size.")


def missing(field: str) -> Refusal:
    return Refusal(Fault(400, "InvalidParameter", f"Field required: {field}"))


def invalid(field: str) -> Refusal:
    """A value out of its rule; the sentence is the provider's, the field's name is added for whoever debugs."""
    sentence = "Required parameter(s) missing or invalid, please check the request parameters."
    return Refusal(Fault(400, "InvalidParameter", f"{sentence} ({field})"))
