"""The back of the certificate: what is looked up, and the code once more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.papers.boxes import Box, Cell, Panel, Row, Stack
from amnesty.papers.design import (
    ACROSS,
    GUTTER,
    MIST,
    MUTED,
    PAPER,
    SIDES,
    Page,
    Scale,
    code_side,
)
from amnesty.papers.lines import set_lines
from amnesty.papers.lists import bulleted
from amnesty.papers.particulars import code
from amnesty.papers.tongues import label, said, side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.papers.catalogue import Catalogue
    from amnesty.papers.ink import Style
    from amnesty.papers.tongues import Said

    Made = Callable[[Catalogue, float], Box]


def back(page: Page, scale: Scale, *, counts: bool) -> tuple[Box, ...]:
    """Return the sections of the back; how to count, unless the front has it."""
    return (
        _number(page, scale),
        *(() if counts else (counting(page, scale),)),
        _conditions(page, scale),
        _legal(page, scale),
        _issued(page, scale),
    )


def counting(page: Page, scale: Scale) -> Box:
    """Return how plants and grams are counted."""
    return _framed(
        page, scale, lambda one, width: _ruled(one, "counting", scale, width)
    )


def _conditions(page: Page, scale: Scale) -> Box:
    return _framed(
        page, scale, lambda one, width: _ruled(one, "conditions", scale, width)
    )


def _framed(page: Page, scale: Scale, made: Made) -> Box:
    return Panel(
        inner=side_by_side(page.wording.catalogues, ACROSS - 2 * SIDES, made),
        width=ACROSS,
        sides=SIDES,
        ends=scale.ends,
        fill=PAPER,
        stroke=MIST,
    )


def _ruled(one: Catalogue, key: str, scale: Scale, width: float) -> Box:
    rules = "counting_rules" if key == "counting" else "condition_rules"
    head = replace(scale.strong, size=scale.body + 1)
    return Stack(
        boxes=(
            set_lines(one(f"certificate.{key}"), head, width, tag="H2"),
            bulleted(one.listed(f"certificate.{rules}"), scale, width),
        )
    )


def _number(page: Page, scale: Scale) -> Box:
    number = page.facts.number
    texts = said(
        page.wording.catalogues,
        lambda one: one("certificate.of_number", number=number),
    )
    return label(texts, replace(scale.strong, colour=MUTED), ACROSS)


def _legal(page: Page, scale: Scale) -> Box:
    head = replace(scale.strong, size=scale.body + 1)

    def basis(one: Catalogue, width: float) -> Box:
        limits = one("certificate.limits_by", policy=page.facts.policy)
        text = f"{one('certificate.legal_basis')} {limits}"
        return Stack(
            boxes=(
                set_lines(one("certificate.legal"), head, width, tag="H2"),
                set_lines(text, scale.plain, width),
            )
        )

    return _framed(page, scale, basis)


def _issued(page: Page, scale: Scale) -> Box:
    """Return with what it is valid, who issued it and when; and the second code."""
    wording, facts = page.wording, page.facts
    side = code_side(len(page.qr))
    width = ACROSS - side - GUTTER - 2 * SIDES

    def issue(one: Catalogue) -> str:
        return one(
            "certificate.issued",
            date=one.day(facts.issued_on),
            authority=wording.names[one.tongue],
            issuer=facts.issuer,
        )

    boxes = [
        *_each(
            said(wording.catalogues, lambda one: one("certificate.photo_identity")),
            replace(scale.strong, size=scale.body + 1),
            width,
        ),
        *_each(said(wording.catalogues, issue), scale.plain, width),
    ]
    if wording.is_draft:
        draft = said(wording.catalogues, lambda one: one("common.draft_welsh"))
        boxes += _each(draft, replace(scale.plain, colour=MUTED), width)
    words = Panel(inner=Stack(boxes=tuple(boxes), gap=3), width=width, least=side)
    return Panel(
        inner=Row(
            cells=(Cell(box=words, at=0), Cell(box=code(page), at=width + GUTTER))
        ),
        width=ACROSS,
        sides=SIDES,
        ends=4,
        fill=PAPER,
        stroke=MIST,
    )


def _each(texts: Said, style: Style, width: float) -> list[Box]:
    return [
        set_lines(text, style, width, language=language) for text, language in texts
    ]
