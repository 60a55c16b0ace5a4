"""Every paper but the certificate and the card: letters, receipts, undertakings.

One way to draw them all: a head, an address where the window of an envelope is, a
title, paragraphs, what was filled in, and lines to sign on. In two languages the
leading one comes first, whole, and the other follows on a page of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from amnesty.domain.london import london_day
from amnesty.domain.times import instant_text
from amnesty.errors.papers import NoRoomError
from amnesty.papers.boxes import Box, Cell, Row, Rule, Space, Stack, Tagged
from amnesty.papers.catalogue import Catalogue, Tongue
from amnesty.papers.design import GREEN, INK, MIST, MUTED, NAVY, RED, SCALES
from amnesty.papers.fonts import Face, printable
from amnesty.papers.ink import HEIGHT, MM, WIDTH, Style
from amnesty.papers.lines import set_lines
from amnesty.papers.lists import bulleted
from amnesty.papers.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

Value = str | date | tuple[str, ...] | Callable[[Catalogue], str | tuple[str, ...]]
"""A text, a day that each language writes its own way, one text under another, or what
says it in the words of a language."""

_LEFT: Final = 24 * MM
_WIDTH: Final = WIDTH - 2 * _LEFT
_TOP: Final = 20 * MM
_FOOT: Final = HEIGHT - 20 * MM
_WINDOW: Final = (24 * MM, 60 * MM, 71 * MM, 21 * MM)
"""Left, top, width and height of what shows in a window envelope (DL and C5)."""
_BODY_TOP: Final = 98 * MM
_BY_HAND: Final = 46 * MM
"""Where a paper without an envelope says so: its text may begin higher."""
_BODY_BY_HAND: Final = 62 * MM
_LABELS: Final = 48 * MM
_GAP: Final = 8.0
_SCALE: Final = SCALES[1]
_AT_ARMS_LENGTH: Final = frozenset({"transport"})
"""What an officer reads beside a road at night: what is filled in is larger there."""
_FOR_THE_OFFICE: Final = "count"
_LARGER: Final = replace(_SCALE.strong, size=17, spacing=1.2)
_TITLE: Final = Style(face=Face.STRONG, size=20, colour=NAVY, spacing=1.25)
_LARGE: Final = Style(face=Face.STRONG, size=40, colour=RED, spacing=1.2)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What one paper says, in every language."""

    kind: str
    """The key under which its texts stand in the catalogue, as `refusal`."""
    catalogues: tuple[Catalogue, ...]
    """One for each language, the leading one first, with the authority filled in."""
    names: Mapping[Tongue, str]
    """The authority's name in each language."""
    sender: tuple[str, ...]
    """Where the authority is written to, line by line."""
    to: tuple[str, ...]
    """Name and address, line by line; empty for what is handed over."""
    day: date
    made_at: int
    """Seconds since 1970."""
    values: Mapping[str, Value] = field(default_factory=dict)
    """What is filled in the texts."""
    details: tuple[tuple[str, Value], ...] = ()
    """What stands beside labels: their keys, and the values."""
    clauses: tuple[str, ...] = ()
    """Texts worded elsewhere, as a policy words an undertaking."""
    signatures: tuple[str, ...] = ()
    """Who signs, by the names under the lines."""
    marked_specimen: bool = False

    @property
    def title(self) -> str:
        """What the file is called: the kind of paper, and nobody's name."""
        return self.catalogues[0](f"{self.kind}.title")


def draw_letter(letter: Letter) -> bytes:
    """Return the paper as the bytes of a PDF file, always the same for the same.

    Raises:
        PaperError: A text cannot be printed in full, legibly and truly.
    """
    sheet = Sheet(
        title=letter.title,
        author=letter.names[letter.catalogues[0].tongue],
        made_at=letter.made_at,
        languages=tuple(one.tongue.value for one in letter.catalogues),
    )
    draw_on(sheet, letter)
    return sheet.finish()


def pages_of(letter: Letter) -> int:
    """Return how many pages a letter has, in all its languages."""
    return sum(len(_pages(letter, one)) for one in letter.catalogues)


def draw_on(sheet: Sheet, letter: Letter) -> None:
    """Draw a letter on the open page of a sheet, and on those after it."""
    pages = [
        (one, number, page)
        for one in letter.catalogues
        for number, page in enumerate(_pages(letter, one))
    ]
    for at, (one, number, page) in enumerate(pages):
        if at:
            sheet.turn()
        with sheet.element("Sect", language=one.tongue.value):
            if number == 0:
                _draw_head(sheet, letter, one)
            top = _body_top(letter) if number == 0 else _TOP
            for box in page:
                box.draw(sheet, left=_LEFT, top=top)
                top += box.height + _GAP
        if letter.marked_specimen:
            sheet.across(one("certificate.specimen"), colour=RED, strength=0.14)


def addressed(letter: Letter, one: Catalogue) -> tuple[str, ...]:
    """Return to whom a letter goes; a list for the office goes to nobody."""
    if letter.to or letter.kind == _FOR_THE_OFFICE:
        return letter.to
    return (one("paper.by_hand"),)


def _body_top(letter: Letter) -> float:
    return _BODY_TOP if letter.to else _BODY_BY_HAND


