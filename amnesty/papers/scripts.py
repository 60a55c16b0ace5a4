"""Fonts of other scripts, which an authority puts into a folder of its own.

They are known to the process by reportlab's own table of fonts. Their letters join,
turn and stack, so each piece of text in them is shaped as a whole (HarfBuzz).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, shapeStr

from amnesty.errors.papers import FontUnreadableError
from amnesty.papers.embedding import EmbeddedFont

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OTHER: Final = "other:"
"""How the names of these fonts begin in reportlab's table."""
_UNITS: Final = 1000
"""Units an em: for any other number reportlab writes wrong widths."""
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_NUMBERS: Final = frozenset({"EN", "AN"})
_LETTERS: Final = frozenset({"L"})


def add_fonts(folder: Path) -> None:
    """Make the fonts of a folder known, in the order of their names.

    Raises:
        FontUnreadableError: A file is no font that can be used.
    """
    for file in sorted(folder.glob("*.ttf")):
        name = f"{_OTHER}{file.stem}"
        if name in pdfmetrics.getRegisteredFontNames():
            continue
        try:
            font = EmbeddedFont(name, str(file))
        except (TTFError, OSError, ValueError, KeyError, IndexError):
            raise FontUnreadableError(file.name, "it is not TrueType") from None
        if font.face.unitsPerEm != _UNITS:
            units = f"it has {font.face.unitsPerEm} units an em"
            raise FontUnreadableError(file.name, units)
        pdfmetrics.registerFont(font)
        covered_by_others.cache_clear()


def _others() -> list[str]:
    return [
        name for name in pdfmetrics.getRegisteredFontNames() if name.startswith(_OTHER)
    ]


def _has(name: str, character: str) -> bool:
    return ord(character) in pdfmetrics.getFont(name).face.charToGlyph


@lru_cache(maxsize=4096)
def covered_by_others(character: str) -> bool:
    """Return whether a font of another script has a sign with ink for a character."""
    if unicodedata.category(character)[0] not in "LMNPS":
        return False
    return any(_has(name, character) for name in _others())


def pieces_of(
    text: str, own_name: str, own: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    """Return a text in pieces, each with the name of the font that has all of it.

    Args:
        text: Composed, and known to be printable.
        own_name: The name of the font that is tried first.
        own: The characters of that font.
    """
    pieces: list[tuple[str, str]] = []
    for character in text:
        name = pieces[-1][0] if pieces else own_name
        if name == own_name or not _goes_on(name, character):
            name = own_name if character in own else _first_with(character, own_name)
        if pieces and pieces[-1][0] == name:
            pieces[-1] = (name, pieces[-1][1] + character)
        else:
            pieces.append((name, character))
    return tuple(_with_spaces_after(pieces, own_name))


def _with_spaces_after(
    pieces: list[tuple[str, str]], own_name: str
) -> Iterator[tuple[str, str]]:
    """Yield the pieces with a last space apart: it would turn with its piece."""
    for name, piece in pieces:
        bare = piece.rstrip(" ") if name != own_name else piece
        if bare:
            yield name, bare
        if len(bare) < len(piece):
            yield own_name, piece[len(bare) :]


def _goes_on(name: str, character: str) -> bool:
    """Return whether a piece in another script takes a character in as well."""
    follows = character == " " or unicodedata.category(character)[0] == "M"
    return follows and _has(name, character)


def _first_with(character: str, own_name: str) -> str:
    """Return the first font with a character, a bold one where the text is bold."""
    having = [name for name in _others() if _has(name, character)]
    is_bold = own_name.endswith("Bold")
    return next((name for name in having if ("Bold" in name) is is_bold), having[0])


@dataclass(frozen=True, kw_only=True)
class Glyph:
    """One sign of a shaped text, and where it stands, in points from its left."""

    code: str
    """What reportlab calls it: a character, or one of private use."""
    along: float
    rise: float


@lru_cache(maxsize=1024)
def glyphs(name: str, text: str, size: float) -> tuple[tuple[Glyph, ...], float]:
    """Return the signs of a text in the order in which it is read, and its width.

    HarfBuzz tells them from left to right. A reader of the file that knows nothing of
    the text behind the signs reads them as they were drawn.
    """
    drawn = shapeStr(text, name, size, force=True)
    scale = size / _UNITS
    along = 0.0
    placed: list[tuple[int, Glyph]] = []
    for code, one in zip(drawn, drawn.__shapeData__, strict=True):
        at = along + one.x_offset * scale
        glyph = Glyph(code=code, along=at, rise=one.y_offset * scale)
        placed.append((one.cluster, glyph))
        along += one.x_advance * scale
    _keep_meanings(name, text, placed)

    def as_read(one: tuple[int, Glyph]) -> tuple[int, int]:
        # A vowel that stands before its letter is read after it.
        cluster, glyph = one
        return cluster, text.find(glyph.code, cluster) % (len(text) + 1)

    return tuple(glyph for _, glyph in sorted(placed, key=as_read)), along


def reads_as(name: str, text: str, size: float) -> str:
    """Return how a text is read from its signs alone; nothing where readers differ."""
    signs = glyphs(name, text, size)[0]
    if any(after.along < before.along for before, after in pairwise(signs)):
        return ""
    meanings = pdfmetrics.getFont(name).meanings
    return "".join(meanings.get(ord(one.code), one.code) for one in signs)


def shaped_width(name: str, text: str, size: float) -> float:
    """Return how wide a shaped text is, in points."""
    return glyphs(name, text, size)[1]


def _keep_meanings(name: str, text: str, placed: list[tuple[int, Glyph]]) -> None:
    """Remember with the font what its signs without a character stand for."""
    meanings = pdfmetrics.getFont(name).meanings
    starts = sorted({cluster for cluster, _ in placed})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    done: set[int] = set()
    for cluster, glyph in placed:
        if unicodedata.category(glyph.code) == "Co" and cluster not in done:
            meanings.setdefault(ord(glyph.code), text[cluster : ends[cluster]])
        elif unicodedata.category(glyph.code) == "Co":
            # Dots that are a sign of their own: their letter is told already.
            meanings.setdefault(ord(glyph.code), "\N{ZERO WIDTH SPACE}")
        done.add(cluster)


def mixes_directions(text: str) -> bool:
    """Return whether digits stand beside letters that run from right to left."""
    before = ""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in _RIGHT_TO_LEFT or kind in _NUMBERS or kind in _LETTERS:
            now = "R" if kind in _RIGHT_TO_LEFT else "N" if kind in _NUMBERS else "L"
            if {before, now} == {"R", "N"}:
                return True
            before = now
    return False
