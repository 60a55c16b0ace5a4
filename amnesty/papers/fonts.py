"""The fonts of the papers, and whether they can print a text.

Noto Sans carries names and sentences: Welsh, Polish, Vietnamese, Greek, Cyrillic.
Atkinson Hyperlegible Next carries numbers and codes only, for its slashed zero. Both
have 1,000 units an em, the only size for which reportlab writes right widths. Fonts of
other scripts are an authority's own, from a folder (`amnesty.papers.scripts`).
"""

from __future__ import annotations

import unicodedata
from enum import Enum
from functools import cache
from importlib.resources import as_file, files
from string import ascii_letters, ascii_uppercase, digits, punctuation
from typing import TYPE_CHECKING, Any, Final

from reportlab.pdfbase import pdfmetrics

from amnesty.errors.papers import (
    MixedDirectionsError,
    NoGlyphError,
    StackedMarksError,
)
from amnesty.papers.embedding import EmbeddedFont
from amnesty.papers.scripts import (
    covered_by_others,
    mixes_directions,
    pieces_of,
    shaped_width,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_MARKS: Final = 2
"""Separate marks on one letter, after composing; more would run into other lines."""

_NOT_PRINTED: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Categories without ink: some have an empty sign in the fonts, and would vanish."""


class Face(Enum):
    """One font; the value is its file's name and its name in reportlab's table."""

    TEXT = "NotoSans-Regular"
    STRONG = "NotoSans-Bold"
    CODE = "AtkinsonHyperlegibleNext-Bold"


_ALWAYS: Final = {
    Face.TEXT: ascii_letters + digits + punctuation,
    Face.STRONG: ascii_letters + digits + punctuation,
    Face.CODE: ascii_uppercase + digits,
}
"""What is in a file whether it is used or not: names differ, their fonts seldom do."""


@cache
def load_font(face: Face) -> Any:  # noqa: ANN401 - reportlab has no types
    """Return a font, read once and known to reportlab by its name."""
    with as_file(files("amnesty.papers") / "fonts" / f"{face.value}.ttf") as path:
        font = EmbeddedFont(face.value, str(path), always=_ALWAYS[face])
    pdfmetrics.registerFont(font)
    return font


@cache
def _advances(face: Face) -> Mapping[str, float]:
    font = load_font(face).face
    return {chr(code): font.charWidths[code] for code in font.charToGlyph}


def composed(text: str) -> str:
    """Return the text in NFC, in which it is checked, measured and drawn."""
    return unicodedata.normalize("NFC", text)


def is_mark(character: str) -> bool:
    """Return whether a character stands on the letter before it."""
    return unicodedata.combining(character) > 0


def uncovered_characters(text: str, face: Face = Face.TEXT) -> str:
    """Return the characters that a font cannot print, each once, in their order.

    Characters without ink (controls, joiners, marks of direction) count as uncovered:
    they would vanish from the paper, and what is printed would not be what was signed.
    """
    signs = load_font(face).face.charToGlyph
    return "".join(
        dict.fromkeys(
            character
            for character in composed(text)
            if (ord(character) not in signs or _vanishes(character))
            and not covered_by_others(character)
        )
    )


def _vanishes(character: str) -> bool:
    category = unicodedata.category(character)
    return category in _NOT_PRINTED or (category == "Mn" and not is_mark(character))


@cache
def _plain(face: Face) -> frozenset[str]:
    """Return all that a font prints and that is no mark by itself."""
    signs = load_font(face).face.charToGlyph
    return frozenset(
        character
        for character in map(chr, signs)
        if not _vanishes(character) and not is_mark(character)
    )


@cache
def _marks() -> frozenset[str]:
    """Return the marks that the fonts of texts have."""
    signs = load_font(Face.TEXT).face.charToGlyph
    return frozenset(filter(is_mark, map(chr, signs)))


def has_marks(text: str) -> bool:
    """Return whether a mark stands by itself in a text of the program's own fonts."""
    return not text.isascii() and not _marks().isdisjoint(text)


def printable(text: str, face: Face, *, field: str) -> str:
    """Return the text composed, after refusing what would be printed wrongly.

    Raises:
        NoGlyphError: The font has no sign for a character.
        StackedMarksError: A letter carries too many marks.
        MixedDirectionsError: Digits stand beside letters that run the other way.
    """
    whole = composed(text)
    if _plain(face).issuperset(whole):
        return whole
    for character in uncovered_characters(whole, face):
        raise NoGlyphError(field, character)
    if mixes_directions(whole):
        raise MixedDirectionsError(field)
    marks = 0
    for character in whole:
        marks = marks + 1 if is_mark(character) else 0
        if marks > MOST_MARKS:
            raise StackedMarksError(field, MOST_MARKS)
    return whole


def own_pieces(text: str, face: Face) -> tuple[tuple[str, str], ...]:
    """Return a text in pieces, each with the name of the one font that prints it."""
    return pieces_of(text, face.value, _plain_and_marks(face))


@cache
def _plain_and_marks(face: Face) -> frozenset[str]:
    """Return all characters of a font that are printed by it."""
    return frozenset(
        character
        for character in map(chr, load_font(face).face.charToGlyph)
        if not _vanishes(character)
    )


def is_own(text: str, face: Face) -> bool:
    """Return whether a font prints all of a text by itself."""
    return text.isascii() or _plain_and_marks(face).issuperset(text)


def text_width(text: str, face: Face, size: float) -> float:
    """Return how wide a text is, in points."""
    if is_own(text, face):
        return sum(map(_advances(face).__getitem__, text)) * size / 1000
    return sum(
        sum(map(_advances(face).__getitem__, piece)) * size / 1000
        if name == face.value
        else shaped_width(name, piece, size)
        for name, piece in own_pieces(text, face)
    )
