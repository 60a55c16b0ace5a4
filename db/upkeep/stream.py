"""The sealed stream of a backup file: chunks that cannot be cut, moved or joined.

Each chunk is AES-256-GCM. Its nonce is its place, its key follows from the header, and
its length with the mark of the last chunk is bound to it.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from amnesty.errors.backup import BackupDamagedError, BackupExistsError
from db.folder import as_store_error, settle
from db.keyring.keys import derived
from db.sealing import TAG_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LENGTH_SIZE = 4
_LAST = 1 << 31
_LONGEST_CHUNK = 64 << 20


class Stream:
    """The sealed chunks of one backup, each bound to its place and to the header."""

    def __init__(self, header: bytes, root: bytes) -> None:
        """Take the header, which is bound to all of it, and the key it follows from."""
        self._cipher = AESGCM(derived(root, hashlib.sha256(header).hexdigest()))
        self._place = 0

    def seal(self, text: bytes, blob: bytes, *, is_last: bool) -> bytes:
        """Return the next chunk with its length before it."""
        plain = len(text).to_bytes(_LENGTH_SIZE, "big") + text + blob
        length = len(plain) | (_LAST if is_last else 0)
        before = length.to_bytes(_LENGTH_SIZE, "big")
        return before + self._cipher.encrypt(self._nonce(), plain, before)

    def open(self, source: BinaryIO, file: Path) -> tuple[bytes, bytes, bool]:
        """Return the next chunk's text and blob, and whether it is the last.

        Raises:
            BackupDamagedError: it is not the chunk that belongs here, whole.
        """
        before = source.read(_LENGTH_SIZE)
        number = int.from_bytes(before, "big")
        length, is_last = number & ~_LAST, bool(number & _LAST)
        if len(before) < _LENGTH_SIZE or length > _LONGEST_CHUNK:
            raise BackupDamagedError(file)
        sealed = source.read(length + TAG_SIZE)
        try:
            plain = self._cipher.decrypt(self._nonce(), sealed, before)
        except (InvalidTag, ValueError):
            raise BackupDamagedError(file) from None
        size = int.from_bytes(plain[:_LENGTH_SIZE], "big")
        rest = plain[_LENGTH_SIZE:]
        return rest[:size], rest[size:], is_last

    def _nonce(self) -> bytes:
        self._place += 1
        return self._place.to_bytes(12, "big")


@contextmanager
def written(file: Path) -> Iterator[BinaryIO]:
    """Lend a file that only its owner reads; it gets its name when it is whole.

    Raises:
        BackupExistsError: there is a file of this name.
        StoreError: there is no room, or it may not be written there.
    """
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    with as_store_error():
        try:
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            raise BackupExistsError(file) from None
        try:
            descriptor = os.open(
                temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
            )
            with os.fdopen(descriptor, "wb") as opened:
                yield opened
                opened.flush()
                os.fsync(opened.fileno())
            temporary.replace(file)
        except BaseException:
            temporary.unlink(missing_ok=True)
            file.unlink(missing_ok=True)
            raise
        settle(file.parent)
