"""The wallet card: its own signed code, and never where.

Front and back stand side by side on a sheet; cut out along the line and folded inwards,
what is printed is inside and the plain paper outside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from amnesty.domain.certificate import Form
from amnesty.errors.papers import NoRoomError, NotACardError
from amnesty.papers.boxes import Box, Cell, Row, Squares, Stack
from amnesty.papers.design import GREEN, INK, MUTED, QUIET, RED, code_side
from amnesty.papers.fonts import Face, printable
from amnesty.papers.ink import MM, WIDTH, Area, Style
from amnesty.papers.lines import set_largest
from amnesty.papers.sheet import Sheet
from amnesty.papers.tongues import label, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.certificate import Certificate
    from amnesty.papers.catalogue import Catalogue
    from amnesty.papers.squares import QrModules
    from amnesty.papers.wording import Wording

CARD: Final = (85.6 * MM, 53.98 * MM)
"""Width and height of one half (ISO/IEC 7810 ID-1)."""
_LEFT: Final = (WIDTH - 2 * CARD[0]) / 2
_TOP: Final = 40 * MM
_PAD: Final = 3.2 * MM
_SMALL: Final = 7.5
"""Points: a card is held in the hand; the certificate says the same in 12."""
_PARTS: Final = (1.0, 0.92, 0.85, 0.8)
"""Of its usual size, what a letter on the card may be: 6 points at least."""


class _Back(NamedTuple):
    """What the back carries."""

    card: Certificate
    wording: Wording
    qr: QrModules
    check_code: str


def draw_card(
    card: Certificate, *, wording: Wording, qr: QrModules, check_code: str
) -> bytes:
    """Return the sheet with a patient's card as the bytes of a PDF file.

    Raises:
        NotACardError: What was signed is a certificate, which says where.
        PaperError: The card cannot be printed in full, legibly and truly.
    """
    if card.form is not Form.CARD or card.place is not None:
        raise NotACardError
    sheet = Sheet(
        title=wording.catalogues[0]("card.title"),
        author=wording.authority,
        made_at=int(card.issued_at.timestamp()),
        languages=wording.languages,
    )
    for at, half in enumerate(_halves(card, wording, qr, check_code)):
        left = _LEFT + at * CARD[0]
        area = Area(left=left, top=_TOP, width=CARD[0], height=CARD[1])
        sheet.panel(area, stroke=GREEN, line=0.6)
        half.draw(sheet, left=left + _PAD, top=_TOP + _PAD)
    how = said(wording.catalogues, lambda one: one("card.fold"))
    below = label(how, _style(12, colour=MUTED), 2 * CARD[0])
    below.draw(sheet, left=_LEFT, top=_TOP + CARD[1] + 6 * MM)
    if card.is_specimen or wording.marked_specimen:
        word = wording.catalogues[0]("certificate.specimen")
        sheet.across(word, colour=RED, strength=0.14)
    return sheet.finish()


def _halves(
    card: Certificate, wording: Wording, qr: QrModules, check_code: str
) -> tuple[Box, Box]:
    """Return front and back in the largest letters that fit both.

    Raises:
        NoRoomError: They do not fit even in the smallest.
    """
    for part in _PARTS:
        front = _front(card, wording, part)
        back = _back(_Back(card, wording, qr, check_code), part)
        if max(front.height, back.height) <= CARD[1] - 2 * _PAD:
            return front, back
    raise NoRoomError("the name on the card")


def _style(
    size: float, *, strong: bool = False, colour: tuple[float, float, float] = INK
) -> Style:
    face = Face.STRONG if strong else Face.TEXT
    return Style(face=face, size=size, colour=colour, spacing=1.16)


def _front(card: Certificate, wording: Wording, part: float) -> Box:
    width = CARD[0] - 2 * _PAD
    tongues = wording.catalogues

    def labelled(key: str, box: Box) -> Box:
        texts = said(tongues, lambda one: one(f"certificate.{key}"))
        return Stack(
            boxes=(label(texts, _style(_SMALL * part, colour=MUTED), width), box)
        )

    def each(say: Callable[[Catalogue], str], size: float) -> Box:
        return label(said(tongues, say), _style(size * part, strong=True), width)

    def named(name: str) -> Box:
        styles = [_style(size * part, strong=True) for size in (14, 12, 10, 9)]
        text = printable(name, Face.STRONG, field="the name on the card")
        return set_largest(text, styles, width, most_lines=2)

    authority = said(tongues, lambda one: wording.names[one.tongue])
    boxes = [
        label(authority, _style(10 * part, strong=True, colour=GREEN), width),
        labelled("grower" if card.patient else "holder", named(card.holder)),
        labelled("born", each(lambda one: one.day(card.date_of_birth), 10)),
    ]
    if card.patient:
        boxes.append(labelled("patient", named(card.patient)))
    boxes += [
        each(lambda one: period_said(card, one), 10),
        each(lambda one: limits_said(card, one), 9),
        each(lambda one: one("card.not_place"), _SMALL),
    ]
    return Stack(boxes=tuple(boxes), gap=1.5)


def period_said(card: Certificate, one: Catalogue) -> str:
    """Return from when to when a card holds."""
    first, last = one.day(card.valid_from), one.day(card.valid_to)
    return one("common.period", first=first, last=last)


def limits_said(card: Certificate, one: Catalogue) -> str:
    """Return how many plants, and how much may be carried."""
    stated = [each for each in (card.indoor, card.outdoor) if each is not None]
    plants = max(each.plants for each in stated)
    flowering = max(each.flowering for each in stated)
    return (
        f"{one('certificate.flowering')}: {flowering}. "
        f"{one('certificate.plants')}: {plants}. "
        f"{one('certificate.carry')}: {card.carry_grams} {one('common.grams')}."
    )


def _back(held: _Back, part: float) -> Box:
    card, wording, qr, code = held
    width = CARD[0] - 2 * _PAD
    side = min(code_side(len(qr)), CARD[1] - 2 * _PAD)
    tongues = wording.catalogues
    beside = width - side - 2 * MM

    def coded(text: str, sizes: tuple[float, ...]) -> Box:
        styles = [
            Style(face=Face.CODE, size=size * part, colour=INK, spacing=1.15)
            for size in sizes
        ]
        return set_largest(text, styles, beside, most_lines=2)

    def small(key: str) -> Box:
        texts = said(tongues, lambda one: one(key))
        return label(texts, _style(_SMALL * part, colour=MUTED), beside)

    words = Stack(
        boxes=(
            small("certificate.number_short"),
            coded(printable(card.number, Face.CODE, field="the number"), (9, 8)),
            small("certificate.check_code"),
            coded(code, (11, 9)),
            small("paper.ring_any_time"),
            coded(wording.telephone, (11, 9, 8)),
            small("card.scan"),
        ),
        gap=1.0,
    )
    square = Squares(
        dark=qr,
        side=side,
        quiet=QUIET,
        alternative=tongues[0]("card.code", number=card.number),
    )
    return _beside(square, words, side)


def _beside(square: Box, words: Box, side: float) -> Box:
    return Row(cells=(Cell(box=square, at=0), Cell(box=words, at=side + 2 * MM)))
