"""Every cause we can name for an answer of the provider, who can fix it, and whether money was spent.

Causes are stored; `jobs.words` turns them into sentences. A cause, once stored, keeps its meaning for ever.
https://help.aliyun.com/en/model-studio/error-code
"""

from dataclasses import dataclass
from enum import StrEnum


class Fixer(StrEnum):
    """Who can do something about a cause."""

    AUTHOR = "author"
    ADMIN = "admin"
    NOBODY = "nobody"
    PROGRAM = "program"


@dataclass(frozen=True, kw_only=True)
class Cause:
    """`charged` is None where nobody can know; `ProviderError.charged` also minds whether the outcome is open."""

    code: str
    fixer: Fixer
    charged: bool | None = False


def _causes(fixer: Fixer, *codes: str, charged: bool | None = False) -> tuple[Cause, ...]:
    return tuple(Cause(code=code, fixer=fixer, charged=charged) for code in codes)


CAUSES: dict[str, Cause] = {
    cause.code: cause
    for cause in (
        *_causes(
            Fixer.AUTHOR,
            "invalid-parameter",
            "parameter-missing",
            "size-mismatch",
            "content-prompt",
            "content",
            "content-ip",
        ),
        # The finished film was withheld: what that costs is not documented.
        *_causes(Fixer.AUTHOR, "content-output", charged=None),
        *_causes(Fixer.ADMIN, "not-activated", "not-purchased", "no-right", "free-quota", "quota"),
        *_causes(Fixer.ADMIN, "arrearage", "bill-overdue", "content-rule", "model-not-found"),
        *_causes(Fixer.ADMIN, "key-refused", "workspace-refused", "workspace-not-found", "not-found"),
        *_causes(Fixer.ADMIN, "wrong-url", "tls-failed"),
        *_causes(Fixer.PROGRAM, "malformed", "sync-call"),
        *_causes(Fixer.NOBODY, "throttled", "overloaded", "unreachable", "not-pending"),
        *_causes(Fixer.NOBODY, "upload-failed", "task-timeout", "task-failed", "provider-refused"),
        *_causes(Fixer.NOBODY, "service-fault"),
        *_causes(Fixer.NOBODY, "timeout", "connection-lost", "unreadable", charged=None),
        *_causes(Fixer.ADMIN, "redirected", charged=None),
    )
}
