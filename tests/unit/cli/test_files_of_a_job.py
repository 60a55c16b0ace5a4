"""Files that a job writes and reads: all or none, never over a device."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from amnesty.cli.output import read_text, write_file, write_files
from amnesty.cli.staging import make_empty_folder
from amnesty.errors.session import FileNotWrittenError, FolderNotEmptyError
from amnesty.errors.streams import NotTextError

if TYPE_CHECKING:
    from pathlib import Path


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    """One that cannot be written leaves the others as they were."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(b"before")
    blocked = first / "below a file"
    with pytest.raises(FileNotWrittenError, match="below a file"):
        write_files({first: b"after", second: b"after", blocked: b"after"})
    assert first.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir()] == ["first"]


def test_an_empty_folder_is_made_or_taken(tmp_path: Path) -> None:
    """What is in one is never mixed with another's; below a file there is none."""
    folder = tmp_path / "above" / "below"
    for _ in range(2):
        make_empty_folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    (folder / "file").touch()
    with pytest.raises(FolderNotEmptyError):
        make_empty_folder(folder)
    for blocked in (folder / "file", folder / "file" / "below"):
        with pytest.raises(FileNotWrittenError, match="cannot be written"):
            make_empty_folder(blocked)


def test_a_device_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    """A named pipe or /dev/full stays what it is."""
    write_file(tmp_path / "file", b"x")
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
    link = tmp_path / "link"
    link.symlink_to(os.devnull)
    write_file(link, b"x")
    assert link.is_symlink()
    if sys.platform == "linux":
        link.unlink()
        link.symlink_to("/dev/full")
        with pytest.raises(FileNotWrittenError, match="No space left on device"):
            write_file(link, b"x")
        assert link.is_symlink()


def test_text_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """An accent is never lost in silence."""
    file = tmp_path / "agreement.toml"
    file.write_bytes("Heddlu Si\u00e2n".encode("latin-1"))
    with pytest.raises(NotTextError, match="save it as UTF-8"):
        read_text(file)
    file.write_text("Heddlu Si\u00e2n", encoding="utf-8-sig")
    assert read_text(file) == "Heddlu Si\u00e2n"
