"""The status line: what just happened, in the same place on every screen.

A toast vanishes, and screen readers miss it; this line stays until something else is
said (WCAG 2.2, 4.1.3).
"""

from __future__ import annotations

from enum import Enum

from tui.text import label, row
from tui.widgets.words import Words


class Tone(Enum):
    """How a sentence is meant; the value is the theme's colour for it."""

    PLAIN = "$text"
    DONE = "$success"
    PROBLEM = "$error"


class StatusLine(Words):
    """One sentence about what just happened; a problem begins with its word."""

    DEFAULT_CSS = """
    StatusLine {
        height: auto;
        min-height: 1;
        max-height: 4;
        padding: 0 1;
    }
    """

    sentence = ""
    """What is said now, in plain words."""
    is_passing = False
    """Whether it holds only until the next answer: that one is awaited, or refused."""

    def say(self, sentence: str, tone: Tone = Tone.PLAIN) -> None:
        """Say a sentence; an empty one clears the line."""
        self.sentence = sentence
        self.is_passing = False
        if tone is Tone.PROBLEM and sentence:
            self.show(row(label("Problem: ", "bold $error"), label(sentence)))
        else:
            self.show(label(sentence, tone.value))
