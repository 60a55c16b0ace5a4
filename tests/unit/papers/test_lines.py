"""Texts are broken where a reader does not stumble."""

from __future__ import annotations

import pytest

from amnesty.papers.fonts import Face, load_font, text_width
from amnesty.papers.ink import Style
from amnesty.papers.lines import broken

STYLE = Style(face=Face.TEXT, size=12)
STEP = "No signal? Ring the number below. Give certificate number and check code."
COUNTED = "Tell the police within 24 hours, the council within 72 hours, drinks ÷ 570."


@pytest.fixture(autouse=True)
def _font() -> None:
    load_font(Face.TEXT)


@pytest.mark.parametrize("width", range(150, 450, 10))
def test_no_word_stands_alone_in_the_last_line(width: int) -> None:
    """Lines are a little narrower instead, and none is wider than it may be."""
    lines = broken(STEP, STYLE, width)
    assert " ".join(lines) == STEP
    assert all(text_width(line, Face.TEXT, 12) <= width for line in lines)
    assert " " in lines[-1]


@pytest.mark.parametrize("width", range(100, 450, 10))
def test_a_number_stays_with_what_it_counts(width: int) -> None:
    """No line ends with a number or a sign of reckoning."""
    lines = broken(COUNTED, STYLE, width)
    assert " ".join(lines) == COUNTED
    assert not [line for line in lines if line.endswith(("24", "72", "÷"))]


def test_a_number_is_parted_from_a_word_that_needs_a_line_of_its_own() -> None:
    """Nothing is cut between letters for its sake."""
    word = "Llanfairpwllgwyngyll"
    width = text_width(word, Face.TEXT, 12) + 1
    assert broken(f"14 {word}", STYLE, width) == ("14", word)
