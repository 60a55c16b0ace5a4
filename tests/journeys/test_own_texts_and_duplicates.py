"""An authority words its papers itself, and a copy says that it is one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from amnesty.credential.scanning import read_codes
from amnesty.papers.reading import spoken_pages

if TYPE_CHECKING:
    from tests.journeys.conftest import Office

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def own_text(office: Office, key: str, text: str) -> None:
    """Put a text of its own into the authority's folder."""
    folder = office.register / "papers"
    folder.mkdir(exist_ok=True)
    file = folder / "en.po"
    file.write_text(f'{HEAD}msgid "{key}"\nmsgstr "{text}"\n', encoding="utf-8")


def test_an_authority_words_its_papers_and_a_mistake_stops_the_start(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """Its words are printed; a hole in them is told with its line before any job."""
    own_text(office, "certificate.law", "The law stands, says {authority}.")
    pdf = office.issue(registration_file, "first.pdf")
    assert "The law stands, says " in spoken_pages(Path(pdf).read_bytes())[0]
    own_text(office, "certificate.law", "{nobody} says so.")
    stopped = office.run_as("bronwen", "find", "Gwyn")
    assert stopped.code == 2
    assert "Line 5 of en.po: {nobody} cannot be filled in." in stopped.err


def test_a_copy_says_so_and_keeps_what_was_signed(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """The second print is DUPLICATE 1, the third DUPLICATE 2; the code is the same."""
    first = office.issue(registration_file, "first.pdf")
    said = spoken_pages(Path(first).read_bytes())[0]
    assert "DUPLICATE" not in said
    number = said.partition("Certificate number ")[2].split()[0]
    again = str(office.folder / "again.pdf")
    for copy in ("1", "2"):
        done = office.run_as("bronwen", "reprint", number, "--out", again)
        assert done.code == 0, done.err
        assert f"DUPLICATE {copy} " in spoken_pages(Path(again).read_bytes())[0]
    codes = [read_codes(Path(file).read_bytes()) for file in (first, again)]
    assert codes[0] == codes[1]
