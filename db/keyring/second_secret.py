"""A key file: a second secret of an account, kept apart from the passphrase.

It holds 256 random bits. What it holds goes into Argon2id with the passphrase, so that
neither opens anything without the other.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from amnesty.errors.keys import KeyFileWrongError
from db.folder import as_store_error, write_private
from db.sealing import KEY_SIZE

if TYPE_CHECKING:
    from pathlib import Path

    from amnesty.ports import Chance

_FORMAT = "carlys-amnesty key file 1"


def new_key_file(file: Path, chance: Chance) -> bytes:
    """Write a new key file and return its secret.

    Raises:
        KeyFileWrongError: there is such a file, which may be somebody's only one.
    """
    if file.exists():
        raise KeyFileWrongError(file, "there is such a file already")
    secret = chance(KEY_SIZE)
    write_private(file, f"{_FORMAT}\n{secret.hex()}\n".encode())
    return secret


def read_key_file_secret(file: Path) -> bytes:
    """Return the secret in a key file.

    Raises:
        KeyFileWrongError: it is missing, or is something else.
    """
    if not file.is_file():
        raise KeyFileWrongError(file, "there is no such file")
    with as_store_error(), file.open("rb") as opened:
        lines = opened.read(256).splitlines()
    if len(lines) == len((_FORMAT, "secret")) and lines[0] == _FORMAT.encode():
        with suppress(ValueError):
            secret = bytes.fromhex(lines[1].decode("ascii"))
            if len(secret) == KEY_SIZE:
                return secret
    raise KeyFileWrongError(file, "its content is something else")
