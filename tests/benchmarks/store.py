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
from typing import TYPE_CHECKING

from sqlalchemy import URL, Engine, create_engine, event, select
from sqlcipher3 import dbapi2
from sqlmodel import Field, Session, SQLModel, col

from amnesty.domain.address import Address
from amnesty.domain.authority import Authority
from amnesty.domain.certificate import Setting
from amnesty.domain.event import Event, Verb
from amnesty.domain.evidence import Affordability, Need, NeedBasis
from amnesty.domain.identifiers import (
    DEMONSTRATION_GSS,
    RANDOM_BYTES_NEEDED,
    Postcode,
    new_registration_number,
)
from amnesty.domain.patient import Patient, PhotoIdentity
from amnesty.domain.registration import (
    Clinical,
    Growing,
    Identity,
    Registration,
    RegistrationId,
    State,
)
from amnesty.domain.site import Site, Tenure
from amnesty.domain.staff import Act
from amnesty.policies import DEFAULT_POLICY, load_policy
from db.engine import PRAGMAS
from db.register import Scale, SqlRegister, create_register, open_register
from db.sealing import Codec
from db.slots import Cost
from db.transaction import SqlTransaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    with TemporaryDirectory() as folder, closing(_register(Path(folder))) as register:
        plain = _plain(Path(folder) / "plain.db")
        drafts = list(_drafts())
        pairs = [
            (_seconds(_keep, register, one), _seconds(_keep_plain, plain, one))
            for one in drafts
        ]
        _tell("registration_vs_plain", pairs, "the same row, readable, with 7 indexes")
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


def _register(folder: Path) -> SqlRegister:
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


def _plain(file: Path) -> Engine:
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


def _note(transaction: SqlTransaction) -> None:
    member = transaction.access.member
    transaction.append(Event(at=NOW, by=member, verb=Verb.CONSULTATION, act=Act.READ))


def _keep(register: SqlRegister, draft: Registration) -> None:
    with register.transaction() as transaction:
        transaction.add_registration(draft)
        _note(transaction)


def _keep_plain(engine: Engine, draft: Registration) -> None:
    patient = draft.identity.patient
    forename, _, surname = patient.full_name.partition(" ")
    with Session(engine) as session:
        session.add(
            PlainPatient(
                id=draft.id,
                number=draft.number,
                state=draft.state.value,
                surname=surname,
                forename=forename,
                date_of_birth=patient.date_of_birth,
                postcode=patient.home.postcode or "",
                rest=WHOLE.write(draft).decode(),
            )
        )
        session.commit()


def _page(register: SqlRegister) -> None:
    with register.transaction() as transaction:
        assert len(transaction.listed([State.DRAFT], limit=PAGE)) == PAGE
        _note(transaction)


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
        _note(transaction)


def _read_unlogged(register: SqlRegister, draft: Registration) -> None:
    assert register._opened is not None
    engine, access = register._opened
    with Session(engine) as session:
        SqlTransaction(session, access).registration(draft.number)


def _drafts() -> Iterator[Registration]:
    for place in range(REGISTRATIONS):
        yield Registration(
            id=RegistrationId(int.from_bytes(os.urandom(7), "big")),
            number=new_registration_number(os.urandom(RANDOM_BYTES_NEEDED)),
            state=State.DRAFT,
            version=0,
            identity=_identity(place),
            clinical=_clinical(),
            growing=_growing(),
        )


def _home() -> Address:
    return Address(
        lines=("14 Canal Row",), town="Penmaen", postcode=Postcode("ZZ1 4AB")
    )


def _identity(place: int) -> Identity:
    return Identity(
        patient=Patient(
            full_name=f"Siân Made-Up{place}",
            date_of_birth=BORN,
            home=_home(),
            telephone="07700 900123",
            photo_identity=PhotoIdentity.PASSPORT,
            privacy_notice="1",
            holds_no_other=True,
        )
    )


def _clinical() -> Clinical:
    return Clinical(
        evidence=(),
        need=Need(grams_a_day=NEED, basis=NeedBasis.STATED),
        affordability=Affordability(
            declared_on=date(2026, 11, 20), monthly_price=PRICE
        ),
    )


def _growing() -> Growing:
    return Growing(
        undertaking=None,
        sites=(
            Site(
                address=_home(),
                setting=Setting.INDOOR,
                locked=True,
                tenure=Tenure.OWNER,
                landlord_risk_explained=True,
                electrical_and_fire_declared=True,
                under_18s_in_household=False,
                locked_storage=True,
            ),
        ),
    )


if __name__ == "__main__":
    main()
