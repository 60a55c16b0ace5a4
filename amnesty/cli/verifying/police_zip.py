"""The files of a police file in a zip, strictly: plain files and no more.

It is refused by what it says of itself before anything in it is unpacked.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from amnesty.cli.shown import shown
from amnesty.cli.verifying.police_reading import MOST_BYTES, MOST_FILES, Files
from amnesty.credential.manifest import is_file_name, is_part_name
from amnesty.errors.lists import (
    BundleFileExtraError,
    BundleFileLinkedError,
    BundleFileTooLargeError,
    BundleZipRefusedError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_MOST_UNPACKED = 1 << 30
_MOST_RATIO = 64
"""How much smaller a zip makes a page of text, generously; lists hardly shrink."""
_SMALL = 1 << 16
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 1
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ArithmeticError,
    EOFError,
    RuntimeError,
    ValueError,
)
"""All that the library says of a damaged zip, of names and numbers in it too."""


def files_of(path: Path) -> Files:
    """Return the files of a zip.

    Raises:
        CredentialError: it has what does not belong there, or is not fit to unpack.
    """
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGED:
        raise BundleZipRefusedError("is damaged, or no zip at all") from None
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES or unpacked > _MOST_UNPACKED:
        raise BundleZipRefusedError("would unpack to more than any can hold")
    readers: dict[str, Callable[[], bytes]] = {}
    for entry in entries:
        folder, slash, inner = entry.filename.rpartition("/")
        if slash and not inner and is_part_name(folder) and not entry.file_size:
            continue
        is_placed = is_file_name(inner) and (not slash or is_part_name(folder))
        if not is_placed or entry.filename in readers:
            raise BundleFileExtraError(shown(entry.filename))
        _require_plain(entry)
        readers[entry.filename] = _unpacker(archive, entry)
    return Files(readers)


def _require_plain(entry: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        raise BundleFileLinkedError(entry.filename)
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
        raise BundleZipRefusedError("is locked, or packed in a way that is not read")
    if entry.file_size > MOST_BYTES:
        raise BundleFileTooLargeError(entry.filename)
    if entry.file_size > _SMALL + _MOST_RATIO * entry.compress_size:
        raise BundleZipRefusedError("would unpack to far more than its size")


def _unpacker(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            # No more is unpacked than the entry says, and its sum must be right.
            return archive.read(entry)
        except (*_DAMAGED, OSError):
            raise BundleZipRefusedError("is damaged") from None

    return read
