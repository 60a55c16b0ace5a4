"""The list of all problems of a form, above it; each entry leads to its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from amnesty.errors import Problem


class ErrorSummary(OptionList):
    """All problems at once; Enter, or the problem's digit, goes to its field."""

    DEFAULT_CSS = """
    ErrorSummary {
        height: auto;
        max-height: 6;
        border: heavy $error;
        border-title-color: $error;
        border-title-style: bold;
        background: $background;
        display: none;
        padding: 0 1;
        &:focus { border: heavy $error; background-tint: $background 0%; }
        &.-shown { display: block; }
    }
    """

    class Chosen(Message):
        """A problem was chosen: its field wants the focus."""

        def __init__(self, path: str) -> None:
            """Take the field's path."""
            super().__init__()
            self.path = path

    def __init__(self) -> None:
        """Start empty and out of sight."""
        super().__init__()
        self._paths: tuple[str, ...] = ()

    def show(self, problems: Sequence[Problem], *, takes_focus: bool = False) -> None:
        """Show problems; none hides the list."""
        self._paths = tuple(problem.path for problem in problems)
        self.clear_options()
        self.add_options(
            Option(label(f"{number} {problem.sentence}"))
            for number, problem in enumerate(problems, start=1)
        )
        many = "There is a problem" if len(problems) == 1 else "There are problems"
        self.border_title = Content(f"{many} ({len(problems)})")
        self.border_subtitle = Content("Enter or 1-9 goes to the field")
        self.set_class(bool(problems), "-shown")
        if problems:
            self.highlighted = 0
        if takes_focus:
            self.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the field of the highlighted problem."""
        event.stop()
        self.post_message(self.Chosen(self._paths[event.option_index]))

    def on_key(self, event: events.Key) -> None:
        """Go to the field of the problem with this digit."""
        if event.key.isdecimal() and 0 < int(event.key) <= len(self._paths):
            event.stop()
            self.post_message(self.Chosen(self._paths[int(event.key) - 1]))
