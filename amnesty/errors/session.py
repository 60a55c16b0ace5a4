"""What stands in the way of opening a register from the command line."""

from __future__ import annotations

from amnesty.errors import (
    BadInputError,
    NotAllowedError,
    RuleBrokenError,
    StoreError,
)


class NoAccountNamedError(BadInputError):
    """Nobody said who opens the register."""

    def __init__(self) -> None:
        """Say how to name the account."""
        super().__init__("Name your account with --as NAME.")


class NoPassphraseError(BadInputError):
    """A passphrase is wanted, and there is no terminal to ask on."""

    def __init__(self, wanted: str, options: str) -> None:
        """Say which one, and how to hand it over."""
        super().__init__(f"{wanted}: there is no terminal to ask on. Use {options}.")


class OptionMissingError(BadInputError):
    """One option asks for another."""

    def __init__(self, given: str, missing: str) -> None:
        """Say which one is missing."""
        super().__init__(f"With {given}, give {missing} too.")


class PassphraseFileError(BadInputError):
    """The file with the passphrase is not there, or is not private."""

    def __init__(self, path: str, what: str) -> None:
        """Say what is wrong with the file."""
        super().__init__(f"The passphrase file {path} {what}.")


class FileNotReadableError(BadInputError):
    """A file that was named cannot be read."""

    def __init__(self, path: str, why: str) -> None:
        """Say which file, and what the system said."""
        super().__init__(f"The file {path} cannot be read: {why}.")


class FileNotWrittenError(BadInputError):
    """A file that was asked for cannot be written."""

    def __init__(self, path: str, why: str) -> None:
        """Say which file, and what the system said."""
        super().__init__(f"The file {path} cannot be written: {why}.")


class IssuedButNotWrittenError(BadInputError):
    """A certificate is issued and kept, and its page could not be written."""

    def __init__(self, number: str, why: str) -> None:
        """Say how to get the page all the same."""
        super().__init__(
            f"{why} Certificate {number} is issued and kept: "
            f"write its page with amnesty reprint {number} --out FILE.pdf, or a "
            "card's code with --out FILE.svg"
        )


class CardFileKindError(BadInputError):
    """A card's code is written as a picture or as its text."""

    def __init__(self, name: str) -> None:
        """Say which names there are."""
        super().__init__(
            f"{name} is no file for a card's code. End its name in .svg, .png or .txt."
        )


class NotConfirmedError(BadInputError):
    """What cannot be taken back is done only when somebody says yes."""

    def __init__(self) -> None:
        """Say how to say it without a terminal."""
        super().__init__(
            "Nothing was done, because nobody said yes. Without a terminal, read what "
            "is shown, then give --yes."
        )


class FolderNotEmptyError(BadInputError):
    """A folder that is to be filled has something in it."""

    def __init__(self, path: str) -> None:
        """Say which folder."""
        super().__init__(f"The folder {path} is not empty: name another one.")


class NoTerminalError(BadInputError):
    """The screens need a terminal."""

    def __init__(self) -> None:
        """Say what works without one."""
        super().__init__(
            "There is no terminal to draw on. Name a job instead: "
            "“amnesty --help” lists them."
        )


class SignInWaitError(BadInputError):
    """After wrong passphrases the next one waits, twice as long each time."""

    def __init__(self, seconds: int) -> None:
        """Say for how long."""
        how_long = f"{seconds} seconds" if seconds < 120 else f"{seconds // 60} minutes"  # noqa: PLR2004 - from two minutes on in minutes
        super().__init__(
            f"The last sign-in failed. Wait {how_long}, then try once more."
        )


class SignInLockedError(BadInputError):
    """After very many wrong passphrases a supervisor unlocks."""

    def __init__(self) -> None:
        """Say who helps."""
        super().__init__(
            "Too many sign-ins failed on this computer. A supervisor unlocks it here "
            "with: amnesty staff unlock NAME"
        )


class CodeNeededError(NotAllowedError):
    """The account signs in with a second step."""

    def __init__(self) -> None:
        """Say where the code comes from."""
        super().__init__(
            "This account needs the six-digit code of its authenticator too: "
            "give it with --code, or after the passphrase and a space."
        )


class CodeWrongError(NotAllowedError):
    """A code is not the one of this moment, or was used."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "That code is wrong or was used already. Wait for the next one, and see "
            "that this computer's clock is right."
        )


class PassphraseToChangeError(NotAllowedError):
    """A passphrase that was handed out is changed before anything else."""

    def __init__(self) -> None:
        """Say how."""
        super().__init__(
            "This passphrase was handed out to you. Choose your own first: "
            "amnesty keys passphrase"
        )


class SessionOverError(StoreError):
    """A session was idle too long, or lasts too long."""

    def __init__(self) -> None:
        """Say how to go on."""
        super().__init__("This session is over. Sign in again; what you saved is kept.")


class SignInAgainError(RuleBrokenError):
    """What was asked for wants the passphrase of a moment ago."""

    def __init__(self, act: str) -> None:
        """Say how to give it."""
        super().__init__(
            f"To {act}, type your passphrase again: lock the screen with Ctrl+L, "
            "unlock it, and do this once more. Nothing was done."
        )


class TriesNotCountedError(StoreError):
    """Failed sign-ins cannot be counted, so nobody signs in."""

    def __init__(self, path: str) -> None:
        """Say which file, and what to do."""
        super().__init__(
            f"The file {path}, in which failed sign-ins are counted, cannot be read or "
            "written. See that its folder can be written, or remove the file."
        )
