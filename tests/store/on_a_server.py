"""What tests do with a register on a server, and with the server below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import URL, create_engine, text

from amnesty.domain.searched import Query
from db.audit.replaying import replay
from db.engines.address import parse_server_url
from db.engines.server import read_server
from db.upkeep.backup import write_backup
from db.upkeep.restoring import Restorer, restore_backup
from tests.store.office import FixedClock, Office, note

if TYPE_CHECKING:
    from pathlib import Path

    from amnesty.domain.registration import Registration
    from db.upkeep.refilling import Restored

MADE_AT = "2026-11-24T09:30:00+00:00"


def back_up(office: Office, file: Path) -> Path:
    """Make a backup, and close the register."""
    write_backup(office.open("nerys"), file, made_at=MADE_AT)
    office.stack.close()
    return file


def database_of(office: Office) -> str:
    """Return the name of the database that a folder names."""
    server = read_server(office.folder)
    assert server is not None
    return str(parse_server_url(server.url).database)


def schema_of(office: Office) -> str:
    """Return the name of the schema that a folder names."""
    server = read_server(office.folder)
    assert server is not None
    return server.schema


def schemas(owner: URL) -> set[str]:
    """Return the schemas of registers in a database."""
    asked = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'amnesty_%'"
    return set(run(owner, asked))


def run(owner: URL, statement: str) -> list[str]:
    """Run a statement as the owner, and return its first column."""
    engine = create_engine(owner)
    try:
        with engine.begin() as connection:
            found = connection.execute(text(statement))
            return [str(row[0]) for row in found] if found.returns_rows else []
    finally:
        engine.dispose()


def restore(
    office: Office,
    file: Path,
    owner: URL | None,
    *names: str,
    reason: str | None = None,
) -> Restored:
    """Restore as two people."""
    first, second = (
        Restorer(name=name, passphrase=office.passphrase(name))
        for name in names or ("idris", "nerys")
    )
    return restore_backup(
        file,
        office.folder,
        (first, second),
        clock=FixedClock(),
        database=owner,
        reason=reason,
    )


def found(office: Office, word: str) -> int:
    """Return how many patients have a word in their name."""
    with office.open("kofi").transaction() as transaction:
        note(transaction)
        return transaction.find(Query(names=(word,)), limit=9).total


def register_another(office: Office, draft: Registration) -> None:
    """Register somebody after the backup, and close the register."""
    with office.open("bronwen").transaction() as transaction:
        transaction.add_registration(draft)
        note(transaction)
    office.stack.close()


def require_sound(office: Office) -> None:
    """Everybody signs in, and every row follows from the log."""
    for name in ("bronwen", "nerys", "padraig", "linh"):
        assert office.open(name).member.name == name
    with office.open("idris").transaction() as transaction:
        assert replay(transaction).differences == ()
        note(transaction)
    office.stack.close()
