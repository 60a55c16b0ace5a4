"""The wallet card: its own signed code, and never where.

Front and back stand side by side on a sheet; cut out along the line and folded inwards,
what is printed is inside and the plain paper outside.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from amnesty.domain.certificate import Form
from amnesty.errors.papers import NoRoomError, NotACardError
from amnesty.papers.boxes import Box, Stack
from amnesty.papers.card_sides import (
    CARD,
    GAP,
    PAD,
    ROOM,
    SEAL_PART,
    Back,
    back_of,
    front_of,
    style,
)
from amnesty.papers.design import GREEN, MUTED, NAVY, RED
from amnesty.papers.guilloche import card_ground
from amnesty.papers.ink import MM, WIDTH, Area, Slope, Style
from amnesty.papers.seal import SEAL, seal, seal_name
from amnesty.papers.sheet import Sheet
from amnesty.papers.squares import deflated
from amnesty.papers.tongues import label, said
from amnesty.papers.written import drawing

if TYPE_CHECKING:
    from amnesty.domain.certificate import Certificate
    from amnesty.papers.squares import QrModules
    from amnesty.papers.wording import Wording

_LEFT: Final = (WIDTH - 2 * CARD[0]) / 2
_TOP: Final = 66 * MM
_HEAD: Final = 24 * MM
_PARTS: Final = (1.0, 0.92, 0.85, 0.8)
"""Of its usual size, what a letter on the card may be: 6 points at least."""
_MOST_SPARE: Final = 3.5
"""Points that may stand between two lines beyond the usual."""
_GROUND: Final = "card"


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
    _said_above(wording).draw(sheet, left=_LEFT, top=_HEAD)
    sheet.keep(_GROUND, drawing(card_ground(*CARD), (0, 0, *CARD)))
    half_seal = SEAL / 2 + 1
    drawn = deflated(seal(card.number))
    box_of_seal = (-half_seal, -half_seal, half_seal, half_seal)
    sheet.keep(seal_name(card.number), drawing(drawn, box_of_seal))
    is_marked = card.is_specimen or wording.marked_specimen
    for number, half in enumerate(_halves(card, wording, qr, check_code)):
        left = _LEFT + number * CARD[0]
        area = Area(left=left, top=_TOP, width=CARD[0], height=CARD[1])
        sheet.decorate(_GROUND, left=left, top=_TOP + CARD[1])
        sheet.panel(area, stroke=GREEN, line=0.6)
        half.draw(sheet, left=left + PAD, top=_TOP + (CARD[1] - half.height) / 2)
        if is_marked:
            _mark(sheet, wording, left)
    across = _LEFT + CARD[0] - PAD - SEAL * SEAL_PART / 2
    below = _TOP + PAD + SEAL * SEAL_PART / 2
    sheet.decorate(seal_name(card.number), scale=SEAL_PART, left=across, top=below)
    return sheet.finish()


def _said_above(wording: Wording) -> Box:
    """Return what the sheet is, and how it becomes a card."""
    tongues = wording.catalogues

    def line(key: str, how: Style, tag: str = "P") -> Box:
        return label(said(tongues, lambda one: one(key)), how, 2 * CARD[0], tag=tag)

    boxes = [
        line("card.title", style(20, strong=True, colour=NAVY), "H1"),
        line("card.fold", style(12)),
    ]
    if wording.is_draft:
        boxes.append(line("common.draft_welsh", style(12, colour=MUTED)))
    return Stack(boxes=tuple(boxes), gap=5)


def _mark(sheet: Sheet, wording: Wording, left: float) -> None:
    """Write over half a card that it is a specimen: each half is cut from the sheet."""
    middle = left + CARD[0] / 2, _TOP + CARD[1] / 2
    slope = Slope(left=middle[0], top=middle[1], slant=28, length=76 * MM)
    word = wording.catalogues[0]("certificate.specimen")
    sheet.across(word, colour=RED, strength=0.14, over=slope)


def _halves(
    card: Certificate, wording: Wording, qr: QrModules, check_code: str
) -> tuple[Box, Box]:
    """Return front and back in the largest letters that fit both.

    Raises:
        NoRoomError: They do not fit even in the smallest.
    """
    held = Back(card, wording, qr, check_code)
    for part, is_full in ((part, full) for full in (False, True) for part in _PARTS):
        back = back_of(held, part)
        whole = front_of(card, wording, part, is_full=is_full)
        for parts in (whole, whole[1:]):
            front = Stack(boxes=parts, gap=GAP)
            spare = (ROOM[1] - front.height) / (len(parts) - 1)
            if spare >= 0 and back.height <= ROOM[1]:
                return replace(front, gap=GAP + min(spare, _MOST_SPARE)), back
    raise NoRoomError("the name on the card")
