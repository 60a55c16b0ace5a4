"""What a worker thread sends back to its screen; it never touches a widget itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.errors import AmnestyError


class Answered(Message, bubble=False):
    """A service answered; the screen that asked shows it."""

    def __init__(self, group: str, ticket: int, show: Callable[[], object]) -> None:
        """Take which question this answers and how it is shown."""
        super().__init__()
        self.group = group
        self.ticket = ticket
        self.show = show


class Refused(Message, bubble=False):
    """A service said no; the error's own sentence says why."""

    def __init__(self, group: str, ticket: int, error: AmnestyError) -> None:
        """Take which question this answers and the refusal."""
        super().__init__()
        self.group = group
        self.ticket = ticket
        self.error = error
