"""What the fonts can print is known before anything is drawn."""

from __future__ import annotations

from importlib.resources import files

import pytest

from amnesty.errors.papers import NoGlyphError, StackedMarksError
from amnesty.papers.fonts import (
    Face,
    load_font,
    printable,
    text_width,
    uncovered_characters,
)


@pytest.mark.parametrize(
    "text",
    [
        "Siân Llŷr ap Gwŷn",
        "Łukasz Żółć",
        "Nguyễn Thị Ánh",
        "Οδυσσέας",
        "Жуковський",
        "Adébáyọ̀ Ọ̀ṣun",
        "O'Brien-Ní Bhraonáin, 1st/2nd & Co. [£5] “x” – ÷ × •",
    ],
)
def test_names_of_many_languages_are_covered(text: str) -> None:
    """Noto Sans has every letter of Latin, Greek and Cyrillic names."""
    assert uncovered_characters(text, Face.TEXT) == ""
    assert uncovered_characters(text, Face.STRONG) == ""


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Ali محمد", "محد"),
        ("মো", "মো"),
        ("陈 陈 陳", "陈陳"),
        ("a\u200bb\u200bc", "\u200b"),
        ("line\nline", "\n"),
        ("soft\u00adhyphen", "\u00ad"),
        ("\u202eevil", "\u202e"),
        ("joined\u034f", "\u034f"),
        ("lone \ud800", "\ud800"),
        ("private \ue000", "\ue000"),
    ],
)
def test_uncovered_characters_are_told_once_in_order(text: str, missing: str) -> None:
    """What would be a box, or would vanish without a trace, is found."""
    assert uncovered_characters(text) == missing


def test_a_text_is_checked_as_it_is_drawn() -> None:
    """Accents are joined to their letters first, so their signs are looked for."""
    assert printable("Gwy\u0302n", Face.STRONG, field="the name") == "Gwŷn"


def test_the_character_is_named() -> None:
    """The sentence names the field, the code point and the Unicode name."""
    with pytest.raises(NoGlyphError) as refused:
        printable("Mohammad محمد", Face.STRONG, field="the name of the patient")
    assert str(refused.value) == (
        "The name of the patient has U+0645 (ARABIC LETTER MEEM), which cannot be"
        " printed. Enter a spelling in Latin, Greek or Cyrillic letters, or ask"
        " whoever keeps the register for a font of that script (docs/papers.md)."
    )
    assert refused.value.character == "م"


def test_two_marks_may_stand_on_a_letter_and_three_may_not() -> None:
    """Real names have up to two separate marks on a letter."""
    assert printable("Ẹ\u0302\u0300", Face.TEXT, field="the name")
    with pytest.raises(StackedMarksError):
        printable("q\u0302\u0300\u0301", Face.TEXT, field="the name")


def test_bold_covers_what_regular_covers() -> None:
    """A text checked in one weight may be drawn in the other."""
    regular, bold = load_font(Face.TEXT).face, load_font(Face.STRONG).face
    assert set(regular.charToGlyph) == set(bold.charToGlyph)


@pytest.mark.parametrize("face", Face)
def test_a_thousand_units_make_an_em(face: Face) -> None:
    """The library writes wrong widths into the file for any other number."""
    assert load_font(face).face.unitsPerEm == 1000


def test_numbers_and_codes_are_covered() -> None:
    """The font of numbers has every character that a number or a code can have."""
    everything = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -+(),."
    assert uncovered_characters(everything, Face.CODE) == ""


def test_a_width_is_the_sum_of_its_letters() -> None:
    """Measured and drawn widths agree."""
    font = load_font(Face.STRONG)
    measured = text_width("Gwŷn 14", Face.STRONG, 12)
    assert measured == pytest.approx(font.stringWidth("Gwŷn 14", 12))


@pytest.mark.parametrize("name", ["NotoSans", "AtkinsonHyperlegibleNext"])
def test_each_font_comes_with_its_licence(name: str) -> None:
    """The Open Font License asks for its text beside the fonts."""
    folder = files("amnesty.papers") / "fonts"
    text = (folder / f"OFL-{name}.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
