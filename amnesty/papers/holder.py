"""Who grows, where and how long; beside it a photograph, where there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from amnesty.domain.photograph import HIGH, WIDE
from amnesty.papers.boxes import Box, Cell, Over, Picture, Row, Stack
from amnesty.papers.design import FULL, INK, SCALES, SIDES, Page, Scale
from amnesty.papers.fonts import Face, text_width
from amnesty.papers.ink import MM, Colour, Style
from amnesty.papers.lines import set_largest
from amnesty.papers.seal import seal_name
from amnesty.papers.tongues import Said, label, said

if TYPE_CHECKING:
    from amnesty.papers.catalogue import Catalogue

_VALID_SIZES: Final = (18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
_PHOTOGRAPH: Final = (27 * MM, 27 * MM * HIGH / WIDE)
"""Width and height: those of a photograph in a passport, a little smaller."""
_OVER: Final = 0.5
"""How large the seal is that is drawn over the photograph's edge."""
_MOST_SPARE: Final = 7.0
"""Points that may stand between two parts beyond the usual."""
_MOST_LABEL: Final = 0.6
"""The part of a line that a label beside its value may take."""


def _styles(sizes: tuple[float, ...], colour: Colour = INK) -> list[Style]:
    return [
        Style(face=Face.STRONG, size=size, colour=colour, spacing=1.22)
        for size in sizes
    ]


def largest_who(page: Page, scale: Scale, width: float, room: float) -> Box:
    """Return who and where: as large as stands beside the code without more height."""
    for larger in SCALES[: SCALES.index(scale)]:
        roomy = replace(scale, names=larger.names, values=larger.values)
        parts = _who(page, roomy, width)
        if _height(parts, scale) <= room:
            break
    else:
        parts = _who(page, scale, width)
    # What room is left stands between the parts, and as much above and below.
    spare = max(0.0, room - _height(parts, scale)) / (len(parts) + 1)
    return Stack(boxes=parts, gap=_gap(scale) + min(spare, _MOST_SPARE))


def _gap(scale: Scale) -> float:
    return scale.gap * 0.45


def _height(parts: tuple[Box, ...], scale: Scale) -> float:
    return Stack(boxes=parts, gap=_gap(scale)).height


def _who(page: Page, scale: Scale, width: float) -> tuple[Box, ...]:
    """Return who and where, beside a photograph where there is one; then how long."""
    valid = _entry(page, scale, "valid", lambda wide: _period(page, scale, wide))
    period = _set(valid, scale, width)
    if page.photograph is None:
        return (*_named(page, scale, width), period)
    photograph = Picture(
        jpeg=page.photograph,
        width=_PHOTOGRAPH[0],
        height=_PHOTOGRAPH[1],
        alternative=page.wording.catalogues[0](
            "common.photograph", holder=page.facts.holder
        ),
        over=Over(name=seal_name(page.facts.number), scale=_OVER),
    )
    return (*_beside(page, scale, width, photograph), period)


def _beside(
    page: Page, scale: Scale, width: float, photograph: Picture
) -> tuple[Box, ...]:
    """Return a photograph with that beside it which makes all lowest."""
    room = width - photograph.width - SIDES
    narrow, wide = _named(page, scale, room), _named(page, scale, width)

    def laid(first: int, after: int) -> tuple[Box, ...]:
        beside = Stack(boxes=narrow[first:after], gap=_gap(scale))
        row = Row(
            cells=(
                Cell(box=beside, at=0),
                Cell(box=photograph, at=room + SIDES),
            )
        )
        return (*wide[:first], row, *wide[after:])

    every = range(len(narrow) + 1)
    # Of those that are equally low, the photograph stands as high as it can.
    return min(
        (laid(first, after) for first in every for after in every[first + 1 :]),
        key=lambda parts: _height(parts, scale),
    )


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """What a value is called, and how it is set in a width."""

    texts: Said
    style: Style
    made: Callable[[float], Box]

    def stacked(self, width: float) -> Box:
        """Return the value under its label."""
        return Stack(boxes=(label(self.texts, self.style, width), self.made(width)))

    def lowest(self, width: float) -> Box:
        """Return the value under its label or beside it, whichever is lower."""
        stacked = self.stacked(width)
        wide = max(
            text_width(text, self.style.face, self.style.size) for text, _ in self.texts
        )
        at = wide + SIDES
        if at > width * _MOST_LABEL:
            return stacked
        called = label(self.texts, self.style, wide + 1)
        cells = Cell(box=called, at=0), Cell(box=self.made(width - at), at=at)
        return min(stacked, Row(cells=cells), key=lambda box: box.height)


def _set(entry: _Entry, scale: Scale, width: float) -> Box:
    return entry.lowest(width) if scale.gap < FULL else entry.stacked(width)


def _named(page: Page, scale: Scale, width: float) -> tuple[Box, ...]:
    """Return name, date of birth and address, each with its label."""
    facts = page.facts

    def entry(key: str, made: Callable[[float], Box]) -> Box:
        return _set(_entry(page, scale, key, made), scale, width)

    def name(text: str, sizes: tuple[float, ...]) -> Callable[[float], Box]:
        return lambda wide: set_largest(text, _styles(sizes), wide, most_lines=2)

    def day(wide: float) -> Box:
        born = said(page.wording.catalogues, lambda one: one.day(facts.born))
        return label(born, _styles(scale.values[-2:])[0], wide)

    place = entry(facts.setting.value, name(facts.address, scale.values))
    holder = name(facts.holder, scale.names)
    if not facts.patient:
        return entry("holder", holder), entry("born", day), place
    patient = name(facts.patient, scale.names[1:] or scale.names)
    return (
        entry("grower", holder),
        entry("grower_born", day),
        entry("patient", patient),
        place,
    )


def _entry(page: Page, scale: Scale, key: str, made: Callable[[float], Box]) -> _Entry:
    texts = said(page.wording.catalogues, lambda one: one(f"certificate.{key}"))
    return _Entry(texts=texts, style=scale.label, made=made)


def _period(page: Page, scale: Scale, width: float) -> Box:
    """Return from when to when, large, on a line for each language."""
    facts = page.facts

    def worded(one: Catalogue) -> str:
        first, last = one.day(facts.valid_from), one.day(facts.valid_to)
        return one("common.period", first=first, last=last)

    texts = said(page.wording.catalogues, worded)
    largest = scale.values[0] if len(texts) > 1 else _VALID_SIZES[0]
    sizes = tuple(size for size in _VALID_SIZES if size <= largest)
    lines = tuple(
        replace(
            set_largest(text, _styles(sizes), width, most_lines=1),
            language=language,
        )
        for text, language in texts
    )
    return Stack(boxes=lines)
