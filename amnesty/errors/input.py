"""What is wrong with a text, date, amount or choice that somebody typed.

The leaves, each a kind of `BadInputError`; numbers and codes have
`amnesty.errors.identifiers`::

    text     TextMissingError · TextTooLongError · TextCharacterError · NameLetterError
    dates    DateMissingError · DatePartMissingError · DateYearError
             DateNotRealError · DateTooEarlyError · DateNotThenError
    amounts  AmountMissingError · AmountNotANumberError · AmountNegativeError
             AmountZeroError · AmountExponentError · AmountCommaError
             AmountDecimalsError · AmountTooLargeError · NotAWholeNumberError
             NeedNotRegistrableError · WeightShapeError · WeightUnitError
    choices  UnknownChoiceError · UnknownPolicyError · PolicyNotTomlError
             PeriodMissingError · PeriodNotInSettingError

Wording follows the GOV.UK Design System, which ends an error message without a stop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Sequence


def capitalised(what: str) -> str:
    """Begin a sentence with `what`, leaving names such as NHS alone."""
    return what[:1].upper() + what[1:]


class TextMissingError(BadInputError):
    """Nothing was typed where something is wanted."""

    def __init__(self, what: str) -> None:
        """Name what to enter, as `full name`."""
        super().__init__(f"Enter the {what}")


class TextTooLongError(BadInputError):
    """A line is longer than a certificate can carry."""

    def __init__(self, what: str, *, longest: int, found: int) -> None:
        """Say how many characters have to go."""
        super().__init__(
            f"{capitalised(what)} must be {longest} characters or fewer: "
            f"take {found - longest} away"
        )


class TextCharacterError(BadInputError):
    """A character that is not seen, or that changes how others are read."""

    def __init__(self, what: str, *, named: str, position: int) -> None:
        """Name the character and its place, because nobody can see it."""
        super().__init__(
            f"{capitalised(what)} has a hidden character, {named}, "
            f"at position {position}: delete it or type the line again"
        )


class NameLetterError(BadInputError):
    """A name without a single letter is a slip of the hand."""

    def __init__(self, what: str) -> None:
        """Ask for a letter of any script."""
        super().__init__(f"{capitalised(what)} must have at least one letter")


class DateMissingError(BadInputError):
    """No date was typed."""

    def __init__(self, what: str) -> None:
        """Name the date to enter."""
        super().__init__(f"Enter the {what}")


class DatePartMissingError(BadInputError):
    """A date lacks its day, month or year."""

    def __init__(self, what: str, missing: str) -> None:
        """Name all that is missing, as `day and month`."""
        super().__init__(f"{capitalised(what)} must include a {missing}")


class DateYearError(BadInputError):
    """A year of two digits could be in either century."""

    def __init__(self) -> None:
        """Use the words of the Design System as they are."""
        super().__init__("Year must include 4 numbers")


class DateNotRealError(BadInputError):
    """The calendar has no such day."""

    def __init__(self, what: str) -> None:
        """Use the words of the Design System as they are."""
        super().__init__(f"{capitalised(what)} must be a real date")


class DateTooEarlyError(BadInputError):
    """A day so long ago is a slip of the hand."""

    def __init__(self, what: str, earliest: str) -> None:
        """Name the first day that is taken, in words."""
        super().__init__(f"{capitalised(what)} must be the same as or after {earliest}")


class DateNotThenError(BadInputError):
    """A real date on the wrong side of today."""

    def __init__(self, what: str, must_be: str) -> None:
        """Say when it must be, as `in the past`."""
        super().__init__(f"{capitalised(what)} must be {must_be}")


class AmountMissingError(BadInputError):
    """No amount was typed."""

    def __init__(self, what: str) -> None:
        """Name the amount to enter."""
        super().__init__(f"Enter the {what}")


class AmountNotANumberError(BadInputError):
    """Words, signs or NaN where an amount is wanted."""

    def __init__(self, what: str, example: str) -> None:
        """Show an amount as it should be typed."""
        super().__init__(f"{capitalised(what)} must be a number, such as {example}")


class AmountNegativeError(BadInputError):
    """Nobody can need or hold less than nothing."""

    def __init__(self, what: str) -> None:
        """Name the amount that is below 0."""
        super().__init__(
            f"{capitalised(what)} must not be below 0: leave out the minus"
        )


class AmountZeroError(BadInputError):
    """An amount that has to be more than nothing."""

    def __init__(self, what: str, least: str) -> None:
        """Name the smallest amount that is taken."""
        super().__init__(f"{capitalised(what)} must be more than 0: at least {least}")


class AmountExponentError(BadInputError):
    """A scientific notation hides how large an amount is."""

    def __init__(self, what: str) -> None:
        """Ask for all the digits."""
        super().__init__(
            f"{capitalised(what)} must be written in full, such as 1000, not 1e3"
        )


class AmountCommaError(BadInputError):
    """A comma could part decimals or thousands, a thousandfold difference."""

    def __init__(self, what: str) -> None:
        """Show how to write both without a comma."""
        super().__init__(
            f"{capitalised(what)} must not have a comma: "
            "write 1.5 for one and a half, 1500 for fifteen hundred"
        )


class AmountDecimalsError(BadInputError):
    """More decimals than a scale or a letter gives."""

    def __init__(self, what: str, most: int) -> None:
        """Say how many decimals are taken."""
        super().__init__(f"{capitalised(what)} must have {most} decimals or fewer")


class AmountTooLargeError(BadInputError):
    """An amount so large is a slip of the hand."""

    def __init__(self, what: str, most: str) -> None:
        """Name the largest amount that is taken, with its unit."""
        super().__init__(f"{capitalised(what)} must be {most} or less")


class NotAWholeNumberError(BadInputError):
    """Plants and people are counted in whole numbers."""

    def __init__(self, what: str) -> None:
        """Ask for digits without a decimal point."""
        super().__init__(f"{capitalised(what)} must be a whole number, such as 3")


class NeedNotRegistrableError(BadInputError):
    """The scheme registers no such need."""

    def __init__(self, *, need: str, least: str, most: str) -> None:
        """Show the need and both limits, in grams a day."""
        super().__init__(
            f"Need must be from {least} to {most} grams a day to be registered, "
            f"and this is {need}"
        )


class WeightUnitError(BadInputError):
    """A weight in another unit is asked about, never guessed."""

    def __init__(self, what: str, typed: str, grams: str) -> None:
        """Say what it would be in grams."""
        super().__init__(
            f"{capitalised(what)} is taken in grams: {typed} is about {grams} g. "
            "Weigh it again, or type it in grams"
        )


class WeightShapeError(BadInputError):
    """A weight is typed as its form, an equals sign and grams."""

    def __init__(self) -> None:
        """Show the shape."""
        super().__init__(
            "What is held must be a form and its grams, such as dried=420 or fresh=300"
        )


class UnknownChoiceError(BadInputError):
    """What was typed is none of the choices."""

    def __init__(self, what: str, choices: Sequence[str], nearest: str | None) -> None:
        """List the choices, and ask whether the nearest one was meant."""
        *most, last = choices
        listed = f"{', '.join(most)} or {last}" if most else last
        hint = "" if nearest is None else f". Did you mean {nearest}?"
        super().__init__(f"{capitalised(what)} must be {listed}{hint}")


class UnknownPolicyError(BadInputError):
    """There is no policy profile of that name."""

    def __init__(self, policies: Sequence[str]) -> None:
        """List the profiles that there are."""
        super().__init__(f"Policy must be one of: {', '.join(policies)}")


class PolicyNotTomlError(BadInputError):
    """A policy file is not TOML at all."""

    def __init__(self, reason: str) -> None:
        """Show where the reader stopped; a policy names nobody."""
        where = reason.rpartition("(at ")[2].rstrip(")") if "(at " in reason else ""
        place = f" at {where}" if where else ""
        super().__init__(
            f"Policy file cannot be read as TOML{place}: compare it with uk-55g.toml"
        )


class PeriodMissingError(BadInputError):
    """A site that is used indoors and outdoors in turn has two plant limits."""

    def __init__(self) -> None:
        """Ask which period the plants were counted in."""
        super().__init__(
            "Say whether the plants were counted in the indoor or the outdoor period"
        )


class PeriodNotInSettingError(BadInputError):
    """The period is not one that the setting has."""

    def __init__(self, *, period: str, setting: str) -> None:
        """Name both."""
        super().__init__(
            f"Period {period} does not go with the setting {setting}: "
            "leave it out, or choose the setting both"
        )
