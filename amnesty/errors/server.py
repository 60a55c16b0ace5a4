"""What can be wrong with a PostgreSQL server that keeps a register.

The leaves::

    BadInputError   DatabaseAddressError · HostHiddenError
                    PasswordInAddressError · WeakTlsError
    StoreError      ServerRefusedError · ServerTooOldError · ServerEncodingError
                    ServerFullError · NotOnAServerError · DatabaseFileDamagedError
                    OutcomeUnknownError · KeptAfterAllError
      RepeatableError   ServerGoneError · UndoneByServerError
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.errors import BadInputError, StoreError

if TYPE_CHECKING:
    from pathlib import Path


class DatabaseAddressError(BadInputError):
    """The address of a database cannot be read."""

    def __init__(self) -> None:
        """Say what one looks like."""
        super().__init__(
            "This is no address of a PostgreSQL database. Write it as "
            "postgresql://LOGIN@HOST/DATABASE, and several servers as "
            "postgresql://LOGIN@/DATABASE?host=HOST,HOST&port=PORT,PORT"
        )


class HostHiddenError(BadInputError):
    """An address leads to another server than the one that can be read in it."""

    def __init__(self) -> None:
        """Say what to leave out."""
        super().__init__(
            "Leave hostaddr, service and servicefile out of the address: they lead to "
            "another server than the one it names. Name it with host=HOST."
        )


class PasswordInAddressError(BadInputError):
    """An address has a password in it, which others on the machine could read."""

    def __init__(self) -> None:
        """Say where the password belongs."""
        super().__init__(
            "Leave the password out of the address: others on this machine can read "
            "it there. Put it into PGPASSWORD or the file .pgpass."
        )


class WeakTlsError(BadInputError):
    """An address asks for a connection that does not prove who the server is."""

    def __init__(self) -> None:
        """Say what is needed."""
        super().__init__(
            "A server on another machine is reached with sslmode=verify-full alone. "
            "Leave sslmode out of the address, and name the certificate of who "
            "vouches for the server with sslrootcert=FILE."
        )


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


class NotOnAServerError(StoreError):
    """A job works on a file, and this register is on a server."""

    def __init__(self, job: str) -> None:
        """Say which job."""
        super().__init__(
            f"This register is on a PostgreSQL server, and `amnesty {job}` works on "
            "a register in a file alone. Use the server's own tools."
        )


class DatabaseFileDamagedError(StoreError):
    """The file that says where the database is cannot be read."""

    def __init__(self, file: Path) -> None:
        """Name the file."""
        super().__init__(
            f"{file} does not say where the register's database is. Put back a copy "
            "of it, which lies with every member of staff who signs in."
        )
