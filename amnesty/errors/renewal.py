"""What the scheme does not allow of a renewal, or of winding down.

The leaves, each a kind of `RuleBrokenError`::

    renewal       RenewalWaitsError · RenewalAskedError · RenewalTooLateError
                  RenewalHoldsError
    winding down  EndsOtherwiseError · NeverApprovedError · NotLapsedError
                  WindingDownDayError · StillHeldError
"""

from __future__ import annotations

from amnesty.errors import RuleBrokenError


class RenewalWaitsError(RuleBrokenError):
    """A renewal is decided with its papers, and not by an approval alone."""

    def __init__(self, number: str) -> None:
        """Say how it is decided."""
        super().__init__(
            f"The renewal of registration {number} waits to be decided: amnesty renew "
            f"{number} --approve --out FILE.pdf issues its new certificate."
        )


class RenewalAskedError(RuleBrokenError):
    """One renewal is decided before another is asked for."""

    def __init__(self, number: str) -> None:
        """Say when it is decided, and what whoever asked can do."""
        super().__init__(
            f"A renewal of registration {number} was asked for already: it is decided "
            "once the registration is reinstated, or taken back by who asked."
        )


class RenewalHoldsError(RuleBrokenError):
    """A renewal that alone keeps a registration valid is decided, not taken back."""

    def __init__(self, number: str, last_day: str) -> None:
        """Say what would follow, and what there is instead."""
        super().__init__(
            f"Registration {number} was valid until {last_day}, and only the renewal "
            "that waits keeps it valid: have a supervisor decide it, or wind it down."
        )


class RenewalTooLateError(RuleBrokenError):
    """A renewal is asked for while the registration is valid."""

    def __init__(self, number: str, last_day: str) -> None:
        """Say since when it is too late, and what there is instead."""
        super().__init__(
            f"Registration {number} was valid until {last_day}: it is too late to "
            "renew it. Wind it down, and register the patient anew."
        )


class EndsOtherwiseError(RuleBrokenError):
    """A registration that has ended is wound down as what it ended as."""

    def __init__(self, number: str, state: str) -> None:
        """Say how it ended."""
        super().__init__(
            f"Registration {number} is {state}: it is wound down as {state}, and as "
            "nothing else."
        )


class NeverApprovedError(RuleBrokenError):
    """What permitted nothing leaves nothing to wind down."""

    def __init__(self, number: str, state: str) -> None:
        """Say how it stands."""
        super().__init__(
            f"Registration {number} is {state} and was never approved: it permitted "
            "nothing, so there is nothing to wind down."
        )


class NotLapsedError(RuleBrokenError):
    """A registration lapses on its last day, and not before."""

    def __init__(self, number: str, last_day: str) -> None:
        """Say when, and how it ends earlier."""
        super().__init__(
            f"Registration {number} is valid until {last_day}, so it has not lapsed: "
            "until then it ends at the patient's wish, or is revoked."
        )


class WindingDownDayError(RuleBrokenError):
    """The last day of winding down lies ahead, and not for ever."""

    def __init__(self, *, most: int) -> None:
        """Say which days there are."""
        super().__init__(
            "The last day of winding down must be today or one of the next "
            f"{most} days."
        )


class StillHeldError(RuleBrokenError):
    """A registration is closed when nothing is held any more."""

    def __init__(self, number: str, held: str) -> None:
        """Say what is held."""
        super().__init__(
            f"Registration {number} still has {held}. Write down what became of it, or "
            "receive it as a hand-in; then close it."
        )
