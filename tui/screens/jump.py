"""Jump: one letter goes to the field that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import ModalScreen

if TYPE_CHECKING:
    from textual import events

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Jump(ModalScreen[str]):
    """Takes one key above the screen that it was asked from; its result is a letter."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Jump { background: $background 0%; }
    """

    def on_key(self, event: events.Key) -> None:
        """Take the letter; any other key goes back."""
        event.stop()
        letter = event.character or ""
        self.dismiss(letter if letter in LETTERS else "")
