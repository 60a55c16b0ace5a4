"""What stands in the way of a patient's rights, or of those who see to them."""

from __future__ import annotations

from amnesty.errors import (
    BadInputError,
    NotAllowedError,
    NotFoundError,
    RuleBrokenError,
)


class HeldForLawError(RuleBrokenError):
    """A record is needed for a legal claim or an inquiry."""

    def __init__(self, until: str) -> None:
        """Say until when."""
        super().__init__(
            f"This record is under a legal hold until {until}, so it cannot be erased. "
            "Nothing was done."
        )


class SameProposerError(NotAllowedError):
    """Two people erase: whoever proposed does not confirm."""

    def __init__(self) -> None:
        """Say who can."""
        super().__init__(
            "You proposed this erasure, so another supervisor must confirm it."
        )


class NotProposedError(RuleBrokenError):
    """Nobody proposed this erasure."""

    def __init__(self) -> None:
        """Say what comes first."""
        super().__init__(
            "Nobody proposed to erase this: one supervisor proposes first."
        )


class ClosedFirstError(RuleBrokenError):
    """What is still open is ended before it is erased."""

    def __init__(self, number: str, state: str) -> None:
        """Say how it stands."""
        super().__init__(
            f"Registration {number} is {state}. End it first: a certificate that "
            "stands cannot be erased."
        )


class WithheldTooLongError(BadInputError):
    """A question is withheld for a limited time, and looked at again."""

    def __init__(self, days: int) -> None:
        """Say how long at most."""
        super().__init__(
            f"A question may be withheld for 1 to {days} days at once; look at it "
            "again then."
        )


class NoSuchCaseError(NotFoundError):
    """There is no complaint, or no withheld question, of this number."""

    def __init__(self, what: str) -> None:
        """Say what there is not."""
        super().__init__(f"There is no {what}.")


class NothingToRectifyError(BadInputError):
    """A rectification changes something."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("Nothing would change: the record says this already.")


class IsADecisionError(BadInputError):
    """Limits follow from such an answer, so that to change it is to decide anew."""

    def __init__(self, path: str) -> None:
        """Say which answer, and the way that there is."""
        super().__init__(
            f"{path} decides the limits, so it is not put right but decided anew: "
            "register the change and have it approved."
        )


class PutRightElsewhereError(BadInputError):
    """Such an answer has a way of its own, which leaves its own trace."""

    def __init__(self, path: str) -> None:
        """Say which answer, and the ways that there are."""
        super().__init__(
            f"{path} is not put right here: plants and stock by `amnesty declare`, who "
            "may open the record by `amnesty restrict`, another site by registering it."
        )


class NotAnInstantError(BadInputError):
    """A text is no day with a time."""

    def __init__(self) -> None:
        """Show one."""
        super().__init__("Enter a day and a time, UTC: 2026-11-24T09:00")


class EndsBeforeItBeginsError(BadInputError):
    """Nobody looks at anything in a time that ends before it begins."""

    def __init__(self) -> None:
        """Say what to look at again."""
        super().__init__(
            "The last instant is before the first, so nobody would be found: look at "
            "both again."
        )


class NoAnswerGivenError(BadInputError):
    """Nothing takes the place of answers that were given before."""

    def __init__(self) -> None:
        """Say that those before stand."""
        super().__init__(
            "No answer was given, and what was answered before stands: give at least "
            "one answer."
        )
