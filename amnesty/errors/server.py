"""What can be wrong with a PostgreSQL server that keeps a register.

The leaves::

    BadInputError   DatabaseAddressError · PasswordInAddressError · WeakTlsError
    StoreError      ServerGoneError · ServerRefusedError · ServerTooOldError
                    ServerEncodingError · ServerFullError · NotOnAServerError
                    DatabaseFileDamagedError
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
            "postgresql://LOGIN@HOST/DATABASE"
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


class ServerGoneError(StoreError):
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
