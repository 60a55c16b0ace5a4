"""Who grows, where and how long; beside it a photograph, where there is one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from amnesty.domain.photograph import HIGH, WIDE
from amnesty.papers.boxes import Box, Cell, Picture, Row, Stack
from amnesty.papers.design import INK, SCALES, SIDES, Page, Scale
from amnesty.papers.fonts import Face
from amnesty.papers.ink import MM, Colour, Style
from amnesty.papers.lines import Lines, set_largest
from amnesty.papers.tongues import label, said

if TYPE_CHECKING:
    from amnesty.papers.catalogue import Catalogue

_VALID_SIZES: Final = (18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
_PAD: Final = 3.0
_PHOTOGRAPH: Final = (27 * MM, 27 * MM * HIGH / WIDE)
"""Width and height: those of a photograph in a passport, a little smaller."""


def _styles(sizes: tuple[float, ...], colour: Colour = INK) -> list[Style]:
    return [
        Style(face=Face.STRONG, size=size, colour=colour, spacing=1.22)
        for size in sizes
    ]


def largest_who(page: Page, scale: Scale, width: float, room: float) -> Box:
    """Return who and where: as large as stands beside the code without more height."""
    for larger in SCALES[: SCALES.index(scale)]:
        roomy = replace(scale, names=larger.names, values=larger.values)
        box = _who(page, roomy, width)
        if box.height + 2 * _PAD <= room:
            return box
    return _who(page, scale, width)


def _who(page: Page, scale: Scale, width: float) -> Box:
    """Return who and where, beside a photograph where there is one; then how long."""
    gap = scale.gap * 0.45
    above: Box
    if page.photograph is None:
        above = Stack(boxes=_named(page, scale, width), gap=gap)
    else:
        photograph = Picture(
            jpeg=page.photograph,
            width=_PHOTOGRAPH[0],
            height=_PHOTOGRAPH[1],
            alternative=page.wording.catalogues[0](
                "common.photograph", holder=page.facts.holder
            ),
        )
        above = _beside(page, scale, width, photograph)
    period = _entry(page, scale, width, "valid", _period(page, width))
    return Stack(boxes=(above, period), gap=gap)


def _beside(page: Page, scale: Scale, width: float, photograph: Picture) -> Box:
    """Return a photograph with as much beside it as makes both lowest."""
    gap = scale.gap * 0.45
    room = width - photograph.width - SIDES
    narrow, wide = _named(page, scale, room), _named(page, scale, width)

    def laid(beside: int) -> Box:
        row = Row(
            cells=(
                Cell(box=Stack(boxes=narrow[:beside], gap=gap), at=0),
                Cell(box=photograph, at=room + SIDES),
            )
        )
        return Stack(boxes=(row, *wide[beside:]), gap=gap)

    return min(map(laid, range(len(narrow), 0, -1)), key=lambda box: box.height)


def _entry(  # noqa: PLR0917 - what it is called, what it is, and how it is set
    page: Page, scale: Scale, width: float, key: str, value: Box
) -> Box:
    texts = said(page.wording.catalogues, lambda one: one(f"certificate.{key}"))
    return Stack(boxes=(label(texts, scale.label, width), value))


def _named(page: Page, scale: Scale, width: float) -> tuple[Box, ...]:
    """Return name, date of birth and address, each under its label."""
    facts = page.facts

    def entry(key: str, value: Box) -> Box:
        return _entry(page, scale, width, key, value)

    def name(text: str, sizes: tuple[float, ...]) -> Lines:
        return set_largest(text, _styles(sizes), width, most_lines=2)

    born = said(page.wording.catalogues, lambda one: one.day(facts.born))
    day = label(born, _styles(scale.values[-2:])[0], width)
    place = entry(facts.setting.value, name(facts.address, scale.values))
    if not facts.patient:
        holder = entry("holder", name(facts.holder, scale.names))
        return holder, entry("born", day), place
    patient = name(facts.patient, scale.names[1:] or scale.names)
    return (
        entry("grower", name(facts.holder, scale.names)),
        entry("grower_born", day),
        entry("patient", patient),
        place,
    )


def _period(page: Page, width: float) -> Box:
    """Return from when to when, large, on a line for each language."""
    facts = page.facts

    def worded(one: Catalogue) -> str:
        first, last = one.day(facts.valid_from), one.day(facts.valid_to)
        return one("common.period", first=first, last=last)

    texts = said(page.wording.catalogues, worded)
    sizes = _VALID_SIZES[2:] if len(texts) > 1 else _VALID_SIZES
    lines = tuple(
        replace(
            set_largest(text, _styles(sizes), width, most_lines=1),
            language=language,
        )
        for text, language in texts
    )
    return Stack(boxes=lines)
