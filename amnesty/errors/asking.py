"""What keeps police from asking now, and what they must say first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.errors import BadInputError, RuleBrokenError

if TYPE_CHECKING:
    from collections.abc import Sequence


class AskingBarredError(RuleBrokenError):
    """An account, an officer or a force asked too much, or wrongly too often."""

    def __init__(self, bar: str, until: str, *, is_alarm: bool) -> None:
        """Say what has to wait, and until when (London)."""
        what = {
            "wrong numbers": "Too many numbers were wrong",
            "limit of the officer": "This officer has asked as often as is allowed",
            "limit of the force": "This force has asked as often as is allowed",
            "limit of the account": "This account has asked as often as a force may",
        }[bar]
        super().__init__(
            f"{what}, so no question is answered until {until}. In an emergency "
            "telephone the authority."
        )
        self.codes = {"alarm": bar} if is_alarm else {"barred": bar}


class FullerReasonNeededError(RuleBrokenError):
    """One question in a few is asked for in more words."""

    def __init__(self, least: int) -> None:
        """Say how much is wanted."""
        super().__init__(
            "This question was drawn for a fuller reason. Say in your own words, in "
            f"{least} letters or more, why you ask, and ask again."
        )


class ReasonUnknownError(BadInputError):
    """A reason, or what came of it, is none of those that are coded."""

    def __init__(self, what: str, known: Sequence[str]) -> None:
        """List those that are."""
        super().__init__(f"Choose the {what}: {', '.join(known)}.")
