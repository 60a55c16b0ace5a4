"""The key file beside the database: a copy of every slot, needed before it opens.

The sealed staff table is the truth; this file is checked against it and written again
from it. It holds names of staff, public keys and sealed keys, nothing of patients. The
recovery code's slot has a file of its own, which nothing rewrites.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amnesty.errors.register import (
    KeyFileDamagedError,
    KeyFileMissingError,
    KeyFileVersionError,
)
from db.folder import as_store_error, write_private
from db.keyring.slots import Slot
from db.sealing import Codec, UnopenedError, canonical

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = "carlys-amnesty/keys/1"
_LONGEST_FORMAT = 60
_MOST_BYTES = 16 << 20
"""Thousands of accounts take less; a longer file is something else."""


@dataclass(frozen=True, kw_only=True)
class KeyFile:
    """The slots of one register."""

    register: str
    """The register's id, in hexadecimal: keys are bound to it."""
    slots: tuple[Slot, ...]


_CODEC = Codec(KeyFile)


def read_key_file(file: Path) -> KeyFile:
    """Return the slots in a key file.

    Raises:
        KeyFileMissingError: there is no such file.
        KeyFileVersionError: another version wrote it.
        KeyFileDamagedError: it is not as it was written.
    """
    with as_store_error():
        if not file.is_file():
            raise KeyFileMissingError(file)
        with file.open("rb") as opened:
            content = opened.read(_MOST_BYTES)
    outer = _outer(content)
    if outer is None:
        raise KeyFileDamagedError(file)
    form, keys = outer["format"], outer.get("keys")
    if form != FORMAT:
        raise KeyFileVersionError(file, form)
    if outer.get("sha256") != hashlib.sha256(canonical(keys)).hexdigest():
        raise KeyFileDamagedError(file)
    try:
        return _CODEC.read(json.dumps([keys]).encode())
    except UnopenedError:
        raise KeyFileDamagedError(file) from None


def write_key_file(file: Path, keys: KeyFile) -> None:
    """Write a key file in one step: a power cut leaves the old one or the new one."""
    [content] = json.loads(_CODEC.write(keys))
    outer = {
        "format": FORMAT,
        "keys": content,
        "sha256": hashlib.sha256(canonical(content)).hexdigest(),
    }
    text = json.dumps(outer, indent=1, ensure_ascii=False)
    write_private(file, text.encode() + b"\n")


def _outer(content: bytes) -> dict[str, Any] | None:
    """Return the file's outer object; None where there is none that is whole."""
    with suppress(ValueError, RecursionError):
        outer = json.loads(content)
        form = outer.get("format") if isinstance(outer, dict) else None
        if isinstance(form, str) and len(form) <= _LONGEST_FORMAT:
            return outer  # type: ignore[no-any-return] # JSON has no types
    return None
