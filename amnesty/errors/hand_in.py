"""What is wrong with a hand-in, from its appointment to its end.

The leaves, each a kind of `BadInputError`, `RuleBrokenError` or `NotFoundError`::

    items        HandInItemShapeError · NetAboveGrossError · NothingInItemError
    course       HandInMoveError · HandInWayError · WayOffError · NoSuchHandInError
                 AlreadyReceivedError · OfficerNeededError · NoOfficerHereError
                 AppointmentPastError · TimeInFutureError · TimeBeforeError
                 TimeShapeError
    destruction  WitnessShapeError · WitnessMissingError
                 WitnessNotAuthorisedError · SamePeopleError
                 WitnessSignatureError · ReceiverDestroysError · BagsDifferError
                 MoreThanReceivedError · LessThanReceivedError
    corrections  NoSuchBagError · NothingToCorrectError · NotOfThisBagError
"""

from __future__ import annotations

from amnesty.errors import BadInputError, NotFoundError, RuleBrokenError


class HandInItemShapeError(BadInputError):
    """An item has another shape than the two there are."""

    def __init__(self) -> None:
        """Show both."""
        super().__init__(
            "An item is written dried=42.5/41.0@SEAL, gross and net grams, "
            "or flowering=2@SEAL for plants"
        )


class NetAboveGrossError(BadInputError):
    """A bag weighs at least what is in it."""

    def __init__(self) -> None:
        """Say which weight must not be above which."""
        super().__init__("Net weight must be the same as or below the gross weight")


class NothingInItemError(BadInputError):
    """An item is something: a receipt for nothing would only mislead."""

    def __init__(self) -> None:
        """Ask for an amount."""
        super().__init__(
            "An item must weigh or count more than 0: leave it out, or correct it"
        )


class HandInMoveError(RuleBrokenError):
    """The hand-in has not come so far, or has come further."""

    def __init__(self, number: str, state: str, move: str) -> None:
        """Say how it stands and what is not possible."""
        super().__init__(f"Hand-in {number} is {state}, so it cannot be {move} now.")


class HandInWayError(RuleBrokenError):
    """This way of handing in does not end so."""

    def __init__(self, number: str, way: str, move: str) -> None:
        """Say in which way it is handed in."""
        super().__init__(
            f"Hand-in {number} goes the way “{way}”, in which nothing is {move}."
        )


class WayOffError(RuleBrokenError):
    """The policy in force does not have this way switched on."""

    def __init__(self, way: str, ways: tuple[str, ...]) -> None:
        """Say which ways there are."""
        listed = ", ".join(f"“{one}”" for one in ways)
        super().__init__(
            f"The way “{way}” is not switched on in the policy in force: "
            f"choose {listed}, or have a supervisor set a policy that has it."
        )


class NoSuchHandInError(NotFoundError):
    """There is no hand-in with this number."""

    def __init__(self, number: str) -> None:
        """Say which number was looked for."""
        super().__init__(
            f"There is no hand-in {number}: check the number on the receipt "
            "or the letter."
        )


class NoSuchDestructionError(NotFoundError):
    """There is no record of destruction with this number, or not any more."""

    def __init__(self, number: str) -> None:
        """Repeat the number."""
        super().__init__(f"There is no certificate of destruction {number}.")


class AlreadyReceivedError(RuleBrokenError):
    """Somebody received this hand-in already."""

    def __init__(self, number: str, by: str, at: str) -> None:
        """Say who did, and when."""
        super().__init__(
            f"Hand-in {number} was received already, by {by} at {at}. "
            "Nothing was written down a second time."
        )


class OfficerNeededError(RuleBrokenError):
    """Where the police collect, the receipt says which officer took it."""

    def __init__(self) -> None:
        """Say what to enter."""
        super().__init__(
            "The police collect this hand-in: enter the force and the officer's "
            "collar number with the receipt."
        )


class NoOfficerHereError(RuleBrokenError):
    """Where the council receives, an officer comes later."""

    def __init__(self) -> None:
        """Say how that is written down."""
        super().__init__(
            "The council receives this hand-in: leave the officer out, and write "
            "down the passing on when it happens."
        )


class AppointmentPastError(BadInputError):
    """An appointment is for a day to come, or for today."""

    def __init__(self) -> None:
        """Say which day to enter."""
        super().__init__("The day of the appointment must be today or in the future")


