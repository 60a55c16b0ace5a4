"""Who, where, how much and how long; and beside it the number and its proof."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from amnesty.papers.boxes import (
    Align,
    Box,
    Cell,
    Lines,
    Panel,
    Row,
    Rule,
    Space,
    Squares,
    Stack,
    Tagged,
    inset,
    set_largest,
    set_lines,
)
from amnesty.papers.design import (
    ACROSS,
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
from amnesty.papers.ink import Colour, Style

if TYPE_CHECKING:
    from amnesty.papers.facts import Facts, Quantity


_VALID_SIZES: Final = (17.0, 16.0, 15.0, 14.0, 12.0)
_NUMBER_SIZES: Final = (13.0, 12.0, 11.0, 10.0, 9.0)
_CODE_SIZES: Final = (17.0, 14.0, 12.0, 10.0, 9.0)


def particulars(page: Page, scale: Scale) -> Box:
    """Return who, where, how much and how long; beside it number and QR code."""
    side = code_side(len(page.qr))
    right = side + 2 * 3.0
    left = ACROSS - right - GUTTER
    who = Panel(
        inner=_who(page.facts, scale, left - 2 * SIDES),
        width=left,
        sides=SIDES,
        ends=scale.ends,
        stroke=MIST,
    )
    proof = Panel(
        inner=_proof(page, right, side),
        width=right,
        ends=scale.ends,
        stroke=MIST,
    )
    height = max(who.height, proof.height)
    return Row(
        cells=(
            Cell(box=replace(who, least=height), at=0),
            Cell(box=replace(proof, least=height), at=left + GUTTER),
        )
    )


def _label(text: str, width: float, align: Align = Align.LEFT) -> Lines:
    return set_lines(text, Style(face=Face.TEXT, size=9.5, colour=MUTED), width, align)


def _styles(sizes: tuple[float, ...], colour: Colour = INK) -> list[Style]:
    return [Style(face=Face.STRONG, size=size, colour=colour) for size in sizes]


def _entry(label: str, value: Lines) -> Box:
    return Stack(boxes=(_label(label, value.width), value))


def _who(facts: Facts, scale: Scale, width: float) -> Box:
    def named(name: str, sizes: tuple[float, ...]) -> Lines:
        return set_largest(name, _styles(sizes), width, most_lines=2)

    born_label = "Grower’s date of birth" if facts.patient else "Date of birth"
    born = set_lines(facts.born, _styles(scale.values)[0], width)
    entries: list[Box] = [
        _entry(facts.holder_label, named(facts.holder, scale.names)),
        _entry(born_label, born),
    ]
    if facts.patient:
        patient = named(facts.patient, scale.names[1:])
        entries.append(_entry("Patient, for whom it is grown", patient))
    valid = set_largest(
        f"{facts.valid_from} to {facts.valid_to}",
        _styles(_VALID_SIZES, GREEN),
        width,
        most_lines=1,
    )
    entries += [
        _entry(facts.address_label, named(facts.address, scale.values)),
        _limits(facts, scale, width),
        _entry("Valid, first and last day included", valid),
    ]
    return Stack(boxes=tuple(entries), gap=scale.gap * 0.55)


def _limits(facts: Facts, scale: Scale, width: float) -> Box:
    """Return the four limits side by side, the numbers large."""
    limits = (
        ("Most in flower", facts.flowering),
        ("Most in all", facts.plants),
        ("Most kept here", (facts.stock,)),
        ("Most carried", (facts.carry,)),
    )
    column = width / len(limits)
    cells = [
        Cell(box=_limit(label, quantities, scale, column - 6), at=number * column)
        for number, (label, quantities) in enumerate(limits)
    ]
    rule = Rule(width=width, colour=MIST, line=0.6, height=1)
    return Stack(boxes=(rule, Row(cells=tuple(cells)), rule), gap=scale.gap * 0.35)


def _limit(
    label: str, quantities: tuple[Quantity, ...], scale: Scale, width: float
) -> Box:
    unit = Style(face=Face.TEXT, size=9.5, colour=INK)
    largest = scale.names[0] if len(quantities) == 1 else scale.values[0]
    rows: list[Box] = [_label(label, width)]
    for quantity in quantities:
        unit_wide = text_width(quantity.unit, unit.face, unit.size)
        number = _number_style(quantity.number, largest, width - unit_wide - 3)
        wide = text_width(quantity.number, number.face, number.size)
        level = replace(unit, spacing=number.leading / unit.size)
        cells = (
            # The space is drawn for who hears it: "5 plants" is one thing to say.
            Cell(box=set_lines(f"{quantity.number}", number, wide + 1), at=0),
            Cell(box=set_lines(quantity.unit, level, unit_wide + 1), at=wide + 3),
        )
        rows.append(Tagged(tag="P", inner=Row(cells=cells)))
    return Stack(boxes=tuple(rows))


def _number_style(number: str, largest: float, room: float) -> Style:
    """Return the style in which a number fits its room, 9 points at least."""
    natural = text_width(number, Face.CODE, largest)
    size = largest if natural <= room else max(9.0, largest * room / natural)
    return Style(face=Face.CODE, size=size, colour=INK, spacing=1.25)


def _proof(page: Page, width: float, side: float) -> Box:
    room = width - 2 * SIDES

    def coded(text: str, sizes: tuple[float, ...]) -> Box:
        styles = [Style(face=Face.CODE, size=size, colour=INK) for size in sizes]
        lines = set_largest(text, styles, room, most_lines=1, align=Align.CENTRE)
        return inset(lines, SIDES)

    code = Squares(
        dark=page.qr, side=side, quiet=QUIET, alternative=page.code_alternative
    )
    return Stack(
        boxes=(
            _label("Certificate number", width, Align.CENTRE),
            coded(page.facts.number, _NUMBER_SIZES),
            Space(height=3),
            inset(code, (width - side) / 2),
            _label("Check code", width, Align.CENTRE),
            coded(page.check_code, _CODE_SIZES),
        )
    )
