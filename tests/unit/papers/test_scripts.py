"""Names in any script that a font covers are printed, and read aloud, as written."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import page as judge
import pytest
from reportlab.pdfbase import pdfmetrics

from amnesty.errors.papers import (
    FontUnreadableError,
    MixedDirectionsError,
    NoGlyphError,
)
from amnesty.papers.fonts import Face, printable, text_width
from amnesty.papers.scripts import add_fonts, covered_by_others

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FONTS = Path(__file__).parents[2] / "fonts"
"""Cut down to the letters of the names below, under the licence beside them."""

NAMES = [
    "Siân Llŷr ap Gwŷn",
    "Łukasz Żółć",
    "Nguyễn Thị Ánh",
    "Οδυσσέας Παπαδόπουλος",
    "Олена Жуковська",
    "Adébáyọ̀ Ọ̀ṣun",
    "محمد علي",
    "মোহাম্মদ রহমান",
    "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "陈伟明",
    "Mohammad محمد علي Khan",
]
NOTHING = "\N{ZERO WIDTH SPACE}"
"""What the second of two signs for one letter is read as."""
REVERSED_BY_POPPLER = "محمد"
"""pdftotext writes letters that run to the left in the order of their places."""


@pytest.fixture(autouse=True)
def _fonts() -> Iterator[None]:
    """Have the fonts of the folder for one test, and not for those of other files."""
    add_fonts(FONTS)
    yield
    for name in list(pdfmetrics._fonts):
        if name.startswith("other:"):
            del pdfmetrics._fonts[name]
    covered_by_others.cache_clear()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_printed_and_read_as_it_is_written(
    name: str, draw: Callable[..., bytes], read_text: Callable[[bytes], str]
) -> None:
    """What a screen reader says is the name, in an archivable and accessible file."""
    pdf = draw(holder=name)
    assert f"who grows {name} Date of birth" in read_text(pdf)
    for profile in ("2a", "ua1"):
        assert judge.validate_pdf_bytes(pdf, profile=profile).failures == []


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="pdfinfo is not installed")
@pytest.mark.parametrize("name", [n for n in NAMES if "ো" not in n and "ọ" not in n])
def test_another_reader_reads_it_too(
    name: str, draw: Callable[..., bytes], tmp_path: Path
) -> None:
    """Poppler finds the name in the structure, and on the page where it runs right."""
    file = tmp_path / "c.pdf"
    file.write_bytes(draw(holder=name))
    commands = [("pdfinfo", "-struct-text", str(file))]
    if REVERSED_BY_POPPLER not in name:
        commands.append(("pdftotext", str(file), "-"))
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert name in done.stdout.replace(NOTHING, ""), command[0]


def test_shaped_letters_are_narrower_than_lone_ones() -> None:
    """Letters that join are measured as they are drawn."""
    whole = text_width("محمد", Face.STRONG, 10)
    assert 0 < whole < sum(text_width(one, Face.STRONG, 10) for one in "محمد")


def test_what_no_font_has_is_still_refused_by_name() -> None:
    """A font of a script does not cover letters that it lacks."""
    with pytest.raises(NoGlyphError, match=r"U\+0634 \(ARABIC LETTER SHEEN\)"):
        printable("شمس", Face.STRONG, field="the name")
    with pytest.raises(NoGlyphError, match="RIGHT-TO-LEFT OVERRIDE"):
        printable("\u202eمحمد", Face.STRONG, field="the name")


def test_digits_beside_letters_that_run_left_are_refused() -> None:
    """Nobody can mistake which number belongs to which house."""
    with pytest.raises(MixedDirectionsError, match="has digits beside letters"):
        printable("محمد 14", Face.STRONG, field="the growing address")
    assert printable("14 Canal Row, محمد", Face.STRONG, field="the address")


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    """The file is named, so that it can be taken out."""
    (tmp_path / "broken.ttf").write_bytes(b"not a font")
    with pytest.raises(FontUnreadableError, match=r"broken\.ttf cannot be used"):
        add_fonts(tmp_path)
