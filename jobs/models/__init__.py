"""Everything that is remembered."""

from jobs.models.asset import Asset
from jobs.models.audit import AuditEntry
from jobs.models.batch import Batch
from jobs.models.boards import Board, Shelved, Tag, Tagged
from jobs.models.desk import Draft, Favourite
from jobs.models.event import Event
from jobs.models.holds import Holdable, hold_columns, no_hold
from jobs.models.money import LedgerLine, Price
from jobs.models.news import News
from jobs.models.order import Order
from jobs.models.people import AccessToken, Membership, Space, User, fold_email
from jobs.models.provider import FoundTask, Lane, ProviderAccount, ProviderKey
from jobs.models.querysets import RenderQuerySet
from jobs.models.render import IllegalMove, Overtaken, Render
from jobs.models.shares import Comment, Pick, Share, Shared
from jobs.models.studio import Heartbeat, Studio
from jobs.models.submission import Submission
from jobs.models.templates import PromptTemplate
from jobs.models.trash import TRASH_DAYS, doom, doomable

__all__ = [
    "TRASH_DAYS",
    "AccessToken",
    "Asset",
    "AuditEntry",
    "Batch",
    "Board",
    "Comment",
    "Draft",
    "Event",
    "Favourite",
    "FoundTask",
    "Heartbeat",
    "Holdable",
    "IllegalMove",
    "Lane",
    "LedgerLine",
    "Membership",
    "News",
    "Order",
    "Overtaken",
    "Pick",
    "Price",
    "PromptTemplate",
    "ProviderAccount",
    "ProviderKey",
    "Render",
    "RenderQuerySet",
    "Share",
    "Shared",
    "Shelved",
    "Space",
    "Studio",
    "Submission",
    "Tag",
    "Tagged",
    "User",
    "doom",
    "doomable",
    "fold_email",
    "hold_columns",
    "no_hold",
]
