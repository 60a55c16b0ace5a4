"""What is wrong with the register's files, on the disk or inside.

The leaves, each a kind of `StoreError`; records and accounts have
`amnesty.errors.store`::

    the folder      RegisterMissingError · RegisterExistsError · NetworkFolderError
    the register    RegisterDamagedError · NotARegisterError · SqliteTooOldError
                    RegisterClosedError · RowAlteredError · RowsNotMovedError
    its version     OlderSchemaError · AnotherSchemaError · NothingToUpgradeError
                    CopyKeptError
    at the moment   RegisterBusyError · DiskFullError · RegisterReadOnlyError
                    RegisterFailedError
    the key file    KeyFileMissingError · KeyFileDamagedError · KeyFileVersionError
                    KeyFileOfAnotherError
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


class RegisterMissingError(StoreError):
    """The folder holds no register."""

    def __init__(self, folder: Path) -> None:
        """Name the folder and say how a register is made."""
        super().__init__(
            f"There is no register in {folder}. Check the folder, "
            "or make a register with: amnesty init"
        )


class RegisterExistsError(StoreError):
    """A register is never made over another one."""

    def __init__(self, folder: Path) -> None:
        """Name the folder."""
        super().__init__(
            f"There is a register, or a part of one, in {folder} already. "
            "Nothing was changed. Choose another folder."
        )


class RegisterDamagedError(StoreError):
    """The register's file, or something in it, is not as it was written."""

    def __init__(self, what: str) -> None:
        """Say which part, as `file` or `log`; never what it held."""
        super().__init__(
            f"The register's {what} is damaged. Stop working with it, keep the folder "
            "as it is and restore the register from its last backup."
        )


class NotARegisterError(StoreError):
    """The file in the register's place is something else."""

    def __init__(self, file: Path) -> None:
        """Name the file."""
        super().__init__(
            f"{file} is not a register's file. Restore the register from its last "
            "backup, or choose another folder."
        )


class AnotherSchemaError(StoreError):
    """Another version of the program made the register or has changed it since."""

    def __init__(self, *, found: str, expected: str) -> None:
        """Say which version the register has and which one this program reads."""
        super().__init__(
            f"This register has schema {found} and this program works with schema "
            f"{expected}. Use the version of the program that the register was last "
            "opened with."
        )


class OlderSchemaError(StoreError):
    """An earlier version of the program made the register, and it can be carried on."""

    def __init__(self, *, found: str, expected: str) -> None:
        """Say who carries it on, and how."""
        super().__init__(
            f"This register was made by an earlier version of the program (schema "
            f"{found}; this one works with {expected}). A supervisor carries it on, "
            "once, with: amnesty upgrade"
        )


class NothingToUpgradeError(StoreError):
    """The register is of this version already."""

    def __init__(self, schema: str) -> None:
        """Say that all is well."""
        super().__init__(
            f"This register has schema {schema} already: there is nothing to upgrade."
        )


class CopyKeptError(StoreError):
    """A copy from before an earlier attempt is in the way."""

    def __init__(self, copy: Path) -> None:
        """Say where it is: it may be the only good one."""
        super().__init__(
            f"There is a copy from before an upgrade already: {copy}. Move it away "
            "when you no longer need it, and try again."
        )


class SqliteTooOldError(StoreError):
    """SQLite 3.7.0 to 3.51.2 can lose what was committed (the WAL-reset bug)."""

    def __init__(self, *, found: str, needed: str) -> None:
        """Name both versions."""
        super().__init__(
            f"This machine's SQLCipher has SQLite {found}, which can damage a "
            f"register. Install sqlcipher3 with SQLite {needed} or later."
        )


class NetworkFolderError(StoreError):
    """Locks do not hold on a network folder, so two clerks would damage the file."""

    def __init__(self, folder: Path, kind: str) -> None:
        """Name the folder and what kind of network folder it is."""
        super().__init__(
            f"{folder} is a network folder ({kind}), where a register would be "
            "damaged. Choose a folder on this machine's own disk."
        )


