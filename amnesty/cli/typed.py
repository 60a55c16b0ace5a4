"""A passphrase that a script hands over, from a descriptor or a private file."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from amnesty.errors.session import PassphraseFileError
from amnesty.errors.streams import PassphraseUnreadableError

if TYPE_CHECKING:
    from pathlib import Path

_ANYONE_ELSE = stat.S_IRWXG | stat.S_IRWXO
_LONGEST_PASSPHRASE = 1024
"""Bytes: what is longer is some other file."""


def from_descriptor(fd: int) -> str:
    """Read one line, byte by byte, so that the next passphrase can follow on it.

    Raises:
        PassphraseUnreadableError: it cannot be read, or holds none.
    """
    where = f"file descriptor {fd}"
    line = bytearray()
    try:
        while len(line) <= _LONGEST_PASSPHRASE:
            byte = os.read(fd, 1)
            if byte in (b"", b"\n"):
                break
            line += byte
    except OSError as error:
        why = error.strerror or "it cannot be read"
        raise PassphraseUnreadableError(where, why) from None
    return _passphrase(bytes(line), where)


def from_file(file: Path) -> str:
    """Read the first line of a file that others cannot read.

    Raises:
        PassphraseFileError: it cannot be read, or others can read it.
        PassphraseUnreadableError: it holds none.
    """
    try:
        with file.open("rb") as opened:
            mode = os.fstat(opened.fileno()).st_mode
            content = opened.readline(_LONGEST_PASSPHRASE + 2)
    except OSError as error:
        why = error.strerror or "unknown"
        raise PassphraseFileError(str(file), f"cannot be read: {why}") from None
    if os.name == "posix" and mode & _ANYONE_ELSE:
        raise PassphraseFileError(str(file), "can be read by others: chmod 600 it")
    return _passphrase(content.removesuffix(b"\n"), f"the file {file}")


def _passphrase(line: bytes, where: str) -> str:
    """Return the text of a line that is to be a passphrase.

    Raises:
        PassphraseUnreadableError: it is empty, too long or no text.
    """
    try:
        passphrase = line.decode().rstrip("\r")
    except UnicodeDecodeError:
        raise PassphraseUnreadableError(where, "it is not UTF-8 text") from None
    if not passphrase:
        raise PassphraseUnreadableError(where, "its first line is empty")
    if len(line) > _LONGEST_PASSPHRASE:
        raise PassphraseUnreadableError(where, "its first line is too long")
    return passphrase
