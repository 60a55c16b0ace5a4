"""What was filled in a letter, beside its labels; and lines to sign on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from amnesty.papers.boxes import Box, Cell, Panel, Row, Rule, Space, Stack, Tagged
from amnesty.papers.design import INK, MIST, NAVY, SIDES
from amnesty.papers.fonts import Face, printable
from amnesty.papers.ink import MM, WHITE, Style
from amnesty.papers.letter_head import WIDE
from amnesty.papers.lines import baseline_of, set_largest, set_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amnesty.papers.design import Scale
    from amnesty.papers.lines import Lines

    Rows = Iterable[tuple[str, tuple[str, ...]]]

_LABELS: Final = 54 * MM
_AIR: Final = 2.5
"""Above and below the text of a row."""
_LARGER: Final = Style(face=Face.STRONG, size=17, colour=INK, spacing=1.2)
_DIGITS: Final = Style(face=Face.CODE, size=24, colour=WHITE, spacing=1.2)
MOST_LINES: Final = 16
"""How many lines stay together; what is longer may end a page after each PART."""
PART: Final = 6
_ABREAST: Final = 2
"""Columns of a list for the office."""


def rows(details: Rows, scale: Scale, *, larger: bool = False) -> Iterator[Box]:
    """Yield each label with its values beside it, between level lines.

    Args:
        details: Labels, and the texts that stand beside each.
        scale: How large the letters are.
        larger: Whether the values are read at arm's length.
    """
    style = _LARGER if larger else scale.strong
    line = Rule(width=WIDE, colour=MIST, line=0.5, height=2)
    air = Space(height=_AIR)
    for label, texts in details:
        called = set_lines(label, scale.label, _LABELS - 8)
        down = Space(height=baseline_of(style) - baseline_of(called.style))
        beside: Box = Stack(boxes=(down, called))
        above: tuple[Box, ...] = (line, air)
        parts = _parts(
            set_lines(printable(text, Face.STRONG, field=label), style, WIDE - _LABELS)
            for text in texts
        )
        for number, part in enumerate(parts, start=1):
            cells = Cell(box=beside, at=0), Cell(box=part, at=_LABELS)
            row = Tagged(tag="Div", inner=Row(cells=cells))
            under = (air,) if number == len(parts) else ()
            yield Stack(boxes=(*above, row, *under))
            beside, above = Space(height=0), ()
    yield line


def _parts(texts: Iterable[Lines]) -> list[Box]:
    """Return texts as one box, or as several where they are long: pages part there."""
    whole = tuple(texts)
    if sum(len(one.lines) for one in whole) <= MOST_LINES:
        return [Stack(boxes=whole)]
    return [part for one in whole for part in one.parted(PART)]


def to_ring(label: str, number: str, scale: Scale) -> Box:
    """Return the number to ring, as the certificate has it: white on nearly black."""
    inner = WIDE - 2 * SIDES
    text = printable(number, Face.CODE, field=label)
    styles = [replace(_DIGITS, size=size) for size in (24.0, 20.0, 16.0, 12.0)]
    digits = set_largest(text, styles, inner / 2, most_lines=1)
    at = inner - digits.widest - 1
    room = at - SIDES
    words = set_lines(label, replace(scale.strong, colour=WHITE), room)
    height = max(digits.height, words.height)
    return Panel(
        inner=Row(
            cells=(
                Cell(box=Panel(inner=words, width=room, least=height), at=0),
                Cell(box=Panel(inner=digits, width=inner - at, least=height), at=at),
            )
        ),
        width=WIDE,
        sides=SIDES,
        ends=4,
        fill=NAVY,
    )


def abreast(label: str, texts: tuple[str, ...], scale: Scale) -> Box:
    """Return a long list in columns, each line with a box to tick."""
    high = -(-len(texts) // _ABREAST)
    wide = WIDE / _ABREAST
    side = scale.body * 0.8
    down = (scale.plain.leading - side) / 2
    box = Panel(inner=Space(height=side), width=side, stroke=INK, line=0.6, radius=0)
    square = Stack(boxes=(Space(height=down), box))

    def ticked(text: str) -> Box:
        line = set_lines(
            printable(text, Face.TEXT, field=label), scale.plain, wide - 2 * side
        )
        return Row(cells=(Cell(box=square, at=0), Cell(box=line, at=2 * side)))

    columns = tuple(
        Cell(
            box=Stack(boxes=tuple(map(ticked, texts[at : at + high]))),
            at=number * wide,
        )
        for number, at in enumerate(range(0, len(texts), high))
    )
    return Stack(
        boxes=(
            Rule(width=WIDE, colour=MIST, line=0.5, height=3),
            set_lines(label, scale.label, WIDE),
            Row(cells=columns),
        )
    )


def to_sign(who: str, words: tuple[str, str], scale: Scale) -> Box:
    """Return a line to sign on, and one for the date, with the words under them."""
    sign = f"{words[0]}: {printable(who, Face.TEXT, field='who signs')}"
    wide, beside = WIDE * 0.66, WIDE * 0.7
    lines = Row(
        cells=(
            Cell(box=Rule(width=wide, colour=INK, line=0.7, height=2), at=0),
            Cell(
                box=Rule(width=WIDE - beside, colour=INK, line=0.7, height=2), at=beside
            ),
        )
    )
    under = Row(
        cells=(
            Cell(box=set_lines(sign, scale.label, wide), at=0),
            Cell(box=set_lines(words[1], scale.label, WIDE - beside), at=beside),
        )
    )
    return Stack(boxes=(Space(height=36), lines, under))
