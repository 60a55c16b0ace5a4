"""A question with two answers, asked only before what cannot be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical

from tui.keys import Place, bindings, keys_by_id
from tui.screens.dialog import Dialog
from tui.text import label, lines, row
from tui.widgets.words import Words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class Confirm(Dialog[bool]):
    """Asks; True means yes."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.CONFIRM)]

    def __init__(self, question: str, consequence: str, yes: str, no: str) -> None:
        """Take the words.

        Args:
            question: the question itself.
            consequence: what a yes does.
            yes: the act, as "Leave without saving".
            no: the other one, as "Go on with the form".
        """
        super().__init__()
        self._question = question
        self._consequence = consequence
        self._answers = (("confirm.yes", yes), ("confirm.no", no))

    def compose(self) -> ComposeResult:
        """Show the question, what it means, and both answers with their keys."""
        answers = (
            row(
                label(f"{keys_by_id()[key_id].display.upper()}", "bold"),
                label(f"  {act}"),
            )
            for key_id, act in self._answers
        )
        with Vertical(classes="dialog"):
            yield Words(
                lines(
                    label(self._question, "bold"),
                    label(self._consequence),
                    label(""),
                    *answers,
                )
            )

    def action_press(self, key_id: str) -> None:
        """Answer with the key's own answer."""
        self.dismiss(keys_by_id()[key_id].action == "yes")

    def action_yes(self) -> None:
        """Answer yes."""
        self.dismiss(result=True)

    def action_no(self) -> None:
        """Answer no."""
        self.dismiss(result=False)
