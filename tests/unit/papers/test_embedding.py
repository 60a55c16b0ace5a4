"""Fonts in files: made once, and never of letters that another paper needed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from amnesty.papers.fonts import Face
from amnesty.papers.ink import Style
from amnesty.papers.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

_FONT_FILE = re.compile(rb"/Length1 \d+>>\nstream\r\n(.*?)\r\nendstream", re.DOTALL)
_PLAIN = Style(face=Face.TEXT, size=12)


def _page_of(text: str) -> bytes:
    sheet = Sheet(title="T", author="A", made_at=0)
    sheet.lines([(text, 72.0)], _PLAIN, baseline=72.0)
    return sheet.finish()


def test_a_paper_does_not_depend_on_those_before_it(
    draw: Callable[..., bytes],
) -> None:
    """Fonts are kept from paper to paper, and no letter of one name is in another's."""
    first = draw()
    for holder in ("Łukasz Żółć", "Nguyễn Thị Ánh", "Οδυσσέας", "Zadie Quirk"):
        draw(holder=holder)
    assert draw() == first


def test_names_of_usual_letters_share_their_fonts() -> None:
    """A name brings no font of its own, unless it has letters that few names have."""
    jack, owain, lukasz = map(_page_of, ("Jack Quirk", "Owain Prys", "Łukasz Żak"))
    assert _FONT_FILE.findall(jack) == _FONT_FILE.findall(owain)
    assert _FONT_FILE.findall(jack) != _FONT_FILE.findall(lukasz)
