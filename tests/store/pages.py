"""Opens the pages of a SQLCipher file with its key, those that are free included.

So a test sees what a thief with the key would: not rows, but every byte that is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = 4096
_IV_AND_TAG = 16 + 64
_SALT = 16
_LOG_HEADER = 32
_FRAME_HEADER = 24


def readable_pages(folder: Path, key: bytes) -> bytes:
    """Return every page of the file and of its write-ahead log, opened."""
    content = (folder / "register.db").read_bytes()
    log = folder / "register.db-wal"
    opened = [
        _page(content[at : at + PAGE], key, first=at == 0)
        for at in range(0, len(content), PAGE)
    ]
    if log.exists():
        opened += _frames(log.read_bytes(), key)
    return b"".join(opened)


def _frames(content: bytes, key: bytes) -> Iterator[bytes]:
    for at in range(_LOG_HEADER, len(content), _FRAME_HEADER + PAGE):
        number = int.from_bytes(content[at : at + 4], "big")
        begin = at + _FRAME_HEADER
        yield _page(content[begin : begin + PAGE], key, first=number == 1)


def _page(page: bytes, key: bytes, *, first: bool) -> bytes:
    end = len(page) - _IV_AND_TAG
    vector = page[end : end + 16]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(page[_SALT if first else 0 : end])
