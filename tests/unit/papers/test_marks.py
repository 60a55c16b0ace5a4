"""Accents without a letter of their own stand where they belong."""

from __future__ import annotations

import pytest

from amnesty.papers.fonts import Face, text_width
from amnesty.papers.marks import outline, runs

SIZE = 1000.0
"""A size at which points are thousandths of an em."""


def test_a_text_without_separate_marks_is_one_run() -> None:
    """Most names are drawn in one go."""
    (run,) = runs("Siân Llŷr", Face.STRONG, 12)
    assert (run.text, run.along, run.rise) == ("Siân Llŷr", 0.0, 0.0)


@pytest.mark.parametrize("base", ["E", "Ọ", "M", "b", "o", "l"])
def test_a_mark_stands_clear_of_its_letter(base: str) -> None:
    """A grave accent is over the letter's top and over its middle."""
    text = f"A{base}\u0300n"
    before, mark, after = runs(text, Face.STRONG, SIZE)
    assert (before.text, mark.text, after.text) == (f"A{base}", "\u0300", "n")
    letter = outline(base, Face.STRONG)
    accent = outline("\u0300", Face.STRONG)
    assert accent.bottom + mark.rise >= letter.top
    origin = text_width("A", Face.STRONG, SIZE)
    over = mark.along + (accent.left + accent.right) / 2
    assert over == pytest.approx(origin + (letter.left + letter.right) / 2)
    assert after.along == text_width(f"A{base}", Face.STRONG, SIZE)


def test_a_mark_below_stands_below() -> None:
    """A line under a letter does not touch it."""
    _, mark = runs("W\u0331", Face.TEXT, SIZE)
    assert outline("\u0331", Face.TEXT).top + mark.rise < outline("W", Face.TEXT).bottom


def test_a_second_mark_stands_on_the_first() -> None:
    """Two accents over a capital do not run into each other."""
    _, first, second = runs("N\u0302\u0300", Face.TEXT, SIZE)
    circumflex = outline("\u0302", Face.TEXT)
    grave = outline("\u0300", Face.TEXT)
    assert grave.bottom + second.rise > circumflex.top + first.rise


def test_a_mark_on_nothing_is_drawn() -> None:
    """A text that begins with a mark loses nothing."""
    drawn = "".join(run.text for run in runs("\u0300A", Face.TEXT, 12))
    assert drawn == "\u0300A"


def test_a_space_has_no_outline() -> None:
    """What leaves no ink covers nothing."""
    box = outline(" ", Face.TEXT)
    assert (box.left, box.bottom, box.right, box.top) == (0, 0, 0, 0)
