"""Sealing with a ring of keys: the first seals, every one of them opens.

https://cryptography.io/en/latest/fernet/#cryptography.fernet.MultiFernet
"""

import hashlib
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Unreadable(Exception):
    """No key of the ring opens this: the ring was lost, changed, or the text was damaged."""


class Box:
    """Seals texts. `ring` holds Fernet keys, newest first.

    :raises ValueError: the ring is empty or one of its keys is no Fernet key.
    """

    def __init__(self, ring: Sequence[str]) -> None:
        if not ring:
            raise ValueError("the key ring is empty")
        self._fernet = MultiFernet([Fernet(key) for key in ring])

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """:raises Unreadable: no key of the ring fits."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            # its message is empty, and its context would show the sealed text
            raise Unreadable("no key of the key ring opens this secret") from None

    def opens(self, sealed: str) -> bool:
        try:
            self.open(sealed)
        except Unreadable:
            return False
        return True


def fingerprint(secret: str) -> str:
    """16 hexadecimal digits that tell two secrets apart without telling either."""
    return hashlib.sha256(secret.encode()).hexdigest()[:16]
