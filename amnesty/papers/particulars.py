"""Who, where, how long and how much; and beside it the number and its proof."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from amnesty.papers.boxes import (
    Box,
    Cell,
    Panel,
    Row,
    Space,
    Squares,
    Stack,
    Tagged,
    inset,
)
from amnesty.papers.design import (
    ACROSS,
    BODY,
    GREEN,
    GUTTER,
    INK,
    MIST,
    MUTED,
    QUIET,
    SIDES,
    Page,
    Scale,
    code_side,
)
from amnesty.papers.fonts import Face, text_width
from amnesty.papers.holder import largest_who
from amnesty.papers.ink import Style
from amnesty.papers.lines import Align, set_largest, set_lines
from amnesty.papers.tongues import Inline, label, said

if TYPE_CHECKING:
    from amnesty.papers.catalogue import Catalogue
    from amnesty.papers.facts import Limit
    from amnesty.papers.tongues import Said

_NUMBER_SIZES: Final = (14.0, 13.0, 12.0, 11.0, 10.0)
_CODE_SIZES: Final = (18.0, 15.0, 12.0)
_PAD: Final = 3.0
_FIGURE_SPACING: Final = 1.12
_OF_TWO: Final = 0.78
"""How large a number of plants is, where there are two of them."""
_PARTS: Final = (0.25, 0.25, 0.25, 0.25)
_PARTS_OF_TWO: Final = (0.29, 0.29, 0.21, 0.21)
"""Of the width, what limits have: plants in flower and in all, grams kept, carried."""


def particulars(page: Page, scale: Scale) -> Box:
    """Return who, where and how long; beside it number and QR code."""
    side = code_side(len(page.qr))
    # In two languages the labels need a little more than the code.
    right = side + (6 if len(page.wording.catalogues) == 1 else 10) * _PAD
    left = ACROSS - right - GUTTER
    ends = _ends(scale)
    proof = Panel(
        inner=_proof(page, scale, right),
        width=right,
        ends=ends,
        stroke=MIST,
    )
    who = Panel(
        inner=largest_who(page, scale, left - 2 * SIDES, proof.height - 2 * ends),
        width=left,
        sides=SIDES,
        ends=ends,
        stroke=MIST,
    )
    height = max(who.height, proof.height)
    return Row(
        cells=(
            Cell(box=replace(who, least=height), at=0),
            Cell(box=replace(proof, least=height), at=left + GUTTER),
        )
    )


def _ends(scale: Scale) -> float:
    """Return the padding above and below what an officer reads first."""
    return _PAD + scale.gap * 0.3


def limits(page: Page, scale: Scale) -> Box:
    """Return the four limits side by side, the numbers as large as they can be."""
    facts = page.facts
    each: tuple[tuple[str, tuple[Limit, ...] | int], ...] = (
        ("flowering", facts.flowering),
        ("plants", facts.plants),
        ("stock", facts.stock_grams),
        ("carry", facts.carry_grams),
    )
    across = ACROSS - 2 * SIDES
    # Two periods, each in two languages, need more room than grams.
    is_wide = len(facts.plants) > 1 and len(page.wording.catalogues) > 1
    parts = _PARTS_OF_TWO if is_wide else _PARTS
    begin = [sum(parts[:at]) * across for at in range(len(parts))]
    cells = tuple(
        Cell(box=_limit(page, *one, scale, part * across - 2 * _PAD), at=at)
        for one, part, at in zip(each, parts, begin, strict=True)
    )
    return Panel(
        inner=Row(cells=cells),
        width=ACROSS,
        sides=SIDES,
        ends=_ends(scale),
        stroke=GREEN,
        line=1.4,
    )


def _limit(  # noqa: PLR0917 - a limit, how it is called and how it is set
    page: Page,
    key: str,
    limit: tuple[Limit, ...] | int,
    scale: Scale,
    width: float,
) -> Box:
    tongues = page.wording.catalogues
    texts = said(tongues, lambda one: one(f"certificate.{key}"))
    head = label(texts, replace(scale.label, colour=INK), width)
    if isinstance(limit, int):
        units = said(tongues, lambda one: one("common.grams"))
        return Stack(boxes=(head, _counted(f"{limit:,}", units, scale.limits, width)))
    size = scale.limits if len(limit) == 1 else scale.limits * _OF_TWO
    rows = [
        _counted(f"{one.number:,}", _unit(one, tongues), size, width) for one in limit
    ]
    return Stack(boxes=(head, *rows))


def _unit(limit: Limit, tongues: tuple[Catalogue, ...]) -> Said:
    if limit.period:
        return said(tongues, lambda one: one(f"common.{limit.period}"))
    return said(tongues, lambda one: one.counted("common.plants", limit.number))


def _counted(number: str, units: Said, largest: float, width: float) -> Box:
    """Return a number and what it counts: beside it, or under it for want of room."""
    unit = Style(face=Face.TEXT, size=BODY, colour=INK, spacing=1.15)
    line = Inline(texts=units, style=unit, width=width)
    is_one_line = text_width(number, Face.CODE, largest) + 4 + line.natural <= width
    high = unit.leading * (1 if is_one_line else len(units))
    # Beside two lines of words, a number as high as they are costs nothing.
    largest = max(largest, high / _FIGURE_SPACING)
    each = max(text_width(text, unit.face, unit.size) for text, _ in units)
    beside = (line.natural if is_one_line else each) + 4
    natural = text_width(number, Face.CODE, largest)
    if natural + beside > width and len(units) == 1:
        largest = max(BODY, min(largest, largest * (width - beside) / natural))
        natural = text_width(number, Face.CODE, largest)
    style = Style(face=Face.CODE, size=largest, colour=INK, spacing=_FIGURE_SPACING)
    figure = set_lines(number, style, natural + 1)
    words = label(units, unit, beside - 4 if natural + beside <= width else width)
    if natural + beside <= width:
        down = max(0.0, (figure.height - words.height) * 0.72)
        level = Stack(boxes=(Space(height=down), words))
        inner: Box = Row(
            cells=(Cell(box=figure, at=0), Cell(box=level, at=natural + 4))
        )
    else:
        inner = Stack(boxes=(figure, words))
    return Tagged(tag="P", inner=inner)


def _proof(page: Page, scale: Scale, width: float) -> Box:
    side = code_side(len(page.qr))
    room = width - 4 * _PAD
    tongues = page.wording.catalogues

    def coded(text: str, sizes: tuple[float, ...]) -> Box:
        styles = [
            Style(face=Face.CODE, size=size, colour=INK, spacing=1.15) for size in sizes
        ]
        lines = set_largest(text, styles, room, most_lines=1, align=Align.CENTRE)
        return inset(lines, 2 * _PAD)

    def called(key: str) -> Box:
        texts = said(tongues, lambda one: one(f"certificate.{key}"))
        style = replace(scale.label, spacing=1.15, colour=MUTED)
        return label(texts, style, width, align=Align.CENTRE)

    return Stack(
        boxes=(
            called(number_label(page)),
            coded(page.facts.number, _NUMBER_SIZES),
            inset(code(page), (width - side) / 2),
            called("check_code"),
            coded(page.check_code, _CODE_SIZES),
        )
    )


def number_label(page: Page) -> str:
    """Return the key of what the number is called: shorter in two languages."""
    return "number" if len(page.wording.catalogues) == 1 else "number_short"


def code(page: Page) -> Box:
    """Return the QR code with what is said of it."""
    alternative = page.wording.catalogues[0](
        "certificate.code", number=page.facts.number
    )
    return Squares(
        dark=page.qr,
        side=code_side(len(page.qr)),
        quiet=QUIET,
        alternative=alternative,
    )
