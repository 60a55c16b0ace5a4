"""What is wrong with an account, a passphrase or a record of the register.

The leaves; the register's files have `amnesty.errors.register`::

    StoreError        SlotAlteredError · GrantForgedError · HelperLostError
    ProgramFaultError EventMissingError · EventOfAnotherError
    BadInputError     WrongPassphraseError · WrongSecondPassphraseError
                      PassphraseTooShortError
                      AccountExistsError · RecoveryCodeShapeError
                      RecoveryCodeWrongError
    RuleBrokenError   AccountGrantedError · AlreadyRegisteredError · NumberTakenError
                      ChangedByAnotherError
    NotAllowedError   CompartmentClosedError · AccountNotGrantedError
    NotFoundError     NoSuchAccountError · NoSuchRegistrationError
                      NoSuchCertificateError
"""

from __future__ import annotations

from amnesty.errors import (
    BadInputError,
    NotAllowedError,
    NotFoundError,
    ProgramFaultError,
    RuleBrokenError,
    StoreError,
)


class SlotAlteredError(StoreError):
    """The key file says something else of an account than the register itself."""

    def __init__(self, account: str) -> None:
        """Name the account, and say why it stays shut."""
        super().__init__(
            f"The account {account} in the key file differs from the register's own "
            "staff table, so it was not opened. Somebody may have changed the key "
            "file: tell whoever looks after the register. The file is put right "
            "when another member of staff signs in."
        )


class GrantForgedError(StoreError):
    """An account's grant does not lead back to who founded the register."""

    def __init__(self, account: str) -> None:
        """Name the account."""
        super().__init__(
            f"The account {account} was not granted by a supervisor of this register: "
            "its signature does not hold. It was not opened. Somebody may have changed "
            "the staff table: tell whoever looks after the register."
        )


class EventMissingError(ProgramFaultError):
    """Nothing is kept and nothing is shown without an entry in the audit log."""

    def __init__(self) -> None:
        """Say that nothing was kept."""
        super().__init__(
            "Nothing was kept: this step of the program wrote no entry in the audit "
            "log. Tell whoever looks after the program."
        )


class EventOfAnotherError(ProgramFaultError):
    """An act is logged in the name of who signed in, and of nobody else."""

    def __init__(self) -> None:
        """Say that nothing was kept."""
        super().__init__(
            "Nothing was kept: this step of the program tried to write in the audit "
            "log in another person's name. Tell whoever looks after the program."
        )


class WrongPassphraseError(BadInputError):
    """The passphrase does not open this account."""

    def __init__(self) -> None:
        """Say that it is the passphrase, and nothing else, that is wrong."""
        super().__init__("This passphrase does not open this account: type it again")


class WrongSecondPassphraseError(BadInputError):
    """The passphrase of whoever stands by does not open their account."""

    def __init__(self, name: str) -> None:
        """Say whose passphrase it is: two people sign in."""
        super().__init__(
            f"This passphrase does not open the account of {name}, who stands by: "
            "they type it again"
        )


class PassphraseTooShortError(BadInputError):
    """A short passphrase is guessed by whoever holds a copy of the files."""

    def __init__(self, least: int) -> None:
        """Say how long it must be."""
        super().__init__(
            f"Passphrase must have at least {least} characters: "
            "four or more unrelated words are easy to remember"
        )


class AccountExistsError(BadInputError):
    """A name signs in to one account."""

    def __init__(self, name: str) -> None:
        """Repeat the name that was typed."""
        super().__init__(f"There is an account {name} already: choose another name")


class RecoveryCodeShapeError(BadInputError):
    """A group of the recovery code was misread or mistyped."""

    def __init__(self, *, groups: int, wrong: int | None) -> None:
        """Say which group to compare; None where groups are missing or too many."""
        super().__init__(
            f"Recovery code must have {groups} groups of 5 letters and digits"
            if wrong is None
            else f"Group {wrong} of the recovery code does not add up: "
            "compare it with the paper"
        )


class RecoveryCodeWrongError(BadInputError):
    """A recovery code that is well written, but not this register's."""

    def __init__(self) -> None:
        """Say that it is another one's."""
        super().__init__(
            "This recovery code does not open this register: "
            "check that it is this register's and its newest"
        )


class AccountGrantedError(RuleBrokenError):
    """An account is granted once."""

    def __init__(self, name: str) -> None:
        """Name the account."""
        super().__init__(f"The account {name} is granted already.")


class AlreadyRegisteredError(RuleBrokenError):
    """One patient has one registration that stands."""

    def __init__(self) -> None:
        """Say how the other one is found."""
        super().__init__(
            "A patient with this NHS, CHI or Health and Care number has a registration "
            "that stands. Find it by that number and go on with it."
        )


class NumberTakenError(RuleBrokenError):
    """A number of ours is given once."""

    def __init__(self, what: str) -> None:
        """Say what kind of number it is."""
        super().__init__(f"This {what} was given before, so nothing was kept.")


class ChangedByAnotherError(RuleBrokenError):
    """Someone else kept a change after this one was begun."""

    def __init__(self) -> None:
        """Say that nothing was overwritten, and what to do."""
        super().__init__(
            "Someone else changed this record while you had it open. Nothing was kept: "
            "open it again, look at what changed and make your change once more."
        )


class CompartmentClosedError(NotAllowedError):
    """The account holds no keys to this part of the register."""

    def __init__(self, compartment: str) -> None:
        """Name the part."""
        super().__init__(
            f"Your account does not hold the keys to this part of the register "
            f"({compartment})."
        )


class AccountNotGrantedError(NotAllowedError):
    """A proposed account holds no keys yet."""

    def __init__(self, name: str) -> None:
        """Say who can grant it."""
        super().__init__(
            f"The account {name} waits for a grant. "
            "Ask a supervisor to grant it, then sign in again."
        )


class NoSuchAccountError(NotFoundError):
    """No account has this name."""

    def __init__(self, name: str) -> None:
        """Repeat the name that was typed."""
        super().__init__(f"There is no account {name}. Check how the name is written.")


class NoSuchRegistrationError(NotFoundError):
    """No registration has this number."""

    def __init__(self, number: str) -> None:
        """Repeat the number that was typed."""
        super().__init__(f"There is no registration {number}. Check the number.")


class NoSuchCertificateError(NotFoundError):
    """No certificate has this number."""

    def __init__(self, number: str) -> None:
        """Repeat the number that was typed."""
        super().__init__(f"There is no certificate {number}. Check the number.")


class HelperLostError(StoreError):
    """A process that helped with an import ended before its work did."""

    def __init__(self) -> None:
        """Say that nothing was kept."""
        super().__init__(
            "A second process, which helps to keep many registrations at once, ended "
            "too early. Nothing was kept: try again, and close other programs if the "
            "computer is short of memory."
        )
