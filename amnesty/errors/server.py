"""What can be wrong with a PostgreSQL server that keeps a register.

The leaves::

    reaching it     ServerGoneError · ServerRefusedError · ServerFullError
                    ServerWithoutTlsError · ServerNotProvenError
                    ServerNameError · RootCertificateError
    what it is      ServerTooOldError · ServerEncodingError · ServerReadOnlyError
                    ServerDiskFullError · ServerRightError
    which it is     DatabaseFileDamagedError · OwnerNeededError · NotOnAServerError
                    AnotherDatabaseError · SchemaKeptError
    while it works  OutcomeUnknownError · KeptAfterAllError
                    RepeatableError: ServerGoneError · UndoneByServerError
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


class RepeatableError(StoreError):
    """Nothing was kept, for no fault of the act: done again as a whole it may be."""


class UndoneByServerError(RepeatableError):
    """The server undid the act, because another one stood in its way."""

    def __init__(self) -> None:
        """Say that nothing was kept; it was tried more than once by then."""
        super().__init__(
            "The database server undid this several times, because of other work in "
            "the same database. Nothing was kept: wait a moment and try again."
        )


class OutcomeUnknownError(StoreError):
    """The server went away while an act was being kept, and cannot be asked."""

    def __init__(self, sequence: int) -> None:
        """Say that it is not known, and how it is found out."""
        super().__init__(
            "The database server went away at the moment of keeping this, and does "
            "not answer yet: it is not known whether it was kept. When it answers "
            "again, look at the record before you do it once more. An auditor finds "
            f"it as entry {sequence} of the audit log, if it was kept."
        )
        self.sequence = sequence


class KeptAfterAllError(StoreError):
    """What is being done again was kept the first time, which nobody could tell."""

    def __init__(self, sequence: int) -> None:
        """Say that the first was kept, and the second was not."""
        super().__init__(
            "What you did before the database server went away was kept after all "
            f"(entry {sequence} of the audit log). It was not done a second time: "
            "find the record and go on from there."
        )
        self.sequence = sequence


class ServerGoneError(RepeatableError):
    """The server does not answer, or went away."""

    def __init__(self) -> None:
        """Say that nothing was kept, and what to do."""
        super().__init__(
            "The database server does not answer. Nothing was kept of what was just "
            "done. Check that it runs and can be reached, and try again."
        )


class ServerRefusedError(StoreError):
    """The server lets nobody in with what it was given."""

    def __init__(self) -> None:
        """Say what may be wrong."""
        super().__init__(
            "The database server refused the login. The register may have been moved "
            "or its logins changed: ask whoever looks after the server."
        )


class ServerTooOldError(StoreError):
    """The server is older than what the register needs."""

    def __init__(self, *, found: str, needed: str) -> None:
        """Say which version it is."""
        super().__init__(
            f"The database server is PostgreSQL {found}; a register needs {needed} "
            "or later."
        )


class ServerEncodingError(StoreError):
    """The database does not keep every letter."""

    def __init__(self, found: str) -> None:
        """Say which encoding it has."""
        super().__init__(
            f"The database has the encoding {found}. Make one with ENCODING 'UTF8' "
            "and name that."
        )


class ServerFullError(StoreError):
    """The server takes no more connections."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "The database server takes no more connections now. Try again in a "
            "moment, or have max_connections raised."
        )


class ServerWithoutTlsError(StoreError):
    """The server speaks in clear alone."""

    def __init__(self) -> None:
        """Say that nothing was sent, and whose work it is."""
        super().__init__(
            "The database server offers no TLS, so nothing was sent to it. Have TLS "
            "switched on there (ssl = on, with a certificate for its name)."
        )


class ServerNotProvenError(StoreError):
    """Nobody that is trusted vouches for the server's certificate, or not now."""

    def __init__(self) -> None:
        """Say that nothing was sent, and what may be wrong."""
        super().__init__(
            "The database server did not prove who it is, so nothing was sent to it: "
            "its certificate has expired, or sslrootcert names somebody else than who "
            "signed it. Have its certificate renewed, or name the right file."
        )


class ServerNameError(StoreError):
    """The server's certificate is for another name."""

    def __init__(self) -> None:
        """Say that nothing was sent, and what to compare."""
        super().__init__(
            "The database server's certificate is for another name than the address "
            "has, so nothing was sent to it. Write the name in the address that the "
            "certificate has, or have a certificate made for this one."
        )


class RootCertificateError(StoreError):
    """The file that says who vouches for the server is not there or not readable."""

    def __init__(self) -> None:
        """Say how it is named."""
        super().__init__(
            "The certificate of who vouches for the database server cannot be read. "
            "Name its file in the address: ?sslrootcert=FILE"
        )


class ServerReadOnlyError(StoreError):
    """The server takes nothing in."""

    def __init__(self) -> None:
        """Say what it may be."""
        super().__init__(
            "The database server takes no changes: it is a standby, or was set to "
            "read only. Nothing was kept. Ask whoever looks after the server which "
            "one takes changes now."
        )


class ServerDiskFullError(StoreError):
    """There is no room left where the server writes."""

    def __init__(self) -> None:
        """Say that nothing was kept, and where room is needed."""
        super().__init__(
            "The database server's disk is full. Nothing was kept: have room made on "
            "the server, and try again."
        )


class ServerRightError(StoreError):
    """The login may not do what was asked of it."""

    def __init__(self) -> None:
        """Say which login may."""
        super().__init__(
            "The database login may not do this, so nothing was changed. The register "
            "may have been moved; it is made, restored and upgraded by the login that "
            "owns it, with the right to make schemas in that database and to make "
            "roles."
        )


class OwnerNeededError(StoreError):
    """A job changes tables, which the logins of the staff may not."""

    def __init__(self, job: str) -> None:
        """Say how the owner is named."""
        super().__init__(
            f"This register is on a PostgreSQL server. Say how its owner reaches it: "
            f"amnesty {job} --database postgresql://LOGIN@HOST/DATABASE"
        )


class NotOnAServerError(StoreError):
    """A database was named for a register that is in a file."""

    def __init__(self) -> None:
        """Say what to leave out."""
        super().__init__(
            "This register is in a file of its folder, so leave --database out. "
            "`amnesty migrate-store` moves it to a server."
        )


class AnotherDatabaseError(StoreError):
    """A database was named that is not the one which the register's folder names."""

    def __init__(self, file: Path) -> None:
        """Name the file that says where the register is."""
        super().__init__(
            f"{file} names another database than --database does, so nothing was "
            "changed. Name that one; only if it is lost for good, move that file away "
            "and try again."
        )


class SchemaKeptError(StoreError):
    """A schema from before an earlier restore is in the way."""

    def __init__(self, schema: str) -> None:
        """Say which: it may be the only good one."""
        super().__init__(
            f"The database still has the schema {schema}, the register before an "
            f"earlier restore. When you no longer need it, have the server's owner "
            f"run: DROP SCHEMA {schema} CASCADE"
        )


class DatabaseFileDamagedError(StoreError):
    """The file that says where the database is cannot be read."""

    def __init__(self, file: Path) -> None:
        """Name the file."""
        super().__init__(
            f"{file} does not say where the register's database is. Put back a copy "
            "of it, which lies with every member of staff who signs in."
        )
