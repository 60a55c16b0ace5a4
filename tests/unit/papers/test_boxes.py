"""Boxes know their height, and lines keep to their width."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amnesty.papers.boxes import Cell, Panel, Row, Space, Stack
from amnesty.papers.fonts import Face, text_width
from amnesty.papers.ink import Style
from amnesty.papers.lines import broken, set_largest, set_lines

PLAIN = Style(face=Face.TEXT, size=10)
LETTERS = st.text(alphabet="aWiŷọ\u0300 -.", min_size=1, max_size=120)


@settings(max_examples=60, deadline=None)
@given(text=LETTERS, width=st.floats(min_value=15, max_value=200))
def test_lines_keep_to_their_width_and_lose_nothing(text: str, width: float) -> None:
    """However narrow the column, every letter is there and none sticks out."""
    lines = broken(text, PLAIN, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert text_width(line, PLAIN.face, PLAIN.size) <= width + 1e-6


def test_words_stay_whole_where_they_fit() -> None:
    """Lines part between words."""
    width = text_width("one two", PLAIN.face, PLAIN.size) + 0.01
    assert list(broken("one two three", PLAIN, width)) == ["one two", "three"]


def test_a_mark_stays_on_its_letter() -> None:
    """A cut word does not leave an accent at the start of a line."""
    for line in broken("o\u0323\u0300" * 40, PLAIN, 30):
        assert not line.startswith(("\u0300", "\u0323"))


def test_a_space_that_holds_words_together_does_not_break() -> None:
    """A postcode stays on one line."""
    narrow = text_width("Penmaen, ZZ1", PLAIN.face, PLAIN.size) + 1
    assert list(broken("Penmaen, ZZ1\u00a04AB", PLAIN, narrow)) == [
        "Penmaen,",
        "ZZ1\u00a04AB",
    ]


def test_nothing_has_no_lines() -> None:
    """An empty text takes no room."""
    assert set_lines("", PLAIN, 100).height == 0


def test_the_largest_style_that_fits_is_taken() -> None:
    """A short name is large, a long one small, and no name is cut to look larger."""
    styles = [Style(face=Face.TEXT, size=size) for size in (20, 15, 10)]
    width = text_width("Siân Llŷr ap Gwŷn", Face.TEXT, 15) + 1
    taken = set_largest("Siân Llŷr ap Gwŷn", styles, width, most_lines=1)
    assert taken.style.size == 15
    long = set_largest("Siân " * 40, styles, width, most_lines=1)
    assert long.style.size == 10
    whole = set_largest("W" * 9, styles, width, most_lines=2)
    assert len(whole.lines) == 1


def test_heights_add_up() -> None:
    """A stack is as high as its boxes and gaps, a row as its highest box."""
    three = Space(height=3)
    stack = Stack(boxes=(three, three, three), gap=2)
    assert stack.height == pytest.approx(13)
    row = Row(cells=(Cell(box=three, at=0), Cell(box=stack, at=5)))
    assert row.height == pytest.approx(13)
    assert Panel(inner=three, width=9, ends=2).height == pytest.approx(7)
    assert Panel(inner=three, width=9, least=30).height == pytest.approx(30)
