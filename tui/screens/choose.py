"""A short list to choose from, by Enter or by digit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.keys import Place, bindings
from tui.screens.dialog import Dialog
from tui.text import label
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType


class Choose(Dialog[int]):
    """Asks which; the result is its place in the list, counted from 0."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.CHOOSE)]
    DEFAULT_CSS = """
    Choose OptionList { height: auto; max-height: 12; border: none; padding: 0; }
    """

    def __init__(self, question: str, names: Sequence[str]) -> None:
        """Take the question and what there is."""
        super().__init__()
        self._question = question
        self._names = tuple(names)

    def compose(self) -> ComposeResult:
        """List what there is, each with its digit."""
        with Vertical(classes="dialog"):
            yield Words(label(self._question, "bold"))
            yield OptionList(
                *(
                    Option(label(f"{number} {name}"))
                    for number, name in enumerate(self._names, start=1)
                )
            )

    def action_back(self) -> None:
        """Choose nothing."""
        self.dismiss(None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose the highlighted one."""
        self.dismiss(event.option_index)

    def on_key(self, event: events.Key) -> None:
        """Choose by digit."""
        if event.key.isdecimal() and 0 < int(event.key) <= len(self._names):
            event.stop()
            self.dismiss(int(event.key) - 1)
