"""The head of a letter: who writes, to whom in an envelope's window, when, of what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from amnesty.errors.papers import NoRoomError
from amnesty.papers.boxes import Box, Rule, Space, Stack
from amnesty.papers.design import GREEN, INK, MUTED
from amnesty.papers.fonts import Face, printable
from amnesty.papers.ink import MM, WIDTH, Style
from amnesty.papers.lines import set_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amnesty.papers.catalogue import Catalogue
    from amnesty.papers.letter import Letter
    from amnesty.papers.sheet import Sheet

LEFT: Final = 24 * MM
WIDE: Final = WIDTH - 2 * LEFT
TOP: Final = 20 * MM
_WINDOW: Final = (24 * MM, 60 * MM, 71 * MM, 21 * MM)
"""Left, top, width and height of what shows in a window envelope (DL and C5)."""
_BODY_TOP: Final = 98 * MM
_BY_HAND: Final = 50 * MM
"""Where a paper without an envelope says so: its text may begin higher."""
_BODY_BY_HAND: Final = 68 * MM
_BESIDE: Final = 110 * MM
"""Where date and reference begin: no window of an envelope reaches as far."""
_NAME: Final = Style(face=Face.STRONG, size=18, colour=GREEN, spacing=1.25)
_PLAIN: Final = Style(face=Face.TEXT, size=12, colour=INK, spacing=1.2)
_SMALL: Final = replace(_PLAIN, colour=MUTED, spacing=1.27)
_SIZES: Final = (12.0, 11.0, 10.0, 9.0, 8.0)
"""Of an address: the first with which it stands in the window."""


def body_top(letter: Letter) -> float:
    """Return where the text of a letter begins on its first page."""
    return _BODY_TOP if letter.to else _BODY_BY_HAND


def draw_head(
    sheet: Sheet, letter: Letter, one: Catalogue, addressed: Sequence[str]
) -> None:
    """Draw the head in one language.

    Raises:
        PaperError: a text cannot be printed in full, legibly and truly.
    """
    _who_writes(letter, one).draw(sheet, left=LEFT, top=TOP)
    left, top, width, height = _WINDOW
    if not letter.to:
        top = _BY_HAND
    if addressed:
        _in_window(addressed, width, height).draw(sheet, left=left, top=top)
    _beside(letter, one).draw(sheet, left=_BESIDE, top=top)


def _who_writes(letter: Letter, one: Catalogue) -> Box:
    lines = [
        _text(letter.names[one.tongue], "the authority’s name", _NAME),
        *(
            _text(line, "the authority’s address", _SMALL)
            for line in (*letter.sender, one("paper.ring"))
        ),
    ]
    return Stack(
        boxes=(*lines, Space(height=3), Rule(width=WIDE, colour=GREEN, line=1.2))
    )


def _beside(letter: Letter, one: Catalogue) -> Box:
    """Return the date, and the number that an answer should name."""
    width = WIDTH - LEFT - _BESIDE
    boxes: list[Box] = [set_lines(one.day(letter.day), _PLAIN, width)]
    if letter.reference:
        boxes.append(Space(height=4))
        boxes.append(
            set_lines(one("paper.reference"), replace(_PLAIN, colour=MUTED), width)
        )
        number = printable(letter.reference, Face.STRONG, field="the reference")
        boxes.append(set_lines(number, replace(_PLAIN, face=Face.STRONG), width))
    return Stack(boxes=tuple(boxes))


def _in_window(lines: Sequence[str], width: float, height: float) -> Box:
    """Return an address in letters as small as the window needs, 8 points at least.

    Raises:
        NoRoomError: it does not fit even so.
    """
    field = "the address of the letter"
    texts = [printable(one, Face.TEXT, field=field) for one in lines]
    for size in _SIZES:
        style = Style(face=Face.TEXT, size=size, colour=INK, spacing=1.2)
        box = Stack(boxes=tuple(set_lines(one, style, width) for one in texts))
        if box.height <= height:
            return box
    raise NoRoomError(field)


def _text(text: str, what: str, style: Style) -> Box:
    return set_lines(printable(text, style.face, field=what), style, WIDE)
