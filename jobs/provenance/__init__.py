"""Where a film comes from, told in a file beside it and inside its copies, and read back from either. Plain Python."""

from jobs.provenance.appended import MOST
from jobs.provenance.details import Cost, Details, Film, Times, Wish, write
from jobs.provenance.inside import append
from jobs.provenance.label import KEYWORD
from jobs.provenance.reading import Unreadable, read

__all__ = ["KEYWORD", "MOST", "Cost", "Details", "Film", "Times", "Unreadable", "Wish", "append", "read", "write"]
