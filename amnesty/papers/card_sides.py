"""What stands on the two sides of a wallet card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from amnesty.papers.boxes import Box, Cell, Panel, Row, Space, Squares, Stack
from amnesty.papers.design import GREEN, INK, MUTED, QUIET, code_side
from amnesty.papers.fonts import Face, printable
from amnesty.papers.ink import MM, Style
from amnesty.papers.lines import set_largest, set_lines
from amnesty.papers.seal import SEAL
from amnesty.papers.tongues import label, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.certificate import Certificate
    from amnesty.papers.catalogue import Catalogue
    from amnesty.papers.squares import QrModules
    from amnesty.papers.wording import Wording

CARD: Final = (85.6 * MM, 53.98 * MM)
"""Width and height of one half (ISO/IEC 7810 ID-1)."""
PAD: Final = 3.2 * MM
ROOM: Final = (CARD[0] - 2 * PAD, CARD[1] - 2 * PAD)
_SMALL: Final = 7.5
"""Points: a card is held in the hand; the certificate says the same in 12."""
_NAMES: Final = (16.0, 14.0, 12.0, 10.0, 9.0)
SEAL_PART: Final = 0.62
"""Of its size on a certificate."""
GAP: Final = 1.5


class Back(NamedTuple):
    """What the back carries."""

    card: Certificate
    wording: Wording
    qr: QrModules
    check_code: str


def style(
    size: float, *, strong: bool = False, colour: tuple[float, float, float] = INK
) -> Style:
    """Return how a text of a card is set."""
    face = Face.STRONG if strong else Face.TEXT
    return Style(face=face, size=size, colour=colour, spacing=1.16)


def front_of(
    card: Certificate, wording: Wording, part: float, *, is_full: bool = False
) -> tuple[Box, ...]:
    """Return what stands on the front; what comes first may be left out.

    Args:
        card: What was signed.
        wording: What else the card says.
        part: Of its usual size, what each letter has.
        is_full: Whether what counts least gives way: the name's size, one label.
    """
    width = ROOM[0]
    beside = width - SEAL * SEAL_PART - 4
    tongues = wording.catalogues
    small = style(_SMALL * part, colour=MUTED)

    def labelled(key: str, box: Box) -> Box:
        texts = said(tongues, lambda one: one(key))
        return Stack(boxes=(label(texts, small, width), box))

    def each(say: Callable[[Catalogue], str], size: float) -> Box:
        return label(said(tongues, say), style(size * part, strong=True), width)

    def named(name: str) -> Box:
        sizes = _NAMES[2:] if is_full else _NAMES
        styles = [style(size * part, strong=True) for size in sizes]
        text = printable(name, Face.STRONG, field="the name on the card")
        return set_largest(text, styles, beside, most_lines=2)

    authority = said(tongues, lambda one: wording.names[one.tongue])
    subject = said(tongues, lambda one: one("card.front"))
    grower = "certificate.grower" if card.patient else "certificate.holder"
    granted = (
        (labelled("certificate.patient", named(card.patient)),) if card.patient else ()
    )
    period = each(lambda one: period_said(card, one), 10)
    return (
        label(subject, small, beside),
        label(authority, style(10 * part, strong=True, colour=GREEN), beside),
        labelled(grower, named(card.holder)),
        labelled("certificate.born", each(lambda one: one.day(card.date_of_birth), 10)),
        *granted,
        period if is_full else labelled("card.valid", period),
        _limits(card, tongues, part),
        each(lambda one: one("card.not_place"), _SMALL),
    )


def _limits(card: Certificate, tongues: tuple[Catalogue, ...], part: float) -> Box:
    """Return how many plants and how many grams, side by side."""
    wide = ROOM[0] / len(limits_of(card))
    digits = Style(face=Face.CODE, size=15 * part, colour=INK, spacing=1.12)
    small = style(_SMALL * part, colour=MUTED)
    cells = []
    for at, (key, number) in enumerate(limits_of(card)):
        figure = set_lines(number, digits, wide)
        value: Box = figure
        if key == "carry":
            units = said(tongues, lambda one: one("common.grams"))
            unit = label(units, style(8 * part), wide - figure.widest - 3)
            down = Space(height=max(0.0, (figure.height - unit.height) * 0.7))
            beside = Cell(box=Stack(boxes=(down, unit)), at=figure.widest + 3)
            value = Row(cells=(Cell(box=figure, at=0), beside))
        # On a line for each language everywhere, so that the numbers stand level.
        called = tuple(
            set_lines(
                one(f"certificate.{key}"), small, wide - 3, language=one.tongue.value
            )
            for one in tongues
        )
        box = Stack(boxes=(*called, value))
        cells.append(Cell(box=box, at=at * wide))
    return Row(cells=tuple(cells))


def period_said(card: Certificate, one: Catalogue) -> str:
    """Return from when to when a card holds."""
    first, last = one.day(card.valid_from), one.day(card.valid_to)
    return one("common.period", first=first, last=last)


def limits_of(card: Certificate) -> tuple[tuple[str, str], ...]:
    """Return how many plants and how many grams, each with the key of its label."""
    stated = [each for each in (card.indoor, card.outdoor) if each is not None]
    plants = max(each.plants for each in stated)
    flowering = max(each.flowering for each in stated)
    return (
        ("flowering", f"{flowering:,}"),
        ("plants", f"{plants:,}"),
        ("carry", f"{card.carry_grams:,}"),
    )


def back_of(held: Back, part: float) -> Box:
    """Return the code, and beside it what is rung and read out."""
    card, wording, qr, code = held
    width = ROOM[0]
    side = min(code_side(len(qr)), ROOM[1])
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
        return label(texts, style(_SMALL * part, colour=MUTED), beside)

    words = Stack(
        boxes=(
            small("certificate.number_short"),
            coded(
                printable(card.number, Face.CODE, field="the number"), (11, 10, 9, 8)
            ),
            small("certificate.check_code"),
            coded(code, (16, 14, 11, 9)),
            small("paper.ring_any_time"),
            coded(wording.telephone, (14, 11, 9, 8)),
            small("card.scan"),
        ),
        gap=GAP,
    )
    square = Squares(
        dark=qr,
        side=side,
        quiet=QUIET,
        alternative=tongues[0]("card.code", number=card.number),
    )
    return _beside(square, Panel(inner=words, width=beside, least=side), side)


def _beside(square: Box, words: Box, side: float) -> Box:
    return Row(cells=(Cell(box=square, at=0), Cell(box=words, at=side + 2 * MM)))