class RegisterBusyError(StoreError):
    """Another program, or another person, is writing for longer than we wait."""

    def __init__(self) -> None:
        """Say that nothing was kept."""
        super().__init__(
            "The register is in use by someone else just now. Nothing was kept: "
            "wait a moment and try again."
        )


class DiskFullError(StoreError):
    """There is no room to write."""

    def __init__(self) -> None:
        """Say that nothing was kept."""
        super().__init__(
            "The disk is full. Nothing was kept: make room on the disk and try again."
        )


class DiskFailedError(StoreError):
    """The disk did not give or take what it was asked to."""

    def __init__(self) -> None:
        """Say what it may be: on a full one SQLite cannot always tell."""
        super().__init__(
            "The disk of the register did not do what it was asked: it may be full, or "
            "failing. Nothing was kept: make room on it and try again; if it happens "
            "twice, have the disk looked at."
        )


class RegisterReadOnlyError(StoreError):
    """The file or its folder may not be written."""

    def __init__(self) -> None:
        """Say what to change."""
        super().__init__(
            "The register is not where it was, or may not be written. Check that its "
            "folder is there and that you may write to it and to every file in it."
        )


class RegisterFailedError(StoreError):
    """The database refused; its own words could quote a record, so they stay inside."""

    def __init__(self, code: str) -> None:
        """Give the database's code, which says nothing of anybody."""
        super().__init__(
            f"The register could not do this ({code}). Nothing was kept: try again, "
            "and tell whoever looks after the register if it happens twice."
        )


class RegisterClosedError(StoreError):
    """The register was closed and its keys are gone."""

    def __init__(self) -> None:
        """Say how to go on."""
        super().__init__("The register is closed. Sign in again.")


class KeyFileMissingError(StoreError):
    """Without its key file a register cannot be opened by anybody."""

    def __init__(self, file: Path) -> None:
        """Name the file and the two ways to get it back."""
        super().__init__(
            f"The key file {file} is missing. Copy it back from where it was moved to, "
            "or open the register with the recovery code, which writes it again."
        )


class KeyFileDamagedError(StoreError):
    """The key file is not as it was written; the passphrase may well be right."""

    def __init__(self, file: Path) -> None:
        """Name the file, and say that it is not the passphrase."""
        super().__init__(
            f"The key file {file} is damaged; your passphrase is not the reason. "
            "Copy it back from a backup, or open the register with the recovery code, "
            "which writes it again."
        )


class KeyFileOfAnotherError(StoreError):
    """The key file beside a register is another register's."""

    def __init__(self, file: Path) -> None:
        """Name the file; the register itself may well be sound."""
        super().__init__(
            f"{file} is of another register, so it cannot open this one. Put back the "
            "key file of this register. Nothing was changed."
        )


class KeyFileVersionError(StoreError):
    """Another version of the program wrote the key file."""

    def __init__(self, file: Path, found: str) -> None:
        """Name the file and the format it has."""
        super().__init__(
            f"The key file {file} has the format {found}, which this program does not "
            "read. Use the version of the program that wrote it."
        )


class RowAlteredError(StoreError):
    """A sealed row does not open under its key and its clear columns."""

    def __init__(self, table: str) -> None:
        """Name the table; never whose row it is."""
        super().__init__(
            f"A record in the register (table {table}) was altered outside the "
            "program, or is damaged. It was not opened. Tell whoever looks after the "
            "register."
        )


class RowsNotMovedError(StoreError):
    """A rotation of keys moved all but the rows that no key opens."""

    def __init__(self, damaged: int, *, moved: int) -> None:
        """Say how many stayed behind, and how they are found."""
        super().__init__(
            f"{moved} rows were moved to the new keys; {damaged} do not open, because "
            "they were altered outside the program or are damaged, and stayed as they "
            "are. The old keys stay too. See which: amnesty doctor --deep"
        )
