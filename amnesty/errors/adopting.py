"""Why a register does not take in a list of keys, or does not change a key.

And why several authorities' police files do not become one. The leaves, each a kind of
`RuleBrokenError`::

    the list    TrustListOlderError · TrustListEndedError · OwnKeyNotListedError
                TrustListAheadError · KeyInOurNameError
    the keys    OwnKeyEndedError · NothingSignedYetError
                KeyStillWaitsError · KeyInUseError
    gathering   AuthorityTwiceError · TrustListsDifferError · NothingGatheredError
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.errors import RuleBrokenError
from amnesty.errors.when import day_text, moment_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class TrustListOlderError(RuleBrokenError):
    """A list never follows a newer one, nor another one of the same number."""

    def __init__(self, *, found: int, seen: int) -> None:
        """Give both numbers."""
        why = (
            "and differs from the one with that number"
            if found == seen
            else f"and number {seen} was already taken in"
        )
        super().__init__(
            f"This list of keys has number {found}, {why}. "
            "Ask who keeps the roots for the newest one."
        )


class TrustListEndedError(RuleBrokenError):
    """A list that is out of date tells nothing new."""

    def __init__(self, ended: datetime) -> None:
        """Say since when."""
        super().__init__(
            f"This list of keys ended on {day_text(ended)}. "
            "Ask who keeps the roots for the newest one."
        )


class TrustListAheadError(RuleBrokenError):
    """No list is signed in the future."""

    def __init__(self, issued_at: datetime) -> None:
        """Say when it is dated."""
        super().__init__(
            f"This list of keys is dated {moment_text(issued_at)}, which is yet "
            "to come. Check the clocks of this computer and of who keeps the roots."
        )


class OwnKeyEndedError(RuleBrokenError):
    """A key issues for five years, from the day on which it was made."""

    def __init__(self, use: str) -> None:
        """Say that the clock may be wrong, and how a key is replaced."""
        super().__init__(
            f"By this computer's clock the register's {use} key may not sign: it is "
            "too old, or not made yet. Put the clock right, or make a new key: "
            f"amnesty trust renew-key {use}"
        )


class OwnKeyNotListedError(RuleBrokenError):
    """What a key signs counts only when the list names it."""

    def __init__(self, *, use: str, key_id: bytes) -> None:
        """Name the key and what is to be done."""
        super().__init__(
            f"The list of keys does not name this register's {use} key {key_id.hex()} "
            "for today. Send a request to who keeps the roots: amnesty trust request"
        )


class KeyInOurNameError(RuleBrokenError):
    """A key that signs in this authority's name must be its own."""

    def __init__(self, key_id: bytes) -> None:
        """Name the key, and say how grave this is."""
        super().__init__(
            f"The list of keys names key {key_id.hex()} as this authority's, and this "
            "register never had it: whoever has it can sign in your name. "
            "Nothing was taken in. Telephone who keeps the roots at once."
        )


class NothingSignedYetError(RuleBrokenError):
    """There is no signed list to hand out yet."""

    def __init__(self) -> None:
        """Say how one is made."""
        super().__init__("No list has been signed here yet: amnesty trust sign")


class KeyStillWaitsError(RuleBrokenError):
    """One new key of a use waits to be listed, and no second."""

    def __init__(self, use: str) -> None:
        """Say what ends the waiting."""
        super().__init__(
            f"A new {use} key waits already to be listed: send its request "
            "(amnesty trust request) and take in the list that names it."
        )


class KeyInUseError(RuleBrokenError):
    """The key that signs today is replaced before it is dropped."""

    def __init__(self, use: str) -> None:
        """Say what to do first."""
        super().__init__(
            f"This is the {use} key in use: make a new one first, with "
            f"amnesty trust renew-key {use}"
        )


class AuthorityTwiceError(RuleBrokenError):
    """An authority has one police file a day."""

    def __init__(self, issuer: str, first: str, second: str) -> None:
        """Name the authority and both places."""
        super().__init__(
            f"{first} and {second} are both of authority {issuer}: leave one out."
        )


class TrustListsDifferError(RuleBrokenError):
    """A number is given to one list alone."""

    def __init__(self, number: int) -> None:
        """Say what that means."""
        super().__init__(
            f"Two lists of keys have number {number} and differ, which no honest root "
            "signs. Nothing was gathered. Telephone who keeps the roots at once."
        )


class NothingGatheredError(RuleBrokenError):
    """Not one authority's police file can be taken in."""

    def __init__(self, refused: Mapping[str, str]) -> None:
        """Say why, for each."""
        reasons = "".join(f" {source}: {why}" for source, why in refused.items())
        super().__init__(
            f"There is no police file here that these roots stand behind.{reasons}"
        )
