"""The files of a police file in a folder, strictly: plain files and no more.

Each is read when it is asked for, and no more of it than there may be.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from amnesty.cli.shown import shown
from amnesty.cli.verifying.police_reading import MOST_BYTES, MOST_FILES, Files
from amnesty.credential.manifest import is_file_name, is_part_name
from amnesty.errors.lists import (
    BundleFileExtraError,
    BundleFileLinkedError,
    BundleFileMissingError,
    BundleFileTooLargeError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LEFT_BY_SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""What looking at a folder leaves in it."""
_ZIP = b"PK"


def read_folder(folder: Path) -> Files:
    """Return the files of a folder, and of the folders of authorities in it.

    Raises:
        CredentialError: it has what does not belong there, a link or far too much.
    """
    readers: dict[str, Callable[[], bytes]] = {}
    for entry in _entries(folder):
        if is_part_name(entry.name) and entry.is_dir(follow_symlinks=False):
            for inner in _entries(entry.path):
                name = f"{entry.name}/{inner.name}"
                readers[name] = _reader(name, inner)
        else:
            readers[entry.name] = _reader(entry.name, entry)
    if len(readers) > MOST_FILES:
        raise BundleFileExtraError(f"The file after {MOST_FILES:,} others")
    return Files(readers)


def _entries(folder: Path | str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return [entry for entry in entries if entry.name not in _LEFT_BY_SYSTEMS]


def _reader(name: str, entry: os.DirEntry[str]) -> Callable[[], bytes]:
    """Return what reads a plain file, as it is now and no more than it may be."""
    if not is_file_name(entry.name):
        raise BundleFileExtraError(shown(name))
    if not entry.is_file(follow_symlinks=False):
        raise BundleFileLinkedError(name)
    path = entry.path

    def read() -> bytes:
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - hundreds are opened
                content = file.read(MOST_BYTES + 1)
        except OSError:
            raise BundleFileMissingError(name) from None
        if len(content) > MOST_BYTES:
            raise BundleFileTooLargeError(name)
        return content

    return read


def is_zip(path: Path) -> bool:
    """Return whether a file begins as a zip does."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_ZIP)) == _ZIP


def read_zip(path: Path) -> Files:
    """Return the files of a zip, as `read_folder` does those of a folder."""
    # A device with a folder does not wait for what reads zips.
    from amnesty.cli.verifying.police_zip import files_of

    return files_of(path)
