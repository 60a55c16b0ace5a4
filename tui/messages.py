"""What a worker thread sends back to its screen; it never touches a widget itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.errors import AmnestyError


class Asked(NamedTuple):
    """One question to a service."""

    group: str
    """Questions of one group replace each other."""
    ticket: int
    """Which of its group it is: only the newest is shown."""
    hold: bool
    """Whether what is typed waits for its answer."""
    quiet: bool
    """Whether what was said before stays said."""
    signed_in: bool
    """Whether somebody was signed in, whose answer nobody sees after them."""


class Answered(Message, bubble=False):
    """A service answered; the screen that asked shows it."""

    def __init__(self, asked: Asked, show: Callable[[], object]) -> None:
        """Take which question this answers and how it is shown."""
        super().__init__()
        self.asked = asked
        self.show = show


class Refused(Message, bubble=False):
    """A service said no; the error's own sentence says why."""

    def __init__(self, asked: Asked, error: AmnestyError) -> None:
        """Take which question this answers and the refusal."""
        super().__init__()
        self.asked = asked
        self.error = error
