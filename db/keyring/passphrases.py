"""Passphrases: what may be set, and how they are read."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from amnesty.errors.keys import PassphraseGuessableError, PassphraseTooLongError
from amnesty.errors.store import PassphraseTooShortError

LEAST_PASSPHRASE = 12
"""Characters; the files may be copied and then guessed at without end."""

LEAST_GUESSES = 10**8
"""Of somebody who knows the lists of breached passwords, names, words and keyboards."""

NEAR = (
    *(
        "carly",
        "carlys",
        "amnesty",
        "cannabis",
        "marijuana",
        "council",
        "register",
        "patient",
    ),
    *("clerk", "supervisor", "auditor", "administrator", "police", "certificate"),
)
"""Words that lie near at this desk: they are guessed first here."""

_LOOKED_AT = 72
"""Characters: what is longer is not guessed, and looking at all of it takes long."""

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
        PassphraseGuessableError: it is in the lists of breached passwords, or nearly.
        PassphraseTooLongError: it has more bytes than can be handed over anywhere.
    """
    if len(normal(passphrase).encode()) > MOST_PASSPHRASE:
        raise PassphraseTooLongError(MOST_PASSPHRASE)
    if len(normal(passphrase)) < LEAST_PASSPHRASE:
        raise PassphraseTooShortError(LEAST_PASSPHRASE)
    if _guesses(normal(passphrase)) < LEAST_GUESSES:
        raise PassphraseGuessableError


def _guesses(passphrase: str) -> int:
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its lists are read only when one is set

    found = zxcvbn(passphrase[:_LOOKED_AT], user_inputs=list(NEAR))
    return int(found["guesses"])


def normal(passphrase: str) -> str:
    """Return the passphrase as every keyboard types it (RFC 8265 section 4.2)."""
    return unicodedata.normalize("NFC", passphrase)
