"""What can go wrong with a backup, and with putting one back.

The tree, below `StoreError`::

    the file        NotABackupError · BackupDamagedError · BackupVersionError
                    BackupExistsError
    its register    AnotherRegistersBackupError · BackupEpochGoneError
    putting back    OlderBackupError · SamePersonError · RegisterOpenError
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


class NotABackupError(StoreError):
    """A file is no backup of ours."""

    def __init__(self, file: Path) -> None:
        """Name the file."""
        super().__init__(f"{file} is not a backup of a register. Choose another file.")


class BackupDamagedError(StoreError):
    """A backup is not as it was written: cut short, altered, or lengthened."""

    def __init__(self, file: Path) -> None:
        """Name the file, and what to do instead."""
        super().__init__(
            f"The backup {file} is damaged or cut short, so nothing of it was used. "
            "Use another backup."
        )


class BackupVersionError(StoreError):
    """Another version of the program made the backup."""

    def __init__(self, file: Path, *, found: str, expected: str) -> None:
        """Say which version it has and which one this program reads."""
        super().__init__(
            f"The backup {file} has schema {found} and this program restores schema "
            f"{expected}. Restore it with the version of the program that made it."
        )


class BackupExistsError(StoreError):
    """A backup is never written over a file."""

    def __init__(self, file: Path) -> None:
        """Name the file that is in the way."""
        super().__init__(
            f"There is a file {file} already, and a backup replaces none. Choose "
            "another name."
        )


class AnotherRegistersBackupError(StoreError):
    """A backup belongs to another register than the keys."""

    def __init__(self, file: Path) -> None:
        """Name the file."""
        super().__init__(
            f"The backup {file} is of another register: these keys do not open it. "
            "Choose a backup of this register, or its own key files with --keys."
        )


class BackupEpochGoneError(StoreError):
    """A backup was sealed under keys that were destroyed since."""

    def __init__(self, file: Path, epoch: int) -> None:
        """Say that it cannot be read any more, which is meant to be so."""
        super().__init__(
            f"The backup {file} was sealed under keys of epoch {epoch}, which you do "
            "not hold: they were destroyed, so that what was erased since stays "
            "erased. Use a newer backup."
        )


class OlderBackupError(StoreError):
    """A backup lacks what the register has."""

    def __init__(self, *, missing: int) -> None:
        """Say how much would be lost, and how to do it knowingly."""
        events = "1 event" if missing == 1 else f"{missing} events"
        super().__init__(
            f"The backup is older than the register: {events} of the register are "
            "not in it and would be lost. Use a newer backup, or restore it knowingly "
            "with --older and --reason."
        )


class SamePersonError(StoreError):
    """One person gave both passphrases."""

    def __init__(self) -> None:
        """Say that two people put a backup back."""
        super().__init__(
            "Two people restore a backup together: name another member of staff as "
            "the second."
        )


class RegisterOpenError(StoreError):
    """Somebody else has the register open."""

    def __init__(self) -> None:
        """Say that they have to close it first."""
        super().__init__(
            "Somebody has the register open. Have everybody close it, and try again."
        )
