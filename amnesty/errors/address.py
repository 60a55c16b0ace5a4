"""What is wrong with the address of a database.

The leaves, each a kind of `BadInputError`: DatabaseAddressError · HostHiddenError ·
PasswordInAddressError · WeakTlsError.
"""

from __future__ import annotations

from amnesty.errors import BadInputError


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
