"""A photograph by commands: kept with the record, printed, and never of another."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import page as judge
import pypdfium2
from PIL import Image
from pypdfium2 import raw

from amnesty.credential.scanning import scan
from amnesty.domain.photograph import HIGH, WIDE

if TYPE_CHECKING:
    from tests.journeys.conftest import Office


def photograph(folder: Path, grey: int) -> str:
    """Write a photograph of one grey, and return where it is."""
    file = folder / f"{grey}.png"
    Image.new("L", (2 * WIDE, 2 * HIGH), grey).save(file)
    return str(file)


def pictures(pdf: bytes) -> list[float]:
    """Return the grey of each photograph on the front of a paper."""
    found = pypdfium2.PdfDocument(pdf)[0].get_objects(
        filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=1
    )
    pixels = [
        Image.open(BytesIO(bytes(one.get_data()))).getpixel((9, 9)) for one in found
    ]
    return [float(one) for one in pixels]  # type: ignore[arg-type]  # one grey each


def test_a_photograph_is_printed_until_it_is_taken_away(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """The signed code is the same with it and without; the record is told of each."""
    number = office.registered(registration_file, office.folder / "patient.json")
    dark, light = (photograph(office.folder, grey) for grey in (60, 200))
    assert office.run_as("bronwen", "photo", number, dark).code == 0
    first = office.folder / "first.pdf"
    issued = office.run_as("idris", "issue", number, "--out", str(first), "--json")
    assert issued.code == 0, issued.err
    pdf = first.read_bytes()
    assert [round(grey, -1) for grey in pictures(pdf)] == [60]
    for profile in ("2a", "ua1"):
        assert judge.validate_pdf_bytes(pdf, profile=profile).failures == []

    def again() -> bytes:
        out = str(office.folder / "again.pdf")
        done = office.run_as("bronwen", "reprint", issued.json["number"], "--out", out)
        assert done.code == 0, done.err
        return Path(out).read_bytes()

    told = office.run_as("bronwen", "photo", number, light).out
    assert told == (
        "Kept, of Siân Llŷr ap Gwŷn. Certificates that are printed from now on have "
        "it.\n"
    )
    other = again()
    assert [round(grey, -1) for grey in pictures(other)] == [200]
    assert scan(other).codes == scan(pdf).codes
    gone = office.run_as("bronwen", "photo", number, "--remove")
    assert gone.code == 0, gone.err
    assert pictures(again()) == []


def test_what_is_no_photograph_is_refused_and_nothing_is_kept(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """None given, none there, too large a file, and a file of another kind."""
    number = office.registered(registration_file, office.folder / "patient.json")
    huge = office.folder / "huge.jpg"
    with huge.open("wb") as file:
        file.write(b"\xff\xd8\xff")
        file.truncate(17 << 20)
    (office.folder / "text.jpg").write_text("no picture", encoding="utf-8")

    def refused(*given: str) -> str:
        done = office.run_as("bronwen", "photo", number, *given)
        assert done.code == 2
        return done.err

    assert "Give a photograph to keep" in refused()
    assert "nowhere.jpg" in refused(str(office.folder / "nowhere.jpg"))
    assert "is too large: 16384 KB is the most" in refused(str(huge))
    assert "the file is damaged, not whole or none" in refused(
        str(office.folder / "text.jpg")
    )
    out = office.folder / "c.pdf"
    assert office.run_as("idris", "issue", number, "--out", str(out)).code == 0
    assert pictures(out.read_bytes()) == []


def test_a_photograph_stays_with_the_name_it_was_kept_for(
    office: Office, registration_file: dict[str, Any]
) -> None:
    """Another name on the certificate is another person until somebody has looked."""
    number = office.registered(registration_file, office.folder / "patient.json")
    dark = photograph(office.folder, 60)
    assert office.run_as("bronwen", "photo", number, dark).code == 0
    first = str(office.folder / "first.pdf")
    assert office.run_as("idris", "issue", number, "--out", first).code == 0
    name = ("--change", "patient.full_name=Siân Llŷr Owen", "--reason", "Married")
    right = office.run_as("idris", "rectify", number, *name, "--json")
    assert right.code == 0, right.err
    out = office.folder / "again.pdf"
    (anew,) = right.json["reissued"]
    done = office.run_as("bronwen", "reprint", anew, "--out", str(out))
    assert done.code == 0, done.err
    assert pictures(out.read_bytes()) == []
    assert office.run_as("bronwen", "photo", number, dark).code == 0
    assert office.run_as("bronwen", "reprint", anew, "--out", str(out)).code == 0
    assert len(pictures(out.read_bytes())) == 1
