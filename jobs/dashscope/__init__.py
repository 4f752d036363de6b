"""The client of DashScope (Model Studio): pure readers and orders, and a thin shell that carries them.

    Wish ─► orders ─► client (transport) ─► Reply ─► readers ─► Created, TaskReading, TaskPage
                          └─ lost ─┐            └─ verdict ─┐
                                   └──► ProviderError ◄─────┘

A `Reply` is kept raw, so that a crash between answer and commit can read it again from its spool file.
"""

from jobs.dashscope.causes import CAUSES, Cause, Fixer
from jobs.dashscope.client import Client
from jobs.dashscope.errors import ProviderError, RetryClass
from jobs.dashscope.orders import Wish
from jobs.dashscope.prompts import Fit, prompt_fit
from jobs.dashscope.readers import read_cancel, read_created, read_models, read_page, read_task
from jobs.dashscope.readings import STATUSES, Created, TaskPage, TaskReading, TaskRow, Usage
from jobs.dashscope.reply import Reply
from jobs.dashscope.verdict import Call, Verdict, judge, judge_task

__all__ = [
    "CAUSES",
    "STATUSES",
    "Call",
    "Cause",
    "Client",
    "Created",
    "Fit",
    "Fixer",
    "ProviderError",
    "Reply",
    "RetryClass",
    "TaskPage",
    "TaskReading",
    "TaskRow",
    "Usage",
    "Verdict",
    "Wish",
    "judge",
    "judge_task",
    "prompt_fit",
    "read_cancel",
    "read_created",
    "read_models",
    "read_page",
    "read_task",
]
