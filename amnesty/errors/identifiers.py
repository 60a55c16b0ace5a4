"""What is wrong with a number or code that somebody typed.

The leaves, each a kind of `BadInputError`::

    NumberMissingError · NumberLengthError · NumberLookAlikeError
    NumberCharacterError · NumberKindError · NumberCheckError
    HealthNumberLengthError · HealthNumberCharacterError · HealthNumberCheckError
    HealthNumberRangeError · HealthNumberDateError
    PostcodeError · AuthorityCodeError · AuthorityKindError
"""

from __future__ import annotations

from amnesty.errors import BadInputError
from amnesty.errors.input import capitalised


class NumberMissingError(BadInputError):
    """Nothing was typed where a number is wanted."""

    def __init__(self, what: str) -> None:
        """Name what to enter, as `certificate number`."""
        super().__init__(f"Enter the {what}")


class NumberLengthError(BadInputError):
    """A number of ours has too few or too many characters."""

    def __init__(self, what: str, *, form: str, expected: int, found: int) -> None:
        """Show the form of the number and count what was typed."""
        super().__init__(
            f"{capitalised(what)} must have {expected} letters and digits, "
            f"as {form}, and this has {found}"
        )


class NumberLookAlikeError(BadInputError):
    """A number of ours never holds 0, O, 1, I or L."""

    def __init__(self, what: str, character: str, position: int) -> None:
        """Name the character and its place among letters and digits."""
        super().__init__(
            f"{capitalised(what)} never has 0, O, 1, I or L: "
            f"look again at {character}, letter or digit {position}"
        )


class NumberCharacterError(BadInputError):
    """A number of ours holds capital letters and digits only."""

    def __init__(self, what: str, character: str, position: int) -> None:
        """Name the character by its code point where it cannot be shown."""
        shown = character if character.isprintable() else f"U+{ord(character):04X}"
        super().__init__(
            f"{capitalised(what)} must have letters A to Z and digits only: "
            f"look again at {shown}, character {position}"
        )


class NumberKindError(BadInputError):
    """A number of one kind was typed where another is wanted."""

    def __init__(self, what: str, *, letter: str, found: str | None) -> None:
        """Say what the number is, where its first letter and check tell."""
        is_other = "" if found is None else f", and this is a {found}"
        super().__init__(f"{capitalised(what)} must begin with {letter}{is_other}")


class NumberCheckError(BadInputError):
    """A number's check character does not agree with the rest."""

    def __init__(self, what: str) -> None:
        """Ask to compare it with the paper: nobody knows which character is wrong."""
        super().__init__(
            f"{capitalised(what)} has a wrong or swapped character: "
            "compare it with the paper, one group at a time"
        )


class HealthNumberLengthError(BadInputError):
    """NHS, CHI and Health and Care numbers have 10 digits."""

    def __init__(self, found: int) -> None:
        """Hint at the zero that spreadsheets drop from a CHI number."""
        wanted = 10
        lost = ". A CHI number may have lost the 0 it begins with"
        hint = lost if found == wanted - 1 else ""
        super().__init__(
            f"NHS number must have {wanted} digits, and this has {found}{hint}"
        )


class HealthNumberCharacterError(BadInputError):
    """NHS, CHI and Health and Care numbers hold digits only."""

    def __init__(self) -> None:
        """Show an example, never the number."""
        super().__init__("NHS number must have digits only, as 999 123 4560")


class HealthNumberCheckError(BadInputError):
    """The last digit does not agree with the nine before it."""

    def __init__(self) -> None:
        """Ask to compare it with the letter that it was copied from."""
        super().__init__(
            "NHS number has a wrong or swapped digit: "
            "compare it with the letter or the card"
        )


class HealthNumberRangeError(BadInputError):
    """No health service of the United Kingdom has issued such a number."""

    def __init__(self, first: str) -> None:
        """Name the first digits, which tell the range."""
        super().__init__(
            f"NHS number begins with {first}, which was never issued: "
            "compare it with the letter or the card"
        )


class HealthNumberDateError(BadInputError):
    """A CHI number begins with a date of birth, and this is none."""

    def __init__(self) -> None:
        """Say what the first six digits are for."""
        super().__init__(
            "CHI number must begin with a real date as day, month and year, "
            "such as 270370"
        )


class PostcodeError(BadInputError):
    """This is not the shape of a postcode of the United Kingdom."""

    def __init__(self, what: str, hint: str | None) -> None:
        """Offer the postcode that looks most like what was typed, if there is one."""
        example = "such as SW1A 1AA" if hint is None else f"did you mean {hint}?"
        super().__init__(f"{capitalised(what)} must be a full UK postcode: {example}")
        self.hint = hint


class AuthorityCodeError(BadInputError):
    """An authority's code is one letter and 8 digits."""

    def __init__(self) -> None:
        """Say where such a code is found and what it looks like."""
        super().__init__(
            "Authority code must be a GSS code of one letter and 8 digits, "
            "such as E07000008"
        )


class AuthorityKindError(BadInputError):
    """Only local authorities that the scheme names may register patients."""

    def __init__(self, code: str, may_register: tuple[str, ...]) -> None:
        """List the beginnings of codes that may register."""
        *most, last = may_register
        super().__init__(
            f"Authority code {code} is not a council that may register: "
            f"its code begins with {', '.join(most)} or {last}"
        )
