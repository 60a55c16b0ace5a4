"""A file is whole or not there, and has no other name on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.cli import staging
from amnesty.cli.staging import staged

if TYPE_CHECKING:
    from pathlib import Path

needs_nameless = pytest.mark.skipif(
    staging._NAMELESS is None,
    reason="this system has no files without names",
)


@pytest.fixture(params=["with a name", "without"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write as systems do that have files without names, and as others do."""
    if request.param == "with a name":
        monkeypatch.setattr(staging, "_NAMELESS", None)


@needs_nameless
def test_a_killed_process_leaves_no_name(tmp_path: Path) -> None:
    """Until the file is put there the folder is empty."""
    with staged(tmp_path / "paper.pdf", b"whole", 0o600):
        assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("either_way")
def test_a_file_is_put_in_the_place_of_another(tmp_path: Path) -> None:
    """It is the new one alone, with its own permissions."""
    place = tmp_path / "paper.pdf"
    place.write_bytes(b"before")
    with staged(place, b"whole", 0o640) as put:
        assert place.read_bytes() == b"before"
        put()
    assert place.read_bytes() == b"whole"
    assert place.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.usefixtures("either_way")
def test_what_is_not_put_there_is_gone(tmp_path: Path) -> None:
    """Nothing is left of a file that was not wanted in the end."""
    with staged(tmp_path / "paper.pdf", b"whole", 0o600):
        pass
    assert list(tmp_path.iterdir()) == []
