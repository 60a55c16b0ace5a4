"""The migrations and the tables agree, forwards and backwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from amnesty.domain.staff import Compartment
from amnesty.errors.register import AnotherSchemaError
from db import migrations
from db.engines.engine import open_engine
from db.tables import METADATA, REVISION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

    from amnesty.domain.registration import Registration
    from tests.store.conftest import Office


@pytest.fixture
def engine(office: Office) -> Iterator[Engine]:
    """Return an engine on the register's file, below what keeps it."""
    with office.open("nerys").transaction() as transaction:
        key = transaction.access.keyring.keys(Compartment.COMMON).database
    engine = open_engine(office.folder / "register.db", key)
    yield engine
    engine.dispose()


def tables(connection: Connection) -> set[str]:
    """Return the names of all tables."""
    return set(inspect(connection).get_table_names())


def test_the_tables_are_those_that_the_migrations_make(engine: Engine) -> None:
    """Alembic finds nothing left to change, types included."""
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_the_program_works_with_the_newest_revision() -> None:
    """The revision that opening asks for is the last one that there is."""
    steps = ScriptDirectory(str(migrations.__path__[0]))
    assert steps.get_heads() == [REVISION]


def test_a_register_with_people_goes_down_and_up(
    office: Office,
    engine: Engine,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """Every step back is possible with data in the tables, and every step again."""
    keep(person("Ada Lord"))
    office.stack.close()
    with engine.begin() as connection:
        before = tables(connection)
        migrations.downgrade(connection, "base")
        assert tables(connection) == {"alembic_version"}
    with engine.begin() as connection:
        migrations.upgrade(connection)
        assert tables(connection) == before
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []


def test_a_step_that_fails_changes_nothing(engine: Engine) -> None:
    """A migration is one transaction: what it began is undone with it."""
    with engine.begin() as connection:
        before = tables(connection)

    def go_down_and_fail() -> None:
        with engine.begin() as connection:
            migrations.downgrade(connection, "base")
            raise LookupError(tables(connection))

    with pytest.raises(LookupError):
        go_down_and_fail()
    with engine.begin() as connection:
        assert tables(connection) == before


def test_a_register_without_tables_is_not_opened(
    office: Office, engine: Engine
) -> None:
    """A register that was taken back to nothing is told as another schema."""
    with engine.begin() as connection:
        migrations.downgrade(connection, "base")
    with pytest.raises(AnotherSchemaError, match="schema none"):
        office.open("bronwen")
