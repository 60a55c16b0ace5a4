"""Each paper is one for archives and for screen readers, by an outside judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import page
import pytest
from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, ttfonts

from amnesty.errors.papers import ReportlabChangedError
from amnesty.papers import reportlab_gaps
from amnesty.papers.fonts import Face
from amnesty.papers.ink import Style
from amnesty.papers.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

PROFILES = ("2a", "ua1")


def failures(pdf: bytes, profile: str) -> list[str]:
    """Return what an outside judge finds wrong."""
    found = page.validate_pdf_bytes(pdf, profile=profile).failures
    return [f"{one.rule_id} {one.message}" for one in found]


@pytest.mark.parametrize("profile", PROFILES)
def test_a_certificate_is_archivable_and_accessible(
    profile: str, draw: Callable[..., bytes]
) -> None:
    """PDF/A-2a and PDF/UA-1 hold, with an agreement and without one."""
    assert failures(draw(), profile) == []
    assert failures(draw(agreement=None), profile) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_accents_and_many_letters_stay_archivable(
    profile: str, draw: Callable[..., bytes]
) -> None:
    """Marks set apart, and more letters than one subset of a font holds, pass too."""
    assert failures(draw(holder="Adébáyọ̀ Ọ̀ṣun"), profile) == []
    sheet = Sheet(title="Letters", author="Penmaen Council", made_at=0)
    style = Style(face=Face.TEXT, size=10)
    letters = [chr(code) for code in range(0x100, 0x250)]
    for row in range(8):
        line = "".join(letters[row * 40 : row * 40 + 40])
        sheet.lines([(line, 40)], style, baseline=50 + 20 * row, tag="P")
    sheet.turn()
    sheet.lines([("The last page. ", 40)], style, baseline=50, tag="P")
    assert failures(sheet.finish(), profile) == []


def test_the_judge_has_teeth() -> None:
    """A file that lacks one mark, or one alternative text, is refused."""
    sheet = Sheet(title="T", author="A", made_at=0)
    sheet._canvas.addLiteral("0 0 9 9 re f")
    assert failures(sheet.finish(), "ua1")
    sheet = Sheet(title="T", author="A", made_at=0)
    del sheet._canvas._doc.Catalog.OutputIntents
    sheet.lines([("x", 1)], Style(face=Face.TEXT, size=9), baseline=20)
    sheet.panel(_area(), fill=(1, 0, 0))
    assert failures(sheet.finish(), "2a")


def _area() -> object:
    from amnesty.papers.ink import Area

    return Area(left=1, top=1, width=9, height=9)


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (rl_config, "useA85"),
        (rl_config, "ttfAsciiReadable"),
        (pdfdoc.PDFCatalog, "__NoDefault__"),
        (pdfdoc.PDFPage, "__NoDefault__"),
        (pdfdoc.PDFStream, "format"),
        (ttfonts.TTFont, "addObjects"),
        (ttfonts.TTFont, "splitString"),
        (ttfonts.TTFont, "_assignState"),
        (ttfonts.TTFontFile, "makeSubset"),
    ],
)
def test_a_reportlab_without_a_patched_place_draws_nothing(
    owner: object, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where an upgrade moved what has to be changed, each paper is refused."""
    monkeypatch.delattr(owner, name)
    with pytest.raises(ReportlabChangedError, match=name):
        Sheet(title="T", author="A", made_at=0)


def test_a_reportlab_that_ends_its_streams_otherwise_draws_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A stream that no longer ends as it did is noticed before it is changed."""
    monkeypatch.setattr(pdfdoc.PDFStream, "format", lambda *_: b"")
    monkeypatch.setattr(reportlab_gaps, "_original_format", lambda *_: b"q\nend")
    with pytest.raises(ReportlabChangedError, match=r"PDFStream\.format"):
        Sheet(title="T", author="A", made_at=0)
