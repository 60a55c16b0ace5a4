"""What is wrong with the keys of the register, or with changing them.

The leaves::

    RuleBrokenError   RotationUnfinishedError · NothingToRetireError
                      StillHangsOnEpochError · FileUnderOldKeyError
                      LastSupervisorError · LastRecoveryError · RemovesOneselfError
    NotAllowedError   AccountLeftError · SessionEndedError
    BadInputError     NameOfLeaverError · KeyFileNeededError · KeyFileWrongError
                      SecondSecretError · PassphraseTooLongError
                      ShareMistypedError · SharesDifferError · TooFewSharesError
                      SharesWrongError
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.errors import (
    BadInputError,
    NotAllowedError,
    RuleBrokenError,
)

if TYPE_CHECKING:
    from pathlib import Path


class RotationUnfinishedError(RuleBrokenError):
    """A rotation follows another only when the keys before are destroyed."""

    def __init__(self, *, old: int, new: int) -> None:
        """Say which epochs stand side by side, and what ends that."""
        super().__init__(
            f"The keys of epoch {old} stand beside those of epoch {new}. Finish that "
            "rotation first: amnesty keys rewrap, then amnesty keys retire."
        )


class NothingToRetireError(RuleBrokenError):
    """There is one epoch, which is in use."""

    def __init__(self, epoch: int) -> None:
        """Name the epoch."""
        super().__init__(
            f"All keys are of epoch {epoch}, which is in use: there are no older keys "
            "to destroy. New ones are made with: amnesty keys rotate"
        )


class StillHangsOnEpochError(RuleBrokenError):
    """Something still opens with the older keys alone."""

    def __init__(self, *, epoch: int, rows: int) -> None:
        """Say how much, and what moves it over."""
        super().__init__(
            f"{rows} rows still need the keys of epoch {epoch}, so they were not "
            "destroyed. Run amnesty keys rewrap first."
        )


class FileUnderOldKeyError(RuleBrokenError):
    """The database file itself still opens with the older key."""

    def __init__(self, epoch: int) -> None:
        """Say when it can be moved over."""
        super().__init__(
            f"The register's file still opens with the key of epoch {epoch}, so that "
            "key was not destroyed. Have everybody else sign out, then run: "
            "amnesty keys rewrap"
        )


class LastSupervisorError(RuleBrokenError):
    """Without a supervisor nobody can decide, grant or change keys."""

    def __init__(self, name: str) -> None:
        """Name the account that stays."""
        super().__init__(
            f"{name} is the last supervisor, so the account stays. "
            "Grant another supervisor first."
        )


class LastRecoveryError(RuleBrokenError):
    """Without a way to recover, lost passphrases are a lost register."""

    def __init__(self, name: str) -> None:
        """Name what stays."""
        super().__init__(
            f"The {name} is the last way to recover this register, so it stays. "
            "Make recovery shares first: amnesty keys shares"
        )


class RemovesOneselfError(RuleBrokenError):
    """Whoever leaves is removed by somebody who stays."""

    def __init__(self) -> None:
        """Say who does it."""
        super().__init__(
            "You cannot remove your own account. Ask another supervisor to do it."
        )


class AccountLeftError(NotAllowedError):
    """The account was removed while its owner had the register open, or before."""

    def __init__(self, name: str) -> None:
        """Name the account."""
        super().__init__(
            f"The account {name} was removed, so nothing more can be done with it. "
            "Nothing was kept. Ask a supervisor if this is a mistake."
        )


class SessionEndedError(NotAllowedError):
    """All sessions of the account were ended, this one with them."""

    def __init__(self, name: str) -> None:
        """Say whose, and how to go on."""
        super().__init__(
            f"The open sessions of {name} were ended, by themselves or by a "
            "supervisor. Sign in again; what you saved is kept."
        )


class NameOfLeaverError(BadInputError):
    """A name stands for one person for ever: the log goes by it."""

    def __init__(self, name: str) -> None:
        """Repeat the name that was typed."""
        super().__init__(
            f"There was an account {name}, whose owner left: "
            "choose another name, so that the log is never read wrongly"
        )


class KeyFileNeededError(BadInputError):
    """The account opens with a passphrase and a key file together."""

    def __init__(self, name: str) -> None:
        """Say how the key file is named."""
        super().__init__(
            f"The account {name} needs its key file besides the passphrase: name it "
            "with --key-file FILE or in AMNESTY_KEY_FILE"
        )


class SecondSecretError(BadInputError):
    """Passphrase and key file together do not open the account."""

    def __init__(self) -> None:
        """Say no more than that: which of the two is right is nobody's business."""
        super().__init__(
            "This passphrase and this key file together do not open this account: "
            "check both"
        )


class KeyFileWrongError(BadInputError):
    """What was named is no key file of ours."""

    def __init__(self, file: Path, why: str) -> None:
        """Name the file and what is wrong with it."""
        super().__init__(f"{file} is no key file of this program: {why}")


class PassphraseTooLongError(BadInputError):
    """Nobody types that much; it is some other text."""

    def __init__(self, most: int) -> None:
        """Say how long it may be."""
        super().__init__(f"Passphrase must have at most {most} bytes: choose less")


class ShareMistypedError(BadInputError):
    """A word of a share was misread or mistyped."""

    def __init__(self, *, place: int, word: int | None) -> None:
        """Say which share to compare, and the place of a word that is wrong."""
        which = (
            "does not add up: compare its words, and their order, with the paper"
            if word is None
            else f"has a word that no share has, word {word}: compare it with the paper"
        )
        super().__init__(f"Recovery share {place} {which}")


class SharesDifferError(BadInputError):
    """Shares of two sets do not go together."""

    def __init__(self) -> None:
        """Say how sets are told apart."""
        super().__init__(
            "These recovery shares are of different sets: use three whose first two "
            "words are the same"
        )


class TooFewSharesError(BadInputError):
    """Three different shares are needed."""

    def __init__(self, *, given: int, needed: int) -> None:
        """Say how many there are."""
        super().__init__(
            f"{needed} different recovery shares are needed, and {given} "
            f"{'was' if given == 1 else 'were'} given"
        )


class SharesWrongError(BadInputError):
    """Shares that are whole, but not of this register's newest set."""

    def __init__(self) -> None:
        """Say what to check."""
        super().__init__(
            "These recovery shares do not open this register: "
            "check that they are this register's and of its newest set"
        )


class PassphraseGuessableError(BadInputError):
    """A passphrase is in the lists that whoever guesses begins with."""

    def __init__(self) -> None:
        """Say what a better one is."""
        super().__init__(
            "This passphrase is easily guessed: it is in lists of stolen passwords, or "
            "made of such. Take four or five unrelated words."
        )
