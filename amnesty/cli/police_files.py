"""The files of a police file in a folder, strictly: plain files and no more.

Each is read when it is asked for, and no more of it than there may be.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from amnesty.credential.manifest import is_file_name, is_part_name
from amnesty.errors.lists import (
    BundleFileExtraError,
    BundleFileLinkedError,
    BundleFileMissingError,
    BundleFileTooLargeError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MOST_BYTES = 256 << 20
"""No file of a police file is larger: the longest issued list has 160 MiB."""
MOST_FILES = 1 << 14

_LEFT_BY_SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""What looking at a folder leaves in it."""
_ZIP = b"PK"


class Files(Mapping[str, bytes]):
    """Files by name, each read when it is asked for."""

    def __init__(self, readers: Mapping[str, Callable[[], bytes]]) -> None:
        """Take what reads each file."""
        self._readers = readers

    def __getitem__(self, name: str) -> bytes:
        """Read a file."""
        return self._readers[name]()

    def __contains__(self, name: object) -> bool:
        """Return whether there is a file of this name, without reading it."""
        return name in self._readers

    def __iter__(self) -> Iterator[str]:
        """Return the names."""
        return iter(self._readers)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._readers)


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


def shown(name: str) -> str:
    """Return a name, short and without what a terminal would act on."""
    longest = 60
    safe = "".join(letter if letter.isprintable() else "?" for letter in name)
    return safe if len(safe) <= longest else f"{safe[: longest - 1]}…"
