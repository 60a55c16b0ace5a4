"""The page takes in the daily police file, and remembers the newest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amnesty.cli.police.publish import zipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import ModuleType


def write(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files and return their paths."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return sorted(folder.iterdir())


def state_after(page: Any, *paths: Path) -> str:  # noqa: ANN401 - loaded by its path
    """Choose files and return what the page then says of its police file."""
    before = page.run("document.getElementById('file-state').innerHTML")
    page.run(f"globalThis.before = {before!r}")
    page.run("document.getElementById('file-state').replaceChildren()")
    page.choose("#police-files", *paths)
    page.wait_for("document.getElementById('file-state').textContent !== ''")
    page.run("document.getElementById('police-file').open = true")
    return str(page.text("#file-state"))


def test_a_police_file_is_chosen(
    open_page: Callable[..., Any], world: ModuleType, tmp_path: Path
) -> None:
    """Without one nothing is confirmed; with it the answer stands."""
    page = open_page(police_file=None)
    assert "There is no daily police file here" in page.text("#file-state")
    assert "CANNOT BE CONFIRMED" in page.check(world.text())
    page.run("document.getElementById('clear').click()")
    state = state_after(page, *write(tmp_path / "police", world.files()))
    assert "Police file 7 of E06999999, of 24 November 2026 at 02:00" in state
    assert "It is fresh." in state
    assert "VALID" in page.check(world.text())


def test_a_zip_of_many_authorities_is_chosen(
    open_page: Callable[..., Any], world: ModuleType, tmp_path: Path
) -> None:
    """One file for the whole country; each part is taken in when it is asked for."""
    page = open_page(police_file=None)
    parts = (world.files(trust_sequence=7), world.neighbours_files())
    path = tmp_path / "police.zip"
    path.write_bytes(zipped(world.many(*parts)))
    state = state_after(page, path)
    assert "Police file of 2 authorities, with list of keys 7" in state
    assert "VALID" in page.check(world.text())
    page.run("document.getElementById('clear').click()")
    assert "VALID" in page.check(world.neighbours_text(world.neighbour()))


def test_a_file_that_does_not_belong_is_named(
    open_page: Callable[..., Any], world: ModuleType, tmp_path: Path
) -> None:
    """A holiday picture among the lists refuses them."""
    page = open_page(police_file=None)
    files = world.files() | {"Holiday.jpg": b""}
    state = state_after(page, *write(tmp_path / "police", files))
    assert "Holiday.jpg lies in the daily police file" in state


def test_a_device_is_enrolled_again_by_a_button(
    open_page: Callable[..., Any], world: ModuleType, tmp_path: Path
) -> None:
    """A person decides that what was seen before no longer counts."""
    open_page(police_file=world.files(sequence=9))
    page = open_page(police_file=None)
    paths = write(tmp_path / "police", world.files(sequence=8))
    assert "was refused" in state_after(page, *paths)
    page.run("document.getElementById('enrol').click()")
    assert "is enrolled again" in page.note()
    assert "It is fresh." in state_after(page, *paths)


def test_a_changed_file_is_refused_and_the_last_one_stays(
    open_page: Callable[..., Any], world: ModuleType, tmp_path: Path
) -> None:
    """One sentence says what is wrong; what was taken in before still answers."""
    page = open_page()
    files = world.files(sequence=8)
    files["trust.cbor"] = files["trust.cbor"][:-1] + b"\0"
    state = state_after(page, *write(tmp_path / "police", files))
    assert "The police file was refused." in state
    assert "Police file 7 of E06999999" in state
    assert "VALID" in page.check(world.text())


def test_an_older_file_is_refused_after_the_page_was_closed(
    open_page: Callable[..., Any], world: ModuleType, tmp_path: Path
) -> None:
    """The number and the date of the newest outlast the page, and nothing else."""
    open_page(police_file=world.files(sequence=9))
    page = open_page(police_file=None)
    state = state_after(page, *write(tmp_path / "police", world.files(sequence=8)))
    assert "has number 8, and number 9 was already taken in" in state
    assert "CANNOT BE CONFIRMED" in page.check(world.text())


def test_the_clock_may_not_go_back(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """A clock that is set back would make an old list look fresh."""
    open_page()
    page = open_page(police_file=None)
    page.run("globalThis.shift = -9 * 3600_000")
    page.run("document.getElementById('language').click()")
    page.run("document.getElementById('language').click()")
    page.check(world.text())
    assert "There is no daily police file" in page.text("#answer")
    page = open_page()
    page.run("globalThis.shift = -9 * 3600_000")
    assert "This device's clock is behind" in page.check(world.text())


def test_old_lists_are_amber(open_page: Callable[..., Any], world: ModuleType) -> None:
    """Eight days after, the content is shown and nothing is confirmed."""
    page = open_page()
    page.run("globalThis.shift = 8 * 86_400_000")
    shown = page.check(world.text())
    assert "Not sure" in shown
    assert "8 days old" in shown
    assert "Are you at 14 Canal Row" in shown


def test_a_spoilt_memory_is_none(
    open_page: Callable[..., Any], world: ModuleType
) -> None:
    """What is not ours in the browser's storage does not stop the page."""
    page = open_page()
    page.run("localStorage.setItem('carly-police-files', '{\"seen\": 4')")
    assert "VALID" in open_page().check(world.text())
