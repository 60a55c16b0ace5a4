"""Files that are written whole or not at all.

What is printed for a patient names them, so a process that is killed while it writes
leaves nothing behind: on Linux a file has no name until it is whole. Elsewhere, and on
file systems without such files, it has a hidden name until then.
"""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from amnesty.errors.session import FileNotWrittenError, FolderNotEmptyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_OWN_FILES = Path("/proc/self/fd")
_NAMELESS = getattr(os, "O_TMPFILE", None) if _OWN_FILES.is_dir() else None
_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
_LONGEST_NAME = 99


@contextmanager
def staged(path: Path, content: bytes, mode: int) -> Iterator[Callable[[], None]]:
    """Write a file beside its place, and lend what puts it there.

    Raises:
        FileNotWrittenError: the disk is full, or it may not be written there.
    """
    place = Path(os.path.realpath(path))
    if place.exists() and not place.is_file():
        # Nothing takes the place of a device or a pipe: it is written to.
        yield lambda: _write_into(place, content)
        return
    with _telling(path):
        place.parent.mkdir(parents=True, exist_ok=True)
    with _nameless(path, place, content, mode) as put:
        if put is not None:
            yield put
            return
    with _hidden(path, place, content, mode) as put_there:
        yield put_there


@contextmanager
def _nameless(
    path: Path, place: Path, content: bytes, mode: int
) -> Iterator[Callable[[], None] | None]:
    """Write a file that has no name yet; lend nothing where there are no such files."""
    descriptor = None
    if _NAMELESS is not None:
        with suppress(OSError):
            descriptor = os.open(place.parent, _NAMELESS | os.O_WRONLY, 0o600)
    if descriptor is None:
        yield None
        return
    whole = _OWN_FILES / str(descriptor)

    def put() -> None:
        with _telling(path):
            try:
                # With a descriptor beside it the link is followed to the file itself.
                os.link(whole, place, src_dir_fd=descriptor)
            except FileExistsError:
                name = _name(place)
                os.link(whole, name, src_dir_fd=descriptor)
                name.replace(place)

    try:
        with _telling(path):
            _fill(os.dup(descriptor), content)
            os.fchmod(descriptor, mode)
        yield put
    finally:
        os.close(descriptor)


@contextmanager
def _hidden(
    path: Path, place: Path, content: bytes, mode: int
) -> Iterator[Callable[[], None]]:
    """Write a file under another name."""
    name = _name(place)

    def put() -> None:
        with _telling(path):
            name.replace(place)

    try:
        with _telling(path):
            _fill(os.open(name, _NEW, 0o600), content)
            name.chmod(mode)
        yield put
    finally:
        with suppress(OSError):
            name.unlink(missing_ok=True)


def _name(place: Path) -> Path:
    return place.parent / f".{place.name[:_LONGEST_NAME]}.{secrets.token_hex(8)}"


def _fill(descriptor: int, content: bytes) -> None:
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _write_into(place: Path, content: bytes) -> None:
    with _telling(place), place.open("wb") as opened:
        opened.write(content)


def make_empty_folder(path: Path) -> None:
    """Make a folder that its owner alone reads, or take one that is there and empty.

    Raises:
        FolderNotEmptyError: something is in it.
        FileNotWrittenError: there can be no folder.
    """
    with _telling(path):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise FolderNotEmptyError(str(path))


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Say which file cannot be written, and why."""
    try:
        yield
    except OSError as error:
        raise FileNotWrittenError(str(path), error.strerror or "unknown") from None
