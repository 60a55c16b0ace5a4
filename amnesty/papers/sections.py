"""The sections of the certificate's front, from its title to its foot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.errors.papers import NoRoomError
from amnesty.papers.boxes import Box, Cell, Panel, Row, Space, Stack
from amnesty.papers.design import (
    ACROSS,
    CREAM,
    GREEN,
    INK,
    MUTED,
    NAVY,
    OCHRE,
    RED,
    SIDES,
    TIGHT,
    Page,
    Scale,
)
from amnesty.papers.fonts import Face, text_width
from amnesty.papers.ink import WHITE, Style
from amnesty.papers.lines import Align, set_lines
from amnesty.papers.lists import numbered
from amnesty.papers.overleaf import counting
from amnesty.papers.particulars import limits, particulars
from amnesty.papers.seal import SEAL
from amnesty.papers.tongues import columns, label, said, side_by_side

if TYPE_CHECKING:
    from amnesty.papers.catalogue import Catalogue

    Boxes = tuple[Box, ...]

_VERY_TIGHT = 4.0
_BESIDE_SEAL = ACROSS - SEAL - SIDES


def front(page: Page, scale: Scale, *, counts: bool) -> tuple[Box, ...]:
    """Return the sections of the front from its top, in an officer's order.

    Args:
        page: What the certificate shows.
        scale: How large the letters are.
        counts: Whether how to count stands here; else it stands overleaf.
    """
    return (
        heading(page, scale),
        statement(page, scale),
        particulars(page, scale),
        limits(page, scale),
        officer(page, scale),
        telephone(page, scale),
        *((counting(page, scale),) if counts else ()),
        _turn_over(page, scale, counts=counts),
    )


def heading(page: Page, scale: Scale) -> Box:
    """Return the title and, directly under it, what the certificate rests on."""
    titles, rest = _titles(page, scale), _agreement(page, scale, ACROSS)
    ways = [_beside_seal(titles, rest)]
    if scale.gap < TIGHT:
        # What follows begins beside the seal; the line that counts least gives way.
        narrow = _agreement(page, scale, _BESIDE_SEAL)
        ways += [
            _beside_seal((*above, *narrow[:many]), rest[many:])
            for above in (titles, titles[::2])[: 2 if scale.gap < _VERY_TIGHT else 1]
            for many in range(len(rest))
        ]
    lowest = min(ways, key=lambda box: box.height)
    return Stack(boxes=(*_copy(page, scale), lowest))


def _beside_seal(above: Boxes, under: Boxes) -> Box:
    """Return boxes of which the first are never lower than the seal beside them."""
    beside = Stack(boxes=above)
    missing = Space(height=max(0.0, SEAL - beside.height))
    return Stack(boxes=(beside, missing, *under))


def _titles(page: Page, scale: Scale) -> Boxes:
    """Return whose certificate it is, of what, and what it is called."""
    tongues, room = page.wording.catalogues, _BESIDE_SEAL
    name = Style(face=Face.STRONG, size=14, colour=GREEN, spacing=1.2)
    names = said(tongues, lambda one: page.wording.names[one.tongue])
    subject = replace(scale.plain, colour=MUTED, spacing=1.2)
    subjects = said(tongues, lambda one: one("certificate.subject"))
    title = Style(face=Face.STRONG, size=scale.title, colour=NAVY, spacing=1.2)
    titles = said(tongues, lambda one: one("certificate.title"))
    return (
        columns(names, name, room, most_lines=1),
        label(subjects, subject, room),
        columns(titles, title, room, tag="H1", most_lines=1),
    )


def _copy(page: Page, scale: Scale) -> list[Box]:
    """Return what a duplicate says of itself, over everything else."""
    if page.copy is None:
        return []
    style = replace(scale.strong, colour=RED, size=14)
    copy = str(page.copy)
    texts = said(
        page.wording.catalogues, lambda one: one("common.duplicate", copy=copy)
    )
    return [label(texts, style, ACROSS, align=Align.LEFT)]


def _agreement(page: Page, scale: Scale, width: float) -> Boxes:
    wording, tongues = page.wording, page.wording.catalogues
    warning = replace(scale.strong, colour=RED)
    law = [] if wording.changes_law else ["law"]
    boxes: list[Box] = []

    def add(keys: list[str], style: Style) -> None:
        texts = said(
            tongues, lambda one: " ".join(one(f"certificate.{key}") for key in keys)
        )
        boxes.append(columns(texts, style, width))

    if page.is_agreed:
        boxes.append(set_lines(wording.agreement_text, scale.plain, width))
        add(["rests_on", *law], scale.strong)
        if wording.marked_specimen:
            add(["demonstration_note"], warning)
    else:
        add(["specimen_note"], warning)
        add(["law"], scale.strong)
    return tuple(boxes)


def statement(page: Page, scale: Scale) -> Box:
    """Return what is certified, in one sentence."""
    key = "statement_grower" if page.facts.patient else "statement"
    texts = said(page.wording.catalogues, lambda one: one(f"certificate.{key}"))
    return Panel(
        inner=columns(texts, replace(scale.strong, colour=WHITE), ACROSS - 2 * SIDES),
        width=ACROSS,
        sides=SIDES,
        ends=scale.ends,
        fill=GREEN,
    )


def officer(page: Page, scale: Scale) -> Box:
    """Return the numbered steps, the last of them in the agreement's words."""
    last = "agreed_step" if page.is_agreed else "specimen_step"
    head = replace(scale.strong, size=scale.body + 2)

    def steps(one: Catalogue, width: float) -> Box:
        worded = (
            *one.listed("certificate.officer_steps"),
            one(f"certificate.{last}"),
        )
        return Stack(
            boxes=(
                set_lines(one("certificate.officer"), head, width, tag="H2"),
                numbered(worded, scale, width),
                set_lines(one("certificate.not_valid_for"), scale.strong, width),
            ),
            gap=1.0,
        )

    return Panel(
        inner=side_by_side(page.wording.catalogues, ACROSS - 2 * SIDES, steps),
        width=ACROSS,
        sides=SIDES,
        ends=scale.ends,
        fill=CREAM,
        stroke=OCHRE,
        line=1.0,
    )


