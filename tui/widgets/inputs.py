"""Boxes to type in: text in NFC, a passphrase nobody copies, a one-letter code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from tui.text import tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events


class TextInput(Input):
    """One line of text; it never judges what is typed until the form is saved."""

    DEFAULT_CSS = """
    TextInput {
        height: 1;
        border: none;
        padding: 0;
        background: $surface;
        color: $text;
        text-style: underline;
        &:focus {
            border: none;
            background: $block-cursor-background;
            background-tint: $block-cursor-background 0%;
            color: $block-cursor-foreground;
        }
        &:ansi:focus { text-style: reverse; }
        &>.input--placeholder { color: $text-muted; }
    }
    """

    virtual_size = Reactive(Size(0, 0))
    """How long the text is.

    When it changes Textual lays the whole screen out anew, for boxes that grow with
    their text. None of ours does, and it is two thirds of what a letter costs.
    """

    def __init__(self, value: str = "", *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        """Take what stands in the box first."""
        super().__init__(tidy(value), id=id, validate_on=[], select_on_focus=False)
        self.cursor_blink = False

    @property
    def text(self) -> str:
        """What was typed, without outer spaces."""
        return self.value.strip()

    def replace(self, text: str, start: int, end: int) -> None:
        """Put text between two places, with what stands before it made NFC.

        A terminal may send a letter and its accent as two keys; together they are one.
        """
        start, end = sorted((max(0, start), min(len(self.value), end)))
        super().replace(tidy(self.value[:start] + text), 0, end)


class PassphraseInput(TextInput):
    """A passphrase: shown as dots, may be pasted (WCAG 2.2, 3.3.8), never copied."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        """Start empty."""
        super().__init__(id=id)
        self.password = True

    @property
    def text(self) -> str:
        """The passphrase as typed: outer spaces may belong to it."""
        return self.value

    def action_copy(self) -> None:
        """Keep the passphrase off the clipboard."""

    def action_cut(self) -> None:
        """Keep the passphrase off the clipboard."""


class CodeInput(TextInput):
    """An answer of one letter; a second letter takes the first one's place.

    A radio button costs two to four keys for each answer; a letter costs one.
    """

    def __init__(
        self,
        letters: Sequence[str],
        value: str = "",
        *,
        id: str | None = None,  # noqa: A002  Textual's name for it
    ) -> None:
        """Take the letters that are answers."""
        super().__init__(value, id=id)
        self._letters = frozenset(letters)

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character is not None:
            event.stop()
            event.prevent_default()
            self._take(event.character.casefold())

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._take(tidy(event.text).strip().casefold())

    def _take(self, letter: str) -> None:
        if letter in self._letters:
            self.value = letter.upper()
            self.cursor_position = len(self.value)
        elif letter.strip():
            self.app.bell()