class TimeInFutureError(BadInputError):
    """Nothing has happened yet at a time to come."""

    def __init__(self, what: str) -> None:
        """Name the time."""
        super().__init__(
            f"The {what} must not be in the future: correct the date or the time"
        )


class TimeBeforeError(BadInputError):
    """One act comes after another."""

    def __init__(self, what: str, before: str) -> None:
        """Name both."""
        super().__init__(f"The {what} must not be before the {before}: correct it")


class TimeShapeError(BadInputError):
    """What was typed is no time of the day."""

    def __init__(self, what: str) -> None:
        """Show one."""
        super().__init__(f"The {what} must be a time such as 14:30")


class WitnessShapeError(BadInputError):
    """A witness has a name and a role."""

    def __init__(self) -> None:
        """Show both."""
        super().__init__(
            "A witness is written NAME, ROLE: such as P. Rees, police officer"
        )


class WitnessMissingError(RuleBrokenError):
    """Nothing is destroyed without its witnesses."""

    def __init__(self, needed: int, there: int) -> None:
        """Say how many are needed."""
        people = "witness" if needed == 1 else "witnesses"
        super().__init__(
            f"A destruction needs {needed} authorised {people} and has {there}: "
            "nothing is destroyed without."
        )


class WitnessNotAuthorisedError(RuleBrokenError):
    """A witness stands in a role that the policy does not name."""

    def __init__(self, role: str, roles: tuple[str, ...]) -> None:
        """Say which roles there are."""
        super().__init__(
            f"A {role} is not authorised to witness a destruction: "
            f"the policy names {', '.join(roles)}."
        )


class WitnessSignatureError(RuleBrokenError):
    """A witness signs the record of destruction."""

    def __init__(self, name: str) -> None:
        """Say whose signature is missing."""
        super().__init__(
            f"See the signature of {name} first: a witness signs the record."
        )


class SamePeopleError(RuleBrokenError):
    """Who destroys, who witnesses and who received it are all different."""

    def __init__(self, name: str, one: str, other: str) -> None:
        """Say who it is, and what they cannot be both."""
        super().__init__(
            f"{name} {one} and cannot also {other}: another person must do it."
        )


class ReceiverDestroysError(RuleBrokenError):
    """Nobody destroys what they received."""

    def __init__(self, name: str) -> None:
        """Say who received it."""
        super().__init__(
            f"{name} received this hand-in and cannot destroy it: "
            "another member of staff must."
        )


class MoreThanReceivedError(RuleBrokenError):
    """No more is destroyed than was received."""

    def __init__(self, tag: str, *, destroyed: str, received: str) -> None:
        """Say how much of each."""
        super().__init__(
            f"Bag {tag} had {received} when it was received, so {destroyed} cannot "
            "be destroyed from it: weigh or count again."
        )


class LessThanReceivedError(RuleBrokenError):
    """Less than was received is explained, never passed over."""

    def __init__(self, tag: str, *, destroyed: str, received: str) -> None:
        """Say how much of each."""
        super().__init__(
            f"Bag {tag} had {received} when it was received and has {destroyed} "
            "now: say why there is less."
        )


class BagsDifferError(RuleBrokenError):
    """Each bag is weighed or counted once before it is destroyed."""

    def __init__(self, missing: tuple[str, ...], unknown: tuple[str, ...]) -> None:
        """Name the bags."""
        parts = [
            f"bag {', '.join(missing)} was not weighed or counted" if missing else "",
            f"bag {', '.join(unknown)} is not of this hand-in" if unknown else "",
        ]
        super().__init__(
            f"Every bag is destroyed at once: {' and '.join(filter(None, parts))}."
        )


class NoSuchBagError(RuleBrokenError):
    """The hand-in has no bag with this tag."""

    def __init__(self, number: str, tag: str) -> None:
        """Name the tag."""
        super().__init__(
            f"Hand-in {number} has no bag {tag or 'without a tag'}: "
            "give the tag as it stands on the receipt."
        )


class NothingToCorrectError(RuleBrokenError):
    """A correction changes something."""

    def __init__(self, what: str) -> None:
        """Name what stays as it was."""
        super().__init__(f"The {what} is that already: there is nothing to correct.")


class NotOfThisBagError(RuleBrokenError):
    """A bag of stock has weights, a bag of plants a count."""

    def __init__(self, tag: str, what: str) -> None:
        """Name both."""
        super().__init__(f"Bag {tag} has no {what}: correct something else of it.")
