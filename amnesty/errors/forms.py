"""What is wrong with a registration form or file as a whole, or with one choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Sequence


class NotAChoiceError(BadInputError):
    """The answer is none of the choices."""

    def __init__(self, label: str, words: Sequence[str]) -> None:
        """List what can be chosen."""
        super().__init__(f"{label} must be one of: {', '.join(words)}")


class NotRegistrationFileError(BadInputError):
    """The file is not JSON of the shape that `amnesty register --schema` prints."""

    def __init__(self) -> None:
        """Say how to see the shape."""
        super().__init__(
            "This is not a registration file: it must be JSON, whole, as "
            "“amnesty register --schema” describes it."
        )


class EmptyListError(BadInputError):
    """A list of registrations has none."""

    def __init__(self) -> None:
        """Say what a list looks like."""
        super().__init__(
            "The list has no registration: each stands on a line of its own, as "
            "“amnesty register --schema” describes it."
        )


class RegistrationFileTooLargeError(BadInputError):
    """No registration is that long."""

    def __init__(self, most_kilobytes: int) -> None:
        """Say how long a file may be."""
        super().__init__(
            f"The registration file is too large: {most_kilobytes} KB is the most. "
            "Each patient has a file."
        )


class KeyTwiceError(BadInputError):
    """An object of the file has one key twice."""

    def __init__(self, key: str) -> None:
        """Name the key, shortened if it is long."""
        super().__init__(
            f"The registration file has “{key[:60]}” twice in one place: take one away."
        )


class KeyMisplacedError(BadInputError):
    """A key that could pass for the path of another field."""

    def __init__(self, key: str) -> None:
        """Name the key, shortened if it is long."""
        super().__init__(
            f"The registration file has a key “{key[:60]}”: parts of a field's path "
            "are objects and lists, as “amnesty register --schema” describes them."
        )


class TrueOrFalseError(BadInputError):
    """True or false stands where a text belongs."""

    def __init__(self, path: str) -> None:
        """Say where."""
        super().__init__(
            f"{path}: this must be text in quotes, and it is true or false."
        )


class AccountNameError(BadInputError):
    """Semicolons part the names of accounts, so a name has none."""

    def __init__(self) -> None:
        """Say what to leave out."""
        super().__init__("Account name must not have a semicolon: leave it out")


class TelephoneError(BadInputError):
    """A telephone number has other characters, or too few or too many digits."""

    def __init__(self) -> None:
        """Say what a telephone number looks like."""
        super().__init__(
            "Telephone number must be 10 to 15 digits, as 01632 960 001 "
            "or +44 7700 900 982"
        )


class EmailError(BadInputError):
    """An email address has no @, or nothing on one side of it."""

    def __init__(self) -> None:
        """Show the form of an address."""
        super().__init__("Email address must be like name@example.com")


class UprnError(BadInputError):
    """A Unique Property Reference Number has at most 12 digits."""

    def __init__(self) -> None:
        """Say how many digits."""
        super().__init__("UPRN must be 1 to 12 digits")


class EvidenceTooLongError(BadInputError):
    """Evidence holds for 12 months at most."""

    def __init__(self, latest: str) -> None:
        """Say the latest day it can hold to."""
        super().__init__(
            "Valid to must be at most 12 months after the evidence was issued: "
            f"{latest} or before"
        )


class OrderOfDatesError(BadInputError):
    """One date must not be before another."""

    def __init__(self, later: str, earlier: str) -> None:
        """Name both dates."""
        super().__init__(f"{later} must be the same as or after {earlier}")


class NotTextValueError(BadInputError):
    """A number, true or false, or a list stands where a text belongs."""

    def __init__(self) -> None:
        """Say how a text is written."""
        super().__init__("Write it as text in quotes")


class NotAgreementFileError(BadInputError):
    """The file is not TOML."""

    def __init__(self) -> None:
        """Say which keys the file has."""
        super().__init__(
            "This is not an agreement file: it must be TOML with the keys reference, "
            "force, starts_on, ends_on and text."
        )
