"""The sections of the certificate, from its title to its foot."""

from __future__ import annotations

from dataclasses import replace

from amnesty.errors.papers import NoRoomError
from amnesty.papers.boxes import (
    Box,
    Cell,
    Panel,
    Row,
    Space,
    Squares,
    Stack,
    inset,
    set_largest,
    set_lines,
)
from amnesty.papers.design import (
    ACROSS,
    CREAM,
    GREEN,
    GUTTER,
    INK,
    MUTED,
    NAVY,
    OCHRE,
    QUIET,
    RED,
    SIDES,
    Page,
    Scale,
    code_side,
    symbol_side,
)
from amnesty.papers.fonts import Face, text_width
from amnesty.papers.ink import WHITE, Style
from amnesty.papers.lists import listed, numbered
from amnesty.papers.particulars import particulars


def sections(page: Page, scale: Scale) -> tuple[Box, ...]:
    """Return the sections of the page from its top, in an officer's order."""
    return (
        heading(page, scale),
        statement(page, scale),
        particulars(page, scale),
        officer(page, scale),
        telephone(page),
        foot(page, scale),
    )


def heading(page: Page, scale: Scale) -> Box:
    """Return the title and, directly under it, what the certificate rests on."""
    words = page.wording.sentences
    name = Style(face=Face.STRONG, size=13, colour=GREEN)
    level = name.leading / 10
    subject = Style(face=Face.TEXT, size=10, colour=MUTED, spacing=level)
    natural = text_width(words.subject, subject.face, subject.size)
    subject_wide = min(natural + 1, ACROSS / 2)
    title = Style(face=Face.STRONG, size=28, colour=NAVY, spacing=1.24)
    above = Row(
        cells=(
            Cell(
                box=set_largest(
                    page.wording.authority,
                    (name, replace(name, size=11), replace(name, size=9)),
                    ACROSS - subject_wide - GUTTER,
                    most_lines=1,
                ),
                at=0,
            ),
            Cell(
                box=set_lines(words.subject, subject, subject_wide),
                at=ACROSS - subject_wide,
            ),
        )
    )
    return Stack(
        boxes=(
            above,
            set_largest(
                words.title,
                (title, replace(title, size=22), replace(title, size=16)),
                ACROSS,
                most_lines=1,
                tag="H1",
            ),
            *_agreement(page, scale),
        )
    )


def _agreement(page: Page, scale: Scale) -> list[Box]:
    words, wording = page.wording.sentences, page.wording
    size = max(9.0, scale.body - 1)
    plain = Style(face=Face.TEXT, size=size, colour=INK)
    strong = Style(face=Face.STRONG, size=size, colour=INK)
    warning = replace(strong, colour=RED)
    if page.is_agreed:
        basis = f"{words.rests_on} {wording.law}".rstrip()
        texts = [(wording.agreement_text, plain), (basis, strong)]
        if wording.marked_specimen:
            texts.append((words.demonstration_note, warning))
    else:
        texts = [(words.specimen_note, warning), (wording.law, strong)]
    return [set_lines(text, style, ACROSS) for text, style in texts]


def statement(page: Page, scale: Scale) -> Box:
    """Return what is certified, in one sentence."""
    words = page.wording.sentences
    text = words.statement_grower if page.facts.patient else words.statement
    style = Style(face=Face.STRONG, size=scale.body, colour=WHITE, spacing=1.34)
    return Panel(
        inner=set_lines(text, style, ACROSS - 2 * SIDES),
        width=ACROSS,
        sides=SIDES,
        ends=scale.ends,
        fill=GREEN,
    )


