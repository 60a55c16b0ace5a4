"""A register for tests: made cheaply, with people of every role."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amnesty.domain.agreement import Agreement
from amnesty.domain.authority import Authority
from amnesty.domain.event import Event, Verb
from amnesty.domain.identifiers import GssCode
from amnesty.domain.staff import Act, Compartment, Role
from amnesty.policies import load_policy
from amnesty.services.authority.staffing import remove_account
from amnesty.services.desk import Desk
from db.keyring.key_file import read_key_file, write_key_file
from db.keyring.slots import Cost
from db.keyring.staff import STAFF_RECORD, StaffRecord
from db.register import (
    Created,
    Scale,
    SqlRegister,
    create_register,
    open_register,
    open_with_recovery,
)
from db.tables import StaffRow

if TYPE_CHECKING:
    from sqlalchemy import URL

    from amnesty.domain.registration import RegistrationId
    from db.keyring.slots import Slot
    from db.transaction import SqlTransaction
    from db.work import Access

CHEAP = Cost(memory_kib=16, iterations=1, lanes=1)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PEOPLE = {
    "nerys": Role.ADMINISTRATOR,
    "idris": Role.SUPERVISOR,
    "gareth": Role.SUPERVISOR,
    "bronwen": Role.CLERK,
    "kofi": Role.CLERK,
    "padraig": Role.POLICE,
    "linh": Role.AUDITOR,
}


class FixedClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Return the fixed instant of the tests."""
        return NOW


@dataclass
class Office:
    """A register's folder, and whoever has it open."""

    folder: Path
    recovery_code: str
    stack: ExitStack = field(default_factory=ExitStack)

    def passphrase(self, name: str) -> str:
        """Return the made-up passphrase of a member of staff."""
        return f"made-up passphrase of {name}"

    def open(self, name: str, *, wait: float = 5.0) -> SqlRegister:
        """Sign a member of staff in; the register is closed when the test ends."""
        register = open_register(
            self.folder, name, self.passphrase(name), cost=CHEAP, wait=wait
        )
        self.stack.callback(register.close)
        return register

    @property
    def key_file(self) -> Path:
        """Where the key file is."""
        return self.folder / "keys.json"

    def slot(self, account: str) -> Slot:
        """Return a slot of the key file."""
        slots = read_key_file(self.key_file).slots
        return next(slot for slot in slots if slot.name == account)

    def change_slot(self, account: str, /, **changes: Any) -> None:  # noqa: ANN401 - fields of a slot, by name
        """Change one slot in the key file, as somebody with an editor could."""
        keys = read_key_file(self.key_file)
        slots = tuple(
            replace(slot, **changes) if slot.name == account else slot
            for slot in keys.slots
        )
        write_key_file(self.key_file, replace(keys, slots=slots))

    def propose(self, name: str, role: Role) -> None:
        """Have the administrator propose an account."""
        with self.open("nerys").transaction() as transaction:
            transaction.propose_account(name, role, self.passphrase(name))
            note(transaction)

    def grant(self, name: str, *, by: str = "idris") -> None:
        """Have an account granted."""
        with self.open(by).transaction() as transaction:
            transaction.grant_account(name)
            note(transaction)

    def remove(self, name: str, *, by: SqlRegister) -> None:
        """Have an account removed, because its owner leaves."""
        remove_account(Desk(register=by, clock=FixedClock(), chance=os.urandom), name)

    def record(self, account: str, *, by: str = "nerys") -> tuple[StaffRecord, Access]:
        """Return an account's record in the staff table, and the access of a reader."""
        with self.open(by).transaction() as transaction:
            records = transaction.staff_table().records.values()
            found = [record for record in records if record.slot.name == account]
            return found[0], transaction.access

    def rewrite(self, *changed: StaffRecord, by: str = "nerys") -> None:
        """Put other records in staff rows, as any holder of the common keys could."""
        with self.open(by).transaction() as transaction:
            for record in changed:
                row = transaction.session.get_one(StaffRow, record.slot.account)
                row.version += 1
                transaction.seal(row, Compartment.COMMON, STAFF_RECORD, record)
            note(transaction)

    def recover(self) -> SqlRegister:
        """Open the register with its recovery code."""
        register = open_with_recovery(self.folder, self.recovery_code, cost=CHEAP)
        self.stack.callback(register.close)
        return register


def note(
    transaction: SqlTransaction,
    registration: RegistrationId | None = None,
    **detail: str,
) -> None:
    """Log what a test does, as a service would."""
    member = transaction.access.member
    event = Event(at=NOW, by=member, verb=Verb.CONSULTATION, act=Act.READ)
    transaction.append(replace(event, registration=registration, detail=detail))


def create_cheaply(
    folder: Path,
    *,
    supervisor: tuple[str, str] | None = None,
    database: URL | None = None,
) -> Created:
    """Make a register whose passphrases are cheap to try, with short lists."""
    office = Office(folder=folder, recovery_code="")
    return create_register(
        folder,
        authority=Authority(
            gss=GssCode("E06999999"),
            name="Penmaen Council",
            force="Llanfair Constabulary",
            telephone="01632960100",
            starts_on=date(2026, 1, 1),
        ),
        agreements=[
            Agreement(
                reference="PEN-1",
                force="Llanfair Constabulary",
                prosecutor=None,
                starts_on=date(2026, 1, 1),
                ends_on=date(2027, 12, 31),
                text="Who keeps within these limits is not arrested for them.",
            )
        ],
        policy=load_policy("uk-55g"),
        administrator=("nerys", office.passphrase("nerys")),
        supervisor=supervisor or ("idris", office.passphrase("idris")),
        clock=FixedClock(),
        chance=os.urandom,
        scale=Scale(cost=CHEAP, list_capacity=64),
        database=database,
    )


def with_everybody(folder: Path, database: URL | None = None) -> str:
    """Make a register with an account of every role; return its recovery code."""
    created = create_cheaply(folder, database=database)
    office = Office(folder=folder, recovery_code=created.recovery_code)
    with office.stack:
        for name, role in PEOPLE.items():
            if name not in ("nerys", "idris"):
                office.propose(name, role)
                office.grant(name)
    return created.recovery_code
