"""Django admin: keys, prices, people, spaces, tokens and the audit log, for those who look after the studio.

What must keep its history is added and retired here, never edited or deleted; nothing shows a sealed key.
"""

from jobs.admin import films, keys, log, people, prices

__all__ = ["films", "keys", "log", "people", "prices"]
