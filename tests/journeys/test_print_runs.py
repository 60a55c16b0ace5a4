"""A print run by command: one file, counted, and after a jam none lost or doubled."""

from __future__ import annotations

import copy
import stat
import sys
from typing import TYPE_CHECKING, Any

import page as judge
import pytest

from amnesty.credential.scanning import scan
from amnesty.papers.reading import spoken_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.conftest import Office

LP = """#!/bin/sh
echo "$@" > {folder}/asked
cat > {folder}/printed.pdf
exit {code}
"""


@pytest.fixture
def numbers(office: Office, registration_file: dict[str, Any]) -> list[str]:
    """Issue the certificates of two people, and return their numbers."""
    issued = []
    for at, health in enumerate(("9990000026", "9990000034")):
        data = copy.deepcopy(registration_file)
        data["patient"]["health_number"] = health
        data["sites"][0]["address"]["line_1"] = f"{at + 1} Canal Row"
        number = office.registered(data, office.folder / "patient.json")
        pdf = str(office.folder / f"{at}.pdf")
        done = office.run_as("idris", "issue", number, "--out", pdf, "--json")
        assert done.code == 0, done.err
        issued.append(done.json["number"])
    return issued


@pytest.fixture
def printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Path]:
    """Put a printing program of our own in place of the system's."""

    def make(code: int) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        program = folder / "lp"
        program.write_text(LP.format(folder=folder, code=code), encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        return folder

    return make


def ran(office: Office, *options: str) -> dict[str, Any]:
    """Print as a clerk; it must succeed."""
    done = office.run_as("bronwen", "print", *options, "--json")
    assert done.code == 0, done.err
    answer: dict[str, Any] = done.json
    return answer


def queued(office: Office, numbers: list[str]) -> None:
    """Queue certificates that were printed once before."""
    each = [part for number in numbers for part in ("--queue", number)]
    ran(office, *each, "--reason", "letter lost in the post")


def test_a_run_is_one_counted_file_and_its_prints_are_closed(
    office: Office, numbers: list[str], printer: Callable[[int], Path]
) -> None:
    """The printer keeps the geometry and is told no name; each page is archivable."""
    folder = printer(0)
    queued(office, numbers)
    run = ran(office, "--run", "--printer", "office")
    assert {one["number"] for one in run["certificates"]} == set(numbers)
    asked = (folder / "asked").read_text(encoding="utf-8").strip()
    assert asked == (
        "-d office -o media=A4 -o print-scaling=none"
        " -o sides=two-sided-long-edge -t Certificates -"
    )
    pdf = (folder / "printed.pdf").read_bytes()
    pages = spoken_pages(pdf)
    assert len(pages) == 2 + 2 * len(numbers)
    assert "Certificates in this run: 2." in pages[0]
    for number in numbers:
        assert number in pages[0]
        assert any(f"{number} " in page for page in pages[2:])
    assert sum("DUPLICATE 1" in page for page in pages) == len(numbers)
    assert len(scan(pdf).codes) == len(numbers)
    for profile in ("2a", "ua1"):
        assert judge.validate_pdf_bytes(pdf, profile=profile).failures == []
    ran(office, "--printed", str(run["run"]))
    assert ran(office)["prints"] == []


def test_a_printer_that_is_gone_loses_and_doubles_nothing(
    office: Office, numbers: list[str], printer: Callable[[int], Path]
) -> None:
    """The run stays open, no other goes out, and it is resumed after the jam."""
    printer(1)
    queued(office, numbers)
    gone = office.run_as("bronwen", "print", "--run", "--printer", "office")
    assert gone.code == 1
    assert "office did not take run 1. Nothing is lost" in gone.err
    second = office.run_as("bronwen", "print", "--run")
    assert "Run 1 went to the printer and was not closed" in second.err
    out = office.folder / "run.pdf"
    whole = ran(office, "--resume", "1", "--out", str(out))
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    first, last = [one["serial"] for one in whole["certificates"]]
    rest = ran(office, "--resume", "1", "--after", str(first), "--out", str(out))
    assert [one["serial"] for one in rest["certificates"]] == [last]
    assert len(spoken_pages(out.read_bytes())) == 2 + 2
    mistyped = office.run_as("bronwen", "print", "--resume", "1", "--after", "77")
    assert mistyped.code == 1
    assert "No open print has the number 77" in mistyped.err


@pytest.mark.skipif(sys.platform != "linux", reason="only there is /dev/full")
def test_a_printer_or_a_disk_that_goes_in_mid_run_loses_nothing(
    office: Office, numbers: list[str], printer: Callable[[int], Path]
) -> None:
    """Part of a run is on paper or on disk, no more fits: all of it is drawn again."""
    folder = printer(0)
    # It takes the first pages, and is gone.
    (folder / "lp").write_text("#!/bin/sh\nhead -c 4096 >/dev/null\nexit 1\n")
    queued(office, numbers)
    gone = office.run_as("bronwen", "print", "--run", "--printer", "office")
    assert gone.code == 1
    assert "office did not take run 1. Nothing is lost" in gone.err
    full = office.run_as("bronwen", "print", "--resume", "1", "--out", "/dev/full")
    assert full.code == 2
    assert "No space left" in full.err
    assert "Nothing is lost" in full.err
    assert "amnesty print --resume 1 --out FILE" in full.err
    out = office.folder / "run.pdf"
    again = ran(office, "--resume", "1", "--out", str(out))
    assert {one["number"] for one in again["certificates"]} == set(numbers)
    ran(office, "--printed", "1")
    assert ran(office)["prints"] == []


def test_what_was_spoiled_is_printed_anew_as_a_duplicate(
    office: Office, numbers: list[str], printer: Callable[[int], Path]
) -> None:
    """The signed code is the same, and paper and record say which copy it is."""
    folder = printer(0)
    queued(office, numbers[:1])
    (job,) = ran(office, "--run")["certificates"]
    before = scan((folder / "printed.pdf").read_bytes()).codes
    (waiting,) = ran(office, "--spoiled", str(job["serial"]))["prints"]
    assert (waiting["state"], waiting["copy"]) == ("waiting", 2)
    ran(office, "--run")
    pdf = (folder / "printed.pdf").read_bytes()
    assert "DUPLICATE 2 " in " ".join(spoken_pages(pdf))
    assert scan(pdf).codes == before


def test_other_mistakes_are_told_in_a_sentence(
    office: Office, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing to print, printed twice, spoiled before it went out, no program."""

    def refused(*options: str) -> str:
        done = office.run_as("bronwen", "print", *options)
        assert done.code in {1, 2}
        return done.err

    assert "Nothing waits to be printed" in refused("--run")
    queued(office, numbers[:1])
    assert "is in the queue already, as print 1" in refused("--queue", numbers[0])
    assert "Print 1 is waiting" in refused("--spoiled", "1")
    assert "No open print has the number 9" in refused("--spoiled", "9")
    assert "There is no open run 4" in refused("--printed", "4")
    monkeypatch.setenv("PATH", "/nowhere")
    without = refused("--run")
    assert "no printing program (lp)" in without
    assert "amnesty print --resume 1 --out FILE" in without
