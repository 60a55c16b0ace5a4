"""A real encrypted register in a temporary folder, with one account of every role."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.searched import Found, Query
from amnesty.domain.staff import Role
from amnesty.services.trust.signing import Founding, make_signing_keys
from db.engines.address import without_login
from db.engines.server import read_server, write_server
from db.register import open_register
from tests.faults.trials.work import Desks, desks_of
from tests.store.listing import one_more
from tests.store.losing import Losing
from tests.store.on_a_server import run
from tests.store.postgres import Postgres, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import URL

    from amnesty.domain.registration import Registration
    from db.engines.server import Server
    from db.register import (
        Created,
        SqlRegister,
    )
from tests.store.office import (
    CHEAP,
    NOW,
    PEOPLE,
    FixedClock,
    Office,
    create_cheaply,
    note,
    with_everybody,
)

__all__ = [
    "CHEAP",
    "NOW",
    "PEOPLE",
    "FixedClock",
    "Office",
    "create_cheaply",
    "note",
    "with_everybody",
]


@pytest.fixture
def log() -> Callable[..., None]:
    """Return what logs an act in a transaction, as services do."""
    return note


@pytest.fixture
def create() -> Callable[..., Created]:
    """Return what makes another register."""
    return create_cheaply


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the folder of a register with all its accounts, and its recovery code."""
    folder = tmp_path_factory.mktemp("made") / "register"
    return folder, with_everybody(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Return a PostgreSQL server that runs."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def made_on_server(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str, str]:
    """Return the same for a register on a server, and the name of its database."""
    folder = tmp_path_factory.mktemp("made") / "on-server"
    database = postgres.make_database()
    code = with_everybody(folder, postgres.url(database))
    return folder, code, database


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Return a register of this test's own, with all its accounts.

    In a file, or on a server where the test's module asks for both.
    """
    own, after = tmp_path / "register", ExitStack()
    if getattr(request, "param", "file") == "file":
        folder, recovery_code = request.getfixturevalue("made")
        shutil.copytree(folder, own)
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        folder, recovery_code, template = request.getfixturevalue("made_on_server")
        shutil.copytree(folder, own)
        database = postgres.make_database(template)
        # Not all of them at the end, which takes longer than one test may.
        after.callback(postgres.drop_database, database)
        server = read_server(own)
        assert server is not None
        url = without_login(postgres.url(database))
        write_server(own, replace(server, url=url))
        if request.param == "open-server":
            open_to_all(postgres.url(database), server)
    office = Office(folder=own, recovery_code=recovery_code)
    with after, office.stack:
        yield office


def open_to_all(owner: URL, server: Server) -> None:
    """Let every login do everything with every table, as the owner could."""
    names = ", ".join(server.login(role) for role in Role)
    run(owner, f"GRANT ALL ON ALL TABLES IN SCHEMA {server.schema} TO {names}")


ON_BOTH = frozenset(
    {
        "test_accounts",
        "test_answers_for_police",
        "test_answers_list_nobody",
        "test_erasing",
        "test_for_the_replay",
        "test_guessing_in_parallel",
        "test_many_at_once",
        "test_moved_rows",
        "test_refused_when_opened",
        "test_sizes",
        "test_audit_log",
        "test_ending_sessions",
        "test_hand_ins",
        "test_hand_in_courses",
        "test_hand_in_refusals",
        "test_registrations",
        "test_restrictions_and_lists",
        "test_searching",
        "test_sealed_rows",
        "test_settings",
        "test_tokens",
        "test_typed_words_are_erased",
        "test_typos",
    }
)
"""The modules whose promises hold in a file and on a server alike."""

BELOW = frozenset({"test_no_grant_is_forged", "test_replaying"})
"""Those in which somebody does what a server's logins forbid: as its owner could."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the promises of the store on both kinds of database."""
    name = metafunc.module.__name__.rpartition(".")[2]
    if "office" in metafunc.fixturenames and name in ON_BOTH:
        metafunc.parametrize("office", ["file", "server"], indirect=True)
    elif "office" in metafunc.fixturenames and name in BELOW:
        metafunc.parametrize("office", ["file", "open-server"], indirect=True)


@pytest.fixture
def clerk(office: Office) -> SqlRegister:
    """Return the register as a clerk has it open."""
    return office.open("bronwen")


@pytest.fixture
def supervisor(office: Office) -> SqlRegister:
    """Return the register as a supervisor has it open."""
    return office.open("idris")


@pytest.fixture
def keep(clerk: SqlRegister) -> Callable[[Registration], Registration]:
    """Return what keeps a new registration, as a clerk does."""

    def keep_one(registration: Registration) -> Registration:
        with clerk.transaction() as transaction:
            kept = transaction.add_registration(registration)
            note(transaction, kept.id)
        return kept

    return keep_one


@pytest.fixture
def person(
    make_registration: Callable[[], Registration],
) -> Callable[..., Registration]:
    """Return what makes a draft of somebody with the given name, born when given."""

    def make(name: str, **patient: object) -> Registration:
        registration = make_registration()
        known = {"health_number": None, "also_known_as": (), **patient}
        changed = replace(
            registration.identity.patient,
            full_name=name,
            **known,  # type: ignore[arg-type] # fields of a patient, by name
        )
        return replace(
            registration, identity=replace(registration.identity, patient=changed)
        )

    return make


@pytest.fixture
def find(clerk: SqlRegister) -> Callable[..., Found]:
    """Return what finds by a query, as a clerk does."""

    def find_by(*, limit: int = 50, **asked: object) -> Found:
        with clerk.transaction() as transaction:
            found = transaction.find(Query(**asked), limit=limit)  # type: ignore[arg-type] # fields of a query, by name
            note(transaction)
        return found

    return find_by


@pytest.fixture
def names(find: Callable[..., Found]) -> Callable[..., list[str]]:
    """Return what finds names by words of a name."""

    def names_by(*typed: str, **asked: object) -> list[str]:
        return [one.full_name for one in find(names=typed, **asked).summaries]

    return names_by


@pytest.fixture
def write_tokens(clerk: SqlRegister) -> Callable[[], None]:
    """Return what writes the tokens that wait for their batch."""

    def write() -> None:
        with clerk.transaction() as transaction:
            transaction._write_batch()
            note(transaction)

    return write


@pytest.fixture
def desks(office: Office) -> Desks:
    """Return a clerk's desk and a supervisor's, open all along."""
    return desks_of(office.open)


@pytest.fixture
def founding(desks: Desks) -> Founding:
    """Return what was handed out when the register's keys were made."""
    return make_signing_keys(desks.supervisor)


@pytest.fixture
def issued(desks: Desks, founding: Founding) -> str:
    """Return the number of a certificate that the first key signed."""
    del founding
    return one_more(desks, 0)


@pytest.fixture
def at(
    office: Office, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Losing]:
    """Return what seats somebody at a desk that loses connections."""

    def seat(name: str) -> Losing:
        register = open_register(
            office.folder,
            name,
            office.passphrase(name),
            cost=CHEAP,
            pause=lambda _: None,
        )
        losing = Losing(monkeypatch, postgres, register)
        office.stack.callback(register.close)
        office.stack.callback(losing.find_again)
        return losing

    return seat
