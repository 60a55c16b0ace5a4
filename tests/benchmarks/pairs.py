"""The register beside its plain peer: both in files, or both on one PostgreSQL."""

from __future__ import annotations

import json
import os
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from peer import PLAIN
from sqlalchemy import URL, Engine, create_engine, event
from sqlcipher3 import dbapi2

from amnesty.domain.authority import Authority
from amnesty.domain.event import Event, Verb
from amnesty.domain.identifiers import DEMONSTRATION_GSS
from amnesty.domain.staff import Act
from amnesty.policies import DEFAULT_POLICY, load_policy
from db.engines.engine import PRAGMAS
from db.keyring.slots import Cost
from db.register import Scale, SqlRegister, create_register, open_register

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.store.postgres import running

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from amnesty.domain.registration import Registration
    from db.transaction import SqlTransaction

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CHEAP = Cost(memory_kib=16, iterations=1, lanes=1)
PASSPHRASE = "a made-up passphrase"


class FixedClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Return the fixed instant of the benchmark."""
        return NOW


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The register, opened by a supervisor, and the peer."""

    folder: Path
    register: SqlRegister
    plain: Engine
    one_row: Engine
    """Where the peer that does less has its table, apart from the other's."""
    on: str = ""
    """Ends the names of figures that are not of files."""
    peer: str = "plain SQLite"

    def tell(self, name: str, value: float, against: str = "", **more: object) -> None:
        """Print one figure, by default against the peer."""
        figure = {
            "name": f"{name}{self.on}",
            "value": round(value, 3),
            "unit": "ratio",
            "against": against or self.peer,
            **more,
        }
        print(json.dumps(figure), flush=True)


@contextmanager
def in_files() -> Iterator[Pair]:
    """Make both in files of one folder."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        plain = open_plain(folder / "plain.db")
        one_row = open_plain(folder / "one_row.db")
        with closing(open_sealed(folder)) as register:
            yield Pair(folder=folder, register=register, plain=plain, one_row=one_row)
        one_row.dispose()
        plain.dispose()


@contextmanager
def on_a_server() -> Iterator[Pair]:
    """Make both on one server that forces every commit to the disk."""
    with running(log_statement="none") as server, TemporaryDirectory() as name:
        folder = Path(name)
        plain = create_engine(server.url(server.make_database()))
        PLAIN.create_all(plain)
        database = server.url(server.make_database())
        with closing(open_sealed(folder, database)) as register:
            yield Pair(
                folder=folder,
                register=register,
                plain=plain,
                one_row=plain,
                on="_on_postgresql",
                peer="plain PostgreSQL",
            )
        plain.dispose()


def open_sealed(
    folder: Path, database: URL | None = None, cost: Cost = CHEAP
) -> SqlRegister:
    """Make a register in a folder or a database, and open it as a supervisor."""
    create_register(
        folder / "register",
        authority=Authority(
            gss=DEMONSTRATION_GSS,
            name="Penmaen Council",
            force="Llanfair Constabulary",
            telephone="01632960100",
            starts_on=date(2026, 1, 1),
        ),
        agreements=[],
        policy=load_policy(DEFAULT_POLICY),
        administrator=("nerys", PASSPHRASE),
        supervisor=("idris", PASSPHRASE),
        clock=FixedClock(),
        chance=os.urandom,
        scale=Scale(cost=cost),
        database=database,
    )
    return open_register(folder / "register", "idris", PASSPHRASE, cost=cost)


def open_plain(file: Path) -> Engine:
    """Make the peer in a file, with the settings of the register's."""
    engine = create_engine(URL.create("sqlite", database=str(file)), module=dbapi2)

    @event.listens_for(engine, "connect")
    def prepare(connection: dbapi2.Connection, _: object) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: dbapi2.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    PLAIN.create_all(engine)
    return engine


def asked(pair: Pair) -> Event:
    """Return the event of somebody who read or searched."""
    member = pair.register.member
    return Event(at=NOW, by=member, verb=Verb.CONSULTATION, act=Act.READ)


def registered(pair: Pair, drafts: Sequence[Registration]) -> list[Event]:
    """Return the event of each registration."""
    member = pair.register.member
    return [
        Event(
            at=NOW,
            by=member,
            verb=Verb.COLLECTION,
            act=Act.REGISTER,
            registration=one.id,
        )
        for one in drafts
    ]


def note(transaction: SqlTransaction) -> None:
    """Have the log say that somebody read."""
    member = transaction.access.member
    transaction.append(Event(at=NOW, by=member, verb=Verb.CONSULTATION, act=Act.READ))
