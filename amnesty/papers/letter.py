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
from amnesty.papers.boxes import Box, Space, Stack
from amnesty.papers.catalogue import Catalogue, Tongue
from amnesty.papers.design import BODY, MUTED, NAVY, RED, SCALES
from amnesty.papers.fonts import Face, printable
from amnesty.papers.ink import HEIGHT, MM, Style
from amnesty.papers.letter_head import LEFT, TOP, WIDE, body_top, draw_head
from amnesty.papers.letter_rows import (
    MOST_LINES,
    PART,
    abreast,
    rows,
    to_ring,
    to_sign,
)
from amnesty.papers.lines import set_lines
from amnesty.papers.lists import bulleted
from amnesty.papers.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.papers.design import Scale

Value = str | date | tuple[str, ...] | Callable[[Catalogue], str | tuple[str, ...]]
"""A text, a day that each language writes its own way, one text under another, or what
says it in the words of a language."""

_FOOT: Final = HEIGHT - 24 * MM
_GAP: Final = 8.0
_SCALE: Final = replace(SCALES[1], spacing=1.27)
_SIZES: Final = (14.0, 13.0, BODY)
_AT_ARMS_LENGTH: Final = frozenset({"transport"})
"""What an officer reads beside a road at night: what is filled in is larger there."""
_RING: Final = "ring"
"""Of its details, the number to ring: it stands alone, white on nearly black."""
_DETAILS_AFTER: Final = {"refusal": 1, "revocation": 1}
"""After how many paragraphs reasons stand: before what can be done about them."""
_FOR_THE_OFFICE: Final = "count"
_TITLE: Final = Style(face=Face.STRONG, size=22, colour=NAVY, spacing=1.25)
_LARGE: Final = Style(face=Face.STRONG, size=40, colour=RED, spacing=1.2)
_FOOTER: Final = Style(face=Face.TEXT, size=10, colour=MUTED)


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
    reference: str = ""
    """The number that whoever answers should name, beside the address."""
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
        return title_of(self, self.catalogues[0])


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
    is_first = True
    for one in letter.catalogues:
        pages = _pages(letter, one)
        for number, page in enumerate(pages, start=1):
            if not is_first:
                sheet.turn()
            is_first = False
            with sheet.element("Sect", language=one.tongue.value):
                _draw_page(sheet, letter, one, page, is_first=number == 1)
            if len(pages) > 1:
                _draw_foot(sheet, letter, one, (number, len(pages)))
            if letter.marked_specimen:
                sheet.across(one("certificate.specimen"), colour=RED, strength=0.14)


def _draw_page(
    sheet: Sheet, letter: Letter, one: Catalogue, page: list[Box], *, is_first: bool
) -> None:
    if is_first:
        draw_head(sheet, letter, one, addressed(letter, one))
    top = body_top(letter) if is_first else TOP
    for box in page:
        box.draw(sheet, left=LEFT, top=top)
        top += box.height


def _draw_foot(
    sheet: Sheet, letter: Letter, one: Catalogue, counted: tuple[int, int]
) -> None:
    """Draw which page of how many it is: a fallen pile is put in order again."""
    number, pages = map(str, counted)
    text = f"{title_of(letter, one)} · {one('paper.page', page=number, pages=pages)}"
    sheet.note(text, _FOOTER, left=LEFT, top=_FOOT)


def addressed(letter: Letter, one: Catalogue) -> tuple[str, ...]:
    """Return to whom a letter goes; a list for the office goes to nobody."""
    if letter.to or letter.kind == _FOR_THE_OFFICE:
        return letter.to
    return (one("paper.by_hand"),)


def _pages(letter: Letter, one: Catalogue) -> list[list[Box]]:
    """Return what stands on each page in one language, nothing cut in two.

    The letters are the largest with which it needs no more pages.
    """
    *larger, least = (replace(_SCALE, body=size) for size in _SIZES)
    smallest = _paged(letter, one, least)
    if letter.kind == _FOR_THE_OFFICE:
        return smallest
    tried = (_paged_or_none(letter, one, scale) for scale in larger)
    return next((one for one in tried if len(one) == len(smallest)), smallest)


