"""What PostgreSQL undoes is done again as a whole, and kept once."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from amnesty.errors.server import UndoneByServerError
from amnesty.repeating import TRIES
from amnesty.services.desk import Desk
from amnesty.services.registrations.registering import read_answers, register_patient
from db.audit.replaying import replay
from db.engines.address import parse_server_url
from db.engines.server import engine_on, read_server
from tests.faults.trials.judging import counted
from tests.faults.trials.work import TickingClock, people
from tests.store.office import note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from amnesty.domain.registration import Application
    from tests.store.office import Office
    from tests.store.postgres import Postgres

pytestmark = pytest.mark.parametrize("office", ["server"], indirect=True)

UNDO = """
CREATE SEQUENCE undone;
CREATE FUNCTION undo() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF nextval('{schema}.undone') <= {times} THEN
    RAISE EXCEPTION USING ERRCODE = '{state}';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER undo AFTER INSERT ON registration
  DEFERRABLE INITIALLY {when} FOR EACH ROW EXECUTE FUNCTION undo();
"""
"""The sequence goes on when the rest is undone."""


@pytest.fixture
def owner(office: Office, postgres: Postgres) -> Iterator[Engine]:
    """Return an engine of the database's owner on the register's schema."""
    server = read_server(office.folder)
    assert server is not None
    database = parse_server_url(server.url).database
    assert database is not None
    engine = engine_on(postgres.url(database), server, wait=30, lock=False)
    yield engine
    engine.dispose()


@pytest.fixture
def waited() -> list[float]:
    """Return where pauses are taken down."""
    return []


@pytest.fixture
def desk(office: Office, waited: list[float]) -> Desk:
    """Return a clerk's desk."""
    register = office.open("bronwen", wait=30)
    return Desk(
        register=register,
        clock=TickingClock(),
        chance=os.urandom,
        pause=waited.append,
    )


@pytest.fixture
def applied(desk: Desk) -> Application:
    """Return what somebody applies for."""
    return read_answers(desk, next(people(1)))


def undo(owner: Engine, office: Office, *, times: int, state: str, when: str) -> None:
    """Have the server undo the next registrations, as it undoes what conflicts."""
    server = read_server(office.folder)
    assert server is not None
    told = UNDO.format(schema=server.schema, times=times, state=state, when=when)
    with owner.begin() as connection:
        connection.exec_driver_sql(told)


def is_kept_once(office: Office) -> bool:
    """Return whether there is one registration, in a register that is whole."""
    register = office.open("idris")
    with register.transaction() as transaction:
        assert replay(transaction).differences == ()
        note(transaction)
    return counted(register)["registered"] == 1


@pytest.mark.parametrize("when", ["IMMEDIATE", "DEFERRED"])
@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_what_is_undone_twice_is_kept_the_third_time(
    *,
    office: Office,
    owner: Engine,
    desk: Desk,
    applied: Application,
    waited: list[float],
    state: str,
    when: str,
) -> None:
    """At a statement or at the commit: the whole act is done again."""
    undo(owner, office, times=2, state=state, when=when)
    register_patient(desk, applied)
    assert len(waited) == 2
    assert is_kept_once(office)


def test_what_is_undone_every_time_is_told(
    *,
    office: Office,
    owner: Engine,
    desk: Desk,
    applied: Application,
    waited: list[float],
) -> None:
    """After a few tries it is given up, with nothing kept."""
    undo(owner, office, times=99, state="40001", when="IMMEDIATE")
    with pytest.raises(UndoneByServerError, match="Nothing was kept"):
        register_patient(desk, applied)
    with owner.begin() as connection:
        tries = connection.exec_driver_sql("SELECT last_value FROM undone").scalar()
    assert tries == TRIES == len(waited) + 1
    assert not is_kept_once(office)


def test_of_two_that_wait_for_each_other_both_are_kept(
    *,
    office: Office,
    owner: Engine,
    desk: Desk,
    applied: Application,
    waited: list[float],
) -> None:
    """A real deadlock: the server undoes ours, the other ends, ours is done again."""
    name = owner.url.database
    with owner.begin() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET deadlock_timeout = 50")
    desk.register.opened()[0].dispose()  # type: ignore[attr-defined] # a register of ours
    is_begun, other = Event(), owner.connect()
    other.exec_driver_sql("SET deadlock_timeout = '30s'")
    other.exec_driver_sql("LOCK TABLE registration IN ACCESS EXCLUSIVE MODE")

    def begun(*_: object) -> None:
        is_begun.set()

    event.listen(desk.register.opened()[0], "begin", begun)  # type: ignore[attr-defined] # a register of ours
    with ThreadPoolExecutor() as threads:
        ours: Callable[[], object] = threads.submit(
            register_patient, desk, applied
        ).result
        assert is_begun.wait(timeout=30)
        other.exec_driver_sql("UPDATE head SET version = version")
        other.commit()
        ours()
    other.close()
    assert len(waited) == 1
    assert is_kept_once(office)
