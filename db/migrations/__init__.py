"""The steps by which a register's tables come to be, and change.

Alembic costs more than half a second to import, so it is imported only where a register
is made or changed: opening one reads its revision by a plain query.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the tables to a revision, in the connection's own transaction."""
    from alembic import command  # noqa: PLC0415 # see the module's docstring

    command.upgrade(_config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Take the tables back to a revision, `base` being none at all."""
    from alembic import command  # noqa: PLC0415 # see the module's docstring

    command.downgrade(_config(connection), revision)


def _config(connection: Connection) -> Config:
    from alembic.config import Config  # noqa: PLC0415 # see the module's docstring

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
