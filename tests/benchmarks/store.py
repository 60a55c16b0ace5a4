"""What sealing costs: the register beside the same rows, readable, in a plain file.

The plain peer keeps what a careless register would: a row with the patient's name, date
of birth, postcode and numbers in indexed columns and the rest as JSON, written through
the same SQLModel session with the same settings of SQLite, and without an audit log.
"""

from __future__ import annotations

import json
import os
from contextlib import closing
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any

from people import people
from sqlalchemy import URL, Engine, create_engine, event, select
from sqlcipher3 import dbapi2
from sqlmodel import Field, Session, SQLModel, col

from amnesty.domain.authority import Authority
from amnesty.domain.event import Event, Verb
from amnesty.domain.identifiers import (
    DEMONSTRATION_GSS,
)
from amnesty.domain.registration import (
    Registration,
    State,
)
from amnesty.domain.staff import Act
from amnesty.policies import DEFAULT_POLICY, load_policy
from db.engines.engine import PRAGMAS
from db.keyring.slots import Cost
from db.register import Scale, SqlRegister, create_register, open_register
from db.sealing import Codec
from db.transaction import SqlTransaction

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BORN = date(1970, 3, 27)
CHEAP = Cost(memory_kib=16, iterations=1, lanes=1)
PASSPHRASE = "a made-up passphrase"
REGISTRATIONS = 256
NEED, PRICE = Fraction(3, 2), Fraction(240)
READS = 200
PAGE = 50
WHOLE = Codec(Registration)


class PlainPatient(SQLModel, table=True):
    """A registration as no register of ours keeps it."""

    id: int = Field(primary_key=True)
    number: str = Field(unique=True)
    health_number: str | None = Field(default=None, unique=True)
    state: str = Field(index=True)
    valid_to: date | None = Field(default=None, index=True)
    surname: str = Field(index=True)
    forename: str = Field(index=True)
    date_of_birth: date = Field(index=True)
    postcode: str = Field(index=True)
    rest: str


class FixedClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Return the fixed instant of the benchmark."""
        return NOW


def main() -> None:
    """Print the three ratios, each from one run of both sides, taken in turns."""
    with TemporaryDirectory() as folder, closing(open_sealed(Path(folder))) as register:
        plain = open_plain(Path(folder) / "plain.db")
        drafts = list(people(REGISTRATIONS))
        pairs = [
            (_seconds(_keep, register, one), _seconds(_keep_plain, plain, one))
            for one in drafts
        ]
        _tell("registration_vs_plain", pairs, "the same row, readable, with 8 indexes")
        pairs = [
            (_seconds(_page, register), _seconds(_page_plain, plain)) for _ in range(99)
        ]
        _tell("page_of_50_vs_plain", pairs, "50 readable rows, to the same summaries")
        pairs = [
            (_seconds(_read, register, one), _seconds(_read_unlogged, register, one))
            for one in drafts[:READS]
        ]
        _tell("audited_read_vs_unlogged", pairs, "the same read without its event")
        plain.dispose()


def _tell(name: str, pairs: list[tuple[float, float]], against: str) -> None:
    ours, theirs = zip(*pairs, strict=True)
    figure = {
        "name": name,
        "value": round(median(ours) / median(theirs), 2),
        "unit": "ratio",
        "against": against,
        "milliseconds": round(median(ours) * 1000, 2),
    }
    print(json.dumps(figure))


def _seconds(work: Callable[..., object], *given: object) -> float:
    begun = perf_counter()
    work(*given)
    return perf_counter() - begun


def open_sealed(folder: Path) -> SqlRegister:
    """Make an encrypted register in a folder, and open it as a supervisor."""
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
        scale=Scale(cost=CHEAP),
    )
    return open_register(folder / "register", "idris", PASSPHRASE, cost=CHEAP)


def open_plain(file: Path) -> Engine:
    """Make the readable peer."""
    engine = create_engine(URL.create("sqlite", database=str(file)), module=dbapi2)

    @event.listens_for(engine, "connect")
    def prepare(connection: dbapi2.Connection, _: object) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: dbapi2.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    SQLModel.metadata.create_all(
        engine, tables=[SQLModel.metadata.tables["plainpatient"]]
    )
    return engine


def note(transaction: SqlTransaction) -> None:
    """Have the log say that somebody read."""
    member = transaction.access.member
    transaction.append(Event(at=NOW, by=member, verb=Verb.CONSULTATION, act=Act.READ))


def _keep(register: SqlRegister, draft: Registration) -> None:
    with register.transaction() as transaction:
        transaction.add_registration(draft)
        note(transaction)


def _keep_plain(engine: Engine, draft: Registration) -> None:
    with Session(engine) as session:
        session.add(PlainPatient(**columns_of(draft)))
        session.commit()


def columns_of(draft: Registration) -> dict[str, Any]:
    """Return a registration as the readable peer keeps it."""
    patient = draft.identity.patient
    forename, _, surname = patient.full_name.partition(" ")
    return {
        "id": draft.id - (draft.id >> 63 << 64),
        "number": draft.number,
        "health_number": patient.health_number,
        "state": draft.state.value,
        "surname": surname,
        "forename": forename,
        "date_of_birth": patient.date_of_birth,
        "postcode": patient.home.postcode or "",
        "rest": WHOLE.write(draft).decode(),
    }


def _page(register: SqlRegister) -> None:
    with register.transaction() as transaction:
        assert len(transaction.listed([State.DRAFT], limit=PAGE)) == PAGE
        note(transaction)


def _page_plain(engine: Engine) -> None:
    asked = select(PlainPatient).where(col(PlainPatient.state) == State.DRAFT.value)
    valid_to = col(PlainPatient.valid_to)
    in_order = asked.order_by(valid_to.is_(None), valid_to, col(PlainPatient.id))
    with Session(engine) as session:
        rows = session.execute(in_order.limit(PAGE)).scalars().all()
        assert len([WHOLE.read(row.rest.encode()) for row in rows]) == PAGE
        session.commit()


def _read(register: SqlRegister, draft: Registration) -> None:
    with register.transaction() as transaction:
        transaction.registration(draft.number)
        note(transaction)


def _read_unlogged(register: SqlRegister, draft: Registration) -> None:
    assert register._opened is not None
    engine, access = register._opened
    with Session(engine) as session:
        SqlTransaction(session, access).registration(draft.number)


if __name__ == "__main__":
    main()
