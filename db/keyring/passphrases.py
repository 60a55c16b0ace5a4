"""Passphrases: what may be set, and how they are read."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from amnesty.errors.keys import PassphraseTooLongError
from amnesty.errors.store import PassphraseTooShortError

LEAST_PASSPHRASE = 12
"""Characters; the files may be copied and then guessed at without end."""

MOST_PASSPHRASE = 1024
"""Bytes; what is longer is some other text, and no job reads it from a file."""


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """What somebody signs in with."""

    passphrase: str
    key_file: bytes | None = None
    """The secret in the key file, where the account has one."""


def require_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is too short to be set.

    Raises:
        PassphraseTooShortError: it has fewer than 12 characters.
        PassphraseTooLongError: it has more bytes than can be handed over anywhere.
    """
    if len(normal(passphrase).encode()) > MOST_PASSPHRASE:
        raise PassphraseTooLongError(MOST_PASSPHRASE)
    if len(normal(passphrase)) < LEAST_PASSPHRASE:
        raise PassphraseTooShortError(LEAST_PASSPHRASE)


def normal(passphrase: str) -> str:
    """Return the passphrase as every keyboard types it (RFC 8265 section 4.2)."""
    return unicodedata.normalize("NFC", passphrase)
