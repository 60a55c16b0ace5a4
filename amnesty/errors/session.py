"""What stands in the way of opening a register from the command line."""

from __future__ import annotations

from amnesty.errors import BadInputError


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
