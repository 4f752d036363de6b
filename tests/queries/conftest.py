"""People who have ordered films."""

from tests.desk import ada, house, lin, mara

__all__ = ["ada", "house", "lin", "mara"]
