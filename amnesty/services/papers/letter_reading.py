"""Reading a drawn letter back, field by field, before anyone gets it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from amnesty.errors.rules import PaperDiffersError
from amnesty.papers.fonts import composed
from amnesty.papers.letter import (
    addressed,
    draw_letter,
    filled_in,
    pages_of,
    said_in,
    title_of,
)
from amnesty.papers.reading import all_seen, pictured, spoken_page
from amnesty.services.papers.reading_back import UNSEEN, close_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amnesty.papers.catalogue import Catalogue
    from amnesty.papers.letter import Letter


_DOTS: Final = 100
"""An inch: enough to see of each text whether it is there."""


def draw_and_read(letter: Letter) -> bytes:
    """Return a letter's file, which says in every language what it should.

    Raises:
        PaperError: a text cannot be printed in full, legibly and truly.
        PaperDiffersError: a text on its pages is not what it should be.
    """
    pdf = draw_letter(letter)
    require_letter(pdf, letter)
    return pdf


def require_letter(pdf: bytes, letter: Letter) -> None:
    """Refuse a file whose first pages do not say what a letter says.

    Raises:
        PaperDiffersError: a text is missing or another; it says which.
    """
    said = [*(field for one in letter.catalogues for field in _fields(letter, one))]
    require_said(pdf, said, pages=pages_of(letter))


def require_said(
    pdf: bytes, fields: Iterable[tuple[str, str]], *, pages: int | None = None
) -> None:
    """Refuse a file whose pages do not say every field.

    Args:
        pdf: What was drawn.
        fields: What each is called, and how it is printed.
        pages: How many of its pages are meant, from the first; None for all.

    Raises:
        PaperDiffersError: a text is missing or another; it says which.
    """
    import pypdfium2  # noqa: PLC0415 - only whoever draws waits for it

    with closing(pypdfium2.PdfDocument(pdf)) as document:
        many = len(document) if pages is None else pages
        if len(document) < many:
            raise PaperDiffersError("the number of pages")
        open_pages = [document[at] for at in range(many)]
        if not all(all_seen(one, pictured(one, _DOTS)) for one in open_pages):
            raise PaperDiffersError(UNSEEN)
        read = close_text("".join(map(spoken_page, open_pages)))
    for field, printed in fields:
        if close_text(composed(printed)) not in read:
            raise PaperDiffersError(field)


def _fields(letter: Letter, one: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield what each text of a letter is called, and how it is printed."""
    yield "the authority’s name", letter.names[one.tongue]
    for line in letter.sender:
        yield "the authority’s address", line
    yield "the address of the letter", "".join(addressed(letter, one))
    yield "the date", one.day(letter.day)
    if letter.reference:
        yield "the reference", f"{one('paper.reference')}{letter.reference}"
    yield "the title", title_of(letter, one)
    if f"{letter.kind}.large" in one.keys:
        yield "the title", one(f"{letter.kind}.large")
    for text in one.listed(f"{letter.kind}.body", **filled_in(letter, one)):
        yield "the text of the letter", text
    for clause in letter.clauses:
        yield "a clause", clause
    for key, value in letter.details:
        label = one(f"detail.{key}")
        yield label, "".join((label, *said_in(value, one)))
    for who in letter.signatures:
        yield "who signs", f"{one('paper.signed')}: {who}"
