"""Where accents stand that have no letter of their own, as in the Yoruba Ẹ̀.

A font places such a mark over a small letter; over a capital it would be struck into
the letter. So each is set by the outlines of the two signs, as a shaping engine
does without a font's own tables.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from struct import unpack
from typing import TYPE_CHECKING, Final

from amnesty.papers.fonts import (
    Face,
    has_marks,
    is_mark,
    is_own,
    load_font,
    own_pieces,
    text_width,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_GAP: Final = 60
"""Between letter and mark, in thousandths of an em."""
_ABOVE: Final = 230
_BELOW: Final = 220
"""Canonical combining classes (Unicode Standard, table 4-3)."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """What a sign's outline covers, in thousandths of an em."""

    left: int
    bottom: int
    right: int
    top: int

    def lifted(self, rise: int) -> Box:
        """Return the box moved up."""
        return Box(
            left=self.left,
            bottom=self.bottom + rise,
            right=self.right,
            top=self.top + rise,
        )


@dataclass(frozen=True, kw_only=True)
class Run:
    """Characters drawn in one go, and how far from the text's origin."""

    text: str
    along: float
    """Points from the text's left."""
    rise: float = 0.0
    """Points above the baseline."""
    font: str = ""
    """The font of another script, which has to be shaped; empty for the style's own."""


@cache
def outline(character: str, face: Face) -> Box:
    """Return what a character's sign covers; nothing for a space."""
    signs = load_font(face).face
    index = signs.charToGlyph[ord(character)]
    start, end = signs.glyphPos[index : index + 2]
    if start == end:
        return Box(left=0, bottom=0, right=0, top=0)
    # A glyph starts with its number of contours, then its box (OpenType, glyf).
    head = signs.get_table("glyf")[start : start + 10]
    left, bottom, right, top = unpack(">hhhh", head[2:])
    return Box(left=left, bottom=bottom, right=right, top=top)


def runs(text: str, face: Face, size: float) -> tuple[Run, ...]:
    """Return the pieces in which a text is drawn: one, where no mark stands alone."""
    if not is_own(text, face):
        return tuple(_runs_of_scripts(text, face, size))
    return _own_runs(text, face, size)


def _runs_of_scripts(text: str, face: Face, size: float) -> Iterator[Run]:
    """Yield the runs of each piece, one after another as they are read."""
    along = 0.0
    for name, piece in own_pieces(text, face):
        if name == face.value:
            for run in _own_runs(piece, face, size):
                yield replace(run, along=along + run.along)
        else:
            yield Run(text=piece, along=along, font=name)
        along += text_width(piece, face, size)


def _own_runs(text: str, face: Face, size: float) -> tuple[Run, ...]:
    if not has_marks(text):
        return (Run(text=text, along=0.0),)
    pieces: list[Run] = []
    start = 0
    for at, character in enumerate(text):
        if not is_mark(character):
            continue
        if start < at:
            along = text_width(text[:start], face, size)
            pieces.append(Run(text=text[start:at], along=along))
        pieces.append(_mark_run(text, at, face, size))
        start = at + 1
    if start < len(text):
        along = text_width(text[:start], face, size)
        pieces.append(Run(text=text[start:], along=along))
    return tuple(pieces)


def _mark_run(text: str, at: int, face: Face, size: float) -> Run:
    first = at
    while first > 0 and is_mark(text[first]):
        first -= 1
    cluster = outline(text[first], face)
    rise = 0
    for mark in text[first + 1 : at + 1]:
        rise, cluster = _stacked(cluster, mark, face)
    mine = outline(text[at], face)
    base = outline(text[first], face)
    middle = (base.left + base.right - mine.left - mine.right) / 2
    origin = text_width(text[:first], face, size)
    return Run(
        text=text[at],
        along=origin + middle * size / 1000,
        rise=rise * size / 1000,
    )


def _stacked(cluster: Box, mark: str, face: Face) -> tuple[int, Box]:
    """Return how far a mark is lifted, and what letter and mark cover together."""
    box = outline(mark, face)
    place = unicodedata.combining(mark)
    rise = 0
    if place == _ABOVE:
        rise = max(0, cluster.top + _GAP - box.bottom)
    elif place == _BELOW:
        rise = min(0, cluster.bottom - _GAP - box.top)
    moved = box.lifted(rise)
    together = Box(
        left=cluster.left,
        bottom=min(cluster.bottom, moved.bottom),
        right=cluster.right,
        top=max(cluster.top, moved.top),
    )
    return rise, together
