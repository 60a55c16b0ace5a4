"""One field of a form on one row: its label, its box, its hint or its error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal

from tui.text import label, row
from tui.widgets.words import Words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from tui.widgets.inputs import TextInput


class FieldRow(Horizontal):
    """Label, box, and hint or error, left to right, so that a line reads in order."""

    DEFAULT_CSS = """
    FieldRow {
        height: auto;
        .field-label { width: 28; padding: 0 1 0 0; }
        TextInput { width: 1fr; max-width: 44; }
        TextInput.-short { width: 18; }
        TextInput.-code { width: 3; }
        .field-note { width: 1fr; padding: 0 0 0 1; color: $text-muted; }
        &:focus-within .field-label { text-style: bold underline; }
        &.-wrong .field-note { color: $error; text-style: bold; }
    }
    """

    def __init__(
        self,
        box: TextInput,
        name: str,
        *,
        path: str,
        hint: str = "",
        optional: bool = False,
    ) -> None:
        """Put a box beside its label.

        Args:
            box: where the answer is typed.
            name: what the label says.
            path: which field it is, as a problem's path names it.
            hint: what stands beside the box while nothing is wrong.
            optional: whether the hint says that it may stay empty.
        """
        super().__init__()
        self.box = box
        self.path = path
        self.problem = ""
        self._letter = ""
        self._label = name
        self._hint = ": ".join(filter(None, ("Optional", hint))) if optional else hint

    def compose(self) -> ComposeResult:
        """Lay out the three parts."""
        yield Words(self._marked_label(), classes="field-label")
        yield self.box
        yield Words(label(self._hint), classes="field-note")

    def offer(self, letter: str) -> None:
        """Show the letter that goes here; an empty one takes it back."""
        self._letter = letter
        self.query_one(".field-label", Words).show(self._marked_label())

    def complain(self, sentence: str) -> None:
        """Say at the field what is wrong; an empty sentence takes it back."""
        self.problem = sentence
        self.set_class(bool(sentence), "-wrong")
        self.query_one(".field-label", Words).show(self._marked_label())
        note = f"Error: {sentence}" if sentence else self._hint
        self.query_one(".field-note", Words).show(label(note))

    def _marked_label(self) -> Content:
        if self._letter:
            mark = label(f"{self._letter} ", "bold reverse")
        else:
            mark = label("▶ ", "bold $error") if self.problem else label("  ")
        return row(mark, label(self._label))