def telephone(page: Page, scale: Scale) -> Box:
    """Return the number to ring day and night, in 20 points or more.

    Raises:
        NoRoomError: it does not fit, however small.
    """
    tongues = page.wording.catalogues
    number = Style(
        face=Face.CODE, size=24 if len(tongues) == 1 else 22, colour=WHITE, spacing=1.2
    )
    words = replace(scale.strong, colour=WHITE)
    wide = text_width(page.wording.telephone, number.face, number.size)
    if wide > ACROSS / 2:
        raise NoRoomError("the telephone number")
    texts = said(tongues, lambda one: one("certificate.telephone"))
    room = ACROSS - wide - 3 * SIDES
    said_lines = Stack(
        boxes=tuple(
            set_lines(text, words, room, language=language) for text, language in texts
        )
    )
    digits = set_lines(page.wording.telephone, number, wide + 1)
    height = max(said_lines.height, digits.height)
    return Panel(
        inner=Row(
            cells=(
                Cell(box=Panel(inner=said_lines, width=room, least=height), at=0),
                Cell(
                    box=Panel(inner=digits, width=wide + 1, least=height),
                    at=ACROSS - 2 * SIDES - wide,
                ),
            )
        ),
        width=ACROSS,
        sides=SIDES,
        ends=3,
        fill=NAVY,
    )


def _turn_over(page: Page, scale: Scale, *, counts: bool) -> Box:
    key = "overleaf_conditions" if counts else "overleaf"
    texts = said(page.wording.catalogues, lambda one: one(f"certificate.{key}"))
    return label(texts, replace(scale.plain, colour=INK), ACROSS)