def officer(page: Page, scale: Scale) -> Box:
    """Return the numbered steps, the last of them in the agreement's words."""
    words = page.wording.sentences
    width = ACROSS - 2 * SIDES
    last = words.agreed_step if page.is_agreed else words.specimen_step
    head = Style(face=Face.STRONG, size=scale.body + 2, colour=INK)
    strong = Style(face=Face.STRONG, size=scale.body, colour=INK)
    return Panel(
        inner=Stack(
            boxes=(
                set_lines(words.officer, head, width, tag="H2"),
                numbered((*words.officer_steps, last), scale.body, width),
                Space(height=1),
                set_lines(words.not_valid_for, strong, width),
            ),
            gap=1.5,
        ),
        width=ACROSS,
        sides=SIDES,
        ends=scale.ends,
        fill=CREAM,
        stroke=OCHRE,
        line=1.0,
    )


def telephone(page: Page) -> Box:
    """Return the number that an officer may ring day and night, in 20 points."""
    number = Style(face=Face.CODE, size=20, colour=WHITE)
    label = Style(face=Face.STRONG, size=12, colour=WHITE)
    wide = text_width(page.wording.telephone, number.face, number.size)
    if wide > ACROSS / 2:
        raise NoRoomError("the telephone number")
    words = set_lines(
        page.wording.sentences.telephone, label, ACROSS - wide - 3 * SIDES
    )
    digits = set_lines(page.wording.telephone, number, wide + 1)
    height = max(words.height, digits.height)
    return Panel(
        inner=Row(
            cells=(
                Cell(
                    box=Panel(inner=words, width=words.width, least=height),
                    at=0,
                ),
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


def foot(page: Page, scale: Scale) -> Box:
    """Return what is looked up, who issued it and when, and the code once more."""
    words = page.wording.sentences
    limits = f"Limits by policy {page.facts.policy}."
    side, symbol = code_side(len(page.qr)), symbol_side(len(page.qr))
    width = ACROSS - symbol - 2 * GUTTER
    looked_up = Stack(
        boxes=(
            _ruled(words.counting, words.counting_rules, scale, width),
            _ruled(words.conditions, words.condition_rules, scale, width),
            Stack(
                boxes=(
                    _head(words.legal, scale, width),
                    _plain(f"{words.legal_basis} {limits}", scale, width),
                )
            ),
        ),
        gap=scale.gap * 0.6,
    )
    issued = _issued(page, scale, symbol)
    # Text and symbol stand on the same lines; the quiet zone reaches over them.
    over = (side - symbol) / 2
    spare = max(0.0, looked_up.height - issued.height - side + over)
    code = Squares(
        dark=page.qr, side=side, quiet=QUIET, alternative=page.code_alternative
    )
    proof = Stack(boxes=(issued, Space(height=spare), inset(code, -over)))
    return Row(
        cells=(Cell(box=looked_up, at=0), Cell(box=proof, at=ACROSS - symbol)),
    )


def _issued(page: Page, scale: Scale, width: float) -> Box:
    """Return with what it is valid, who issued it and when."""
    words, facts = page.wording.sentences, page.facts
    return Stack(
        boxes=(
            _strong(words.photo_identity, scale, width),
            _plain(
                f"Issued on {facts.issued_on} by {page.wording.authority}"
                f" ({facts.issuer}).",
                scale,
                width,
            ),
        ),
        gap=2,
    )


def _strong(text: str, scale: Scale, width: float) -> Box:
    style = Style(face=Face.STRONG, size=scale.small, colour=INK)
    return set_lines(text, style, width)


def _head(text: str, scale: Scale, width: float) -> Box:
    style = Style(face=Face.STRONG, size=scale.small, colour=INK)
    return set_lines(text, style, width, tag="H2")


def _plain(text: str, scale: Scale, width: float) -> Box:
    style = Style(face=Face.TEXT, size=scale.small, colour=INK)
    return set_lines(text, style, width)


def _ruled(head: str, rules: tuple[str, ...], scale: Scale, width: float) -> Box:
    plain = Style(face=Face.TEXT, size=scale.small, colour=INK)
    return Stack(
        boxes=(
            _head(head, scale, width),
            listed(
                [("•", rule) for rule in rules],
                label=plain,
                text=plain,
                indent=scale.small,
                width=width,
                gap=0,
            ),
        )
    )