def _draw_head(sheet: Sheet, letter: Letter, one: Catalogue) -> None:
    """Draw who writes, to whom in the envelope's window, and when."""
    name = Style(face=Face.STRONG, size=16, colour=GREEN, spacing=1.25)
    small = replace(_SCALE.plain, colour=MUTED)
    authority = _text(letter.names[one.tongue], "the authority’s name", name)
    authority.draw(sheet, left=_LEFT, top=_TOP)
    top = _TOP + authority.height
    for line in (*letter.sender, one("paper.ring")):
        box = _text(line, "the authority’s address", small)
        box.draw(sheet, left=_LEFT, top=top)
        top += box.height
    left, window, width, height = _WINDOW
    to = addressed(letter, one)
    lines: list[Box] = [
        set_lines(
            printable(line, Face.TEXT, field="the address of the letter"),
            _SCALE.plain,
            width,
        )
        for line in to
    ]
    needed = sum(box.height for box in lines)
    if needed > height:
        lines = _narrower(to, width, height)
    top = day_top = window if letter.to else _BY_HAND
    for box in lines:
        box.draw(sheet, left=left, top=top)
        top += box.height
    day = set_lines(one.day(letter.day), _SCALE.plain, 60 * MM)
    day.draw(sheet, left=WIDTH - _LEFT - 60 * MM, top=day_top)


def _narrower(lines: tuple[str, ...], width: float, height: float) -> list[Box]:
    """Return an address in letters as small as the window needs, 8 points at least.

    Raises:
        NoRoomError: it does not fit even so.
    """
    for size in (11.0, 10.0, 9.0, 8.0):
        style = Style(face=Face.TEXT, size=size, colour=INK, spacing=1.15)
        boxes: list[Box] = [
            set_lines(printable(one, Face.TEXT, field="the address"), style, width)
            for one in lines
        ]
        if sum(box.height for box in boxes) <= height:
            return boxes
    raise NoRoomError("the address of the letter")


def _text(text: str, what: str, style: Style, *, tag: str = "P") -> Box:
    return set_lines(printable(text, style.face, field=what), style, _WIDTH, tag=tag)


def _pages(letter: Letter, one: Catalogue) -> list[list[Box]]:
    """Return what stands on each page in one language, nothing cut in two."""
    pages: list[list[Box]] = [[]]
    room = _FOOT - _body_top(letter)
    for box in _boxes(letter, one):
        if box.height > room and pages[-1]:
            pages.append([])
            room = _FOOT - _TOP
        pages[-1].append(box)
        room -= box.height + _GAP
    return pages


def _boxes(letter: Letter, one: Catalogue) -> Iterator[Box]:
    values = filled_in(letter, one)
    yield _text(one(f"{letter.kind}.title"), "the title", _TITLE, tag="H1")
    if f"{letter.kind}.large" in one.keys:
        yield _text(one(f"{letter.kind}.large"), "the title", _LARGE)
    for text in one.listed(f"{letter.kind}.body", **values):
        yield _text(text, "the letter", _SCALE.plain)
    if letter.clauses:
        clauses = [printable(c, Face.TEXT, field="a clause") for c in letter.clauses]
        yield bulleted(clauses, _SCALE, _WIDTH)
    if letter.details:
        yield from _details(letter, one)
    if letter.signatures:
        # Who signs, signs one page: the lines stay together.
        yield Stack(boxes=tuple(_signature(who, one) for who in letter.signatures))
    if letter.kind in {key.split(".")[0] for key in one.unreviewed}:
        yield _text(
            one("common.draft_welsh"),
            "the note on Welsh",
            replace(_SCALE.plain, colour=MUTED),
        )


def filled_in(letter: Letter, one: Catalogue) -> dict[str, str]:
    """Return what a letter's texts are filled in with, in one language."""
    return {key: "; ".join(said_in(it, one)) for key, it in letter.values.items()}


def said_in(value: Value, one: Catalogue) -> tuple[str, ...]:
    """Return a value in the words of a language, one text under another."""
    match value:
        case datetime():
            return (f"{one.day(london_day(value))}, {instant_text(value).split()[0]}",)
        case date():
            return (one.day(value),)
        case tuple():
            return value
        case str():
            return (value,)
        case _:
            return said_in(value(one), one)


def _details(letter: Letter, one: Catalogue) -> Iterator[Box]:
    """Yield each label with its value beside it."""
    style = _LARGER if letter.kind in _AT_ARMS_LENGTH else _SCALE.strong
    for key, value in letter.details:
        label = one(f"detail.{key}")
        texts = said_in(value, one)
        lines = tuple(
            set_lines(
                printable(text, Face.STRONG, field=label),
                style,
                _WIDTH - _LABELS,
            )
            for text in texts
        )
        yield Stack(
            boxes=(
                Rule(width=_WIDTH, colour=MIST, line=0.5, height=3),
                Tagged(
                    tag="Div",
                    inner=Row(
                        cells=(
                            Cell(box=set_lines(label, _SCALE.label, _LABELS - 8), at=0),
                            Cell(box=Stack(boxes=lines), at=_LABELS),
                        )
                    ),
                ),
            )
        )


def _signature(who: str, one: Catalogue) -> Box:
    """Return a line to sign on, and one for the date."""
    sign = f"{one('paper.signed')}: {printable(who, Face.TEXT, field='who signs')}"
    return Stack(
        boxes=(
            Space(height=34),
            Rule(width=_WIDTH, colour=INK, line=0.7, height=2),
            Row(
                cells=(
                    Cell(box=set_lines(sign, _SCALE.label, _WIDTH * 0.66), at=0),
                    Cell(
                        box=set_lines(one("paper.on"), _SCALE.label, _WIDTH * 0.3),
                        at=_WIDTH * 0.7,
                    ),
                )
            ),
        )
    )