def _paged_or_none(letter: Letter, one: Catalogue, scale: Scale) -> list[list[Box]]:
    """Return the pages in larger letters; none where they would not fit."""
    try:
        return _paged(letter, one, scale)
    except NoRoomError:
        return []


def _paged(letter: Letter, one: Catalogue, scale: Scale) -> list[list[Box]]:
    pages: list[list[Box]] = [[]]
    room = _FOOT - body_top(letter)
    for box in _boxes(letter, one, scale):
        if box.height > room and pages[-1]:
            pages.append([])
            room = _FOOT - TOP
        if box.height > room:
            raise NoRoomError("what stays on one page, as who signs,")
        pages[-1].append(box)
        room -= box.height
    return pages


def _boxes(letter: Letter, one: Catalogue, scale: Scale) -> Iterator[Box]:
    """Yield what a letter says in one language, from its title on."""
    texts = one.listed(f"{letter.kind}.body", **filled_in(letter, one))
    first = _DETAILS_AFTER.get(letter.kind, len(texts))
    yield _text(title_of(letter, one), "the title", _TITLE, tag="H1")
    if f"{letter.kind}.large" in one.keys:
        yield _text(one(f"{letter.kind}.large"), "the title", _LARGE)
    for text in texts[:first]:
        yield from _paragraph(text, scale.plain)
    if letter.clauses:
        clauses = [printable(c, Face.TEXT, field="a clause") for c in letter.clauses]
        yield _spaced(bulleted(clauses, scale, WIDE))
    yield from _details(letter, one, scale)
    for text in texts[first:]:
        yield from _paragraph(text, scale.plain)
    if letter.signatures:
        # Who signs, signs one page: the lines stay together.
        words = one("paper.signed"), one("paper.on")
        lines = tuple(to_sign(who, words, scale) for who in letter.signatures)
        yield _spaced(Stack(boxes=lines))
    if letter.kind in {key.split(".")[0] for key in one.unreviewed}:
        note = replace(scale.plain, colour=MUTED)
        yield _text(one("common.draft_welsh"), "the note on Welsh", note)


def _details(letter: Letter, one: Catalogue, scale: Scale) -> Iterator[Box]:
    """Yield what was filled in, as the kind of paper is read."""
    said = [(key, one(f"detail.{key}"), said_in(it, one)) for key, it in letter.details]
    if letter.kind == _FOR_THE_OFFICE:
        yield from (_spaced(abreast(label, texts, scale)) for _, label, texts in said)
        return
    is_far = letter.kind in _AT_ARMS_LENGTH
    in_rows = [it[1:] for it in said if not (is_far and it[0] == _RING)]
    if in_rows:
        yield from rows(in_rows, scale, larger=is_far)
        yield Space(height=_GAP)
    if is_far:
        for key, label, texts in said:
            if key == _RING:
                yield _spaced(to_ring(label, " ".join(texts), scale))


def _text(text: str, what: str, style: Style, *, tag: str = "P") -> Box:
    lines = set_lines(printable(text, style.face, field=what), style, WIDE, tag=tag)
    return _spaced(lines)


def _paragraph(text: str, style: Style) -> Iterator[Box]:
    """Yield a paragraph, in parts where it is so long that a page may end in it."""
    lines = set_lines(printable(text, style.face, field="the letter"), style, WIDE)
    parts = lines.parted(PART if len(lines.lines) > MOST_LINES else MOST_LINES)
    yield from parts[:-1]
    yield from map(_spaced, parts[-1:])


def _spaced(box: Box) -> Box:
    """Return a box with some room under it."""
    return Stack(boxes=(box, Space(height=_GAP)))


def title_of(letter: Letter, one: Catalogue) -> str:
    """Return what a letter is headed with, in one language."""
    return one(f"{letter.kind}.title", **filled_in(letter, one))


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
