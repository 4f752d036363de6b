"""The provider's clock: Beijing time without a zone in answers about one task, epoch milliseconds in the list."""

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def beijing(epoch: float) -> str:
    """`2026-03-20 11:48:50.499`"""
    return datetime.fromtimestamp(epoch, BEIJING).isoformat(sep=" ", timespec="milliseconds")[:-6]


def milliseconds(epoch: float) -> int:
    return int(epoch * 1000)


def epoch(compact: str) -> float:
    """Of `20260320114850`, read as Beijing time. Raises ValueError for anything else."""
    if len(compact) != 14 or not compact.isascii():
        raise ValueError(compact)
    return datetime.strptime(compact, "%Y%m%d%H%M%S").replace(tzinfo=BEIJING).timestamp()
