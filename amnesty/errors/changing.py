"""What the scheme does not allow of a change after the decision.

The leaves, each a kind of `RuleBrokenError`::

    asked    ChangeWaitsError · NoChangeWaitsError · NothingChangesError
             NotYoursToTakeBackError
    people   NoCaretakerError · CaretakerEndsError
             PatientGrowsError · GrowerNeededError
    sites    SiteClosedError · SiteNotEmptyError · LastSiteError · SameSiteError
"""

from __future__ import annotations

from amnesty.errors import RuleBrokenError


class ChangeWaitsError(RuleBrokenError):
    """One change is decided before another is asked for."""

    def __init__(self, number: str, what: str) -> None:
        """Say which one waits."""
        super().__init__(
            f"A change of registration {number} waits to be decided: {what}. "
            "Have it approved or refused first."
        )


class NoChangeWaitsError(RuleBrokenError):
    """There is nothing to decide."""

    def __init__(self, number: str) -> None:
        """Say so."""
        super().__init__(f"No change of registration {number} waits to be decided.")


class NotYoursToTakeBackError(RuleBrokenError):
    """What was asked for is taken back by whoever asked."""

    def __init__(self, by_name: str) -> None:
        """Say who that is, and what others can do."""
        super().__init__(
            f"{by_name} asked for it, so only they can take it back: a supervisor may "
            "refuse it instead."
        )


class NothingChangesError(RuleBrokenError):
    """What is typed is what the record says."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("The record says this already: nothing was changed.")


class NoCaretakerError(RuleBrokenError):
    """Nobody looks after the plants, so nobody ends doing so."""

    def __init__(self, number: str) -> None:
        """Say so."""
        super().__init__(
            f"Nobody looks after the plants of registration {number} now, so nobody's "
            "time ends."
        )


class CaretakerEndsError(RuleBrokenError):
    """A caretaker's time does not end before it began."""

    def __init__(self, starts_on: str) -> None:
        """Say when it began."""
        super().__init__(
            f"The caretaker's time began on {starts_on}: enter that day or a later one."
        )


class PatientGrowsError(RuleBrokenError):
    """The patient grows already, so no designated grower ends."""

    def __init__(self, number: str) -> None:
        """Say so."""
        super().__init__(
            f"The patient of registration {number} grows already: no grower is named."
        )


class GrowerNeededError(RuleBrokenError):
    """A patient under 18 does not grow."""

    def __init__(self) -> None:
        """Say what to do instead."""
        super().__init__(
            "The patient is under 18 and may not grow: name another grower instead."
        )


class SiteClosedError(RuleBrokenError):
    """Nothing happens any more at a site that was closed."""

    def __init__(self, site: int, closed_on: str) -> None:
        """Name the site, counted from 1, and since when."""
        super().__init__(
            f"Site {site} was closed on {closed_on}: nothing is grown, received or "
            "certified there any more."
        )


class SiteNotEmptyError(RuleBrokenError):
    """A site is closed once its plants and stock are accounted for."""

    def __init__(self, site: int, held: str) -> None:
        """Say what is there, and the ways to account for it."""
        super().__init__(
            f"Site {site} still has {held}. Write down what became of it, receive it "
            "as a hand-in, or say to which other site it goes."
        )


class LastSiteError(RuleBrokenError):
    """Where nothing is grown any more, the registration winds down."""

    def __init__(self) -> None:
        """Say what to do instead."""
        super().__init__(
            "This is the only site: move it to another address, or wind the "
            "registration down."
        )


class SameSiteError(RuleBrokenError):
    """What is there goes to another site than its own."""

    def __init__(self, site: int) -> None:
        """Name the site, counted from 1."""
        super().__init__(f"What is at site {site} is there already: name another site.")
