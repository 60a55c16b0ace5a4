"""A process killed in the middle of its work leaves all of a transaction or none."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from amnesty.domain.searched import Query
from db.tables import EventRow, HeadRow, PendingRow, RegistrationRow, TokenRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.register import SqlRegister
    from tests.store.conftest import Office

PROGRAM = """
import os, signal, sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from amnesty.domain.event import Event, Verb
from amnesty.domain.identifiers import new_registration_number
from amnesty.domain.registration import RegistrationId
from amnesty.domain.staff import Act
from amnesty.domain.searched import Query
from db.register import open_register
from db.search.indexing import BATCH
import db.audit.log, db.registrations

folder, number, die_in = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
register = open_register(folder, "bronwen", "made-up passphrase of bronwen")
event = Event(
    at=datetime(2026, 11, 24, tzinfo=UTC), by=register.member,
    verb=Verb.COLLECTION, act=Act.REGISTER,
)

def add(transaction, first, name):
    known = first.identity.patient
    patient = replace(known, full_name=name, health_number=None)
    return transaction.add_registration(replace(
        first, id=RegistrationId(int.from_bytes(os.urandom(8), "big")),
        number=new_registration_number(os.urandom(32)), version=0,
        identity=replace(first.identity, patient=patient),
    ))

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

with register.transaction() as transaction:
    first = transaction.registration(number)
    transaction.append(event)

for place in range(BATCH + 6):
    last = place == BATCH + 5
    with register.transaction() as transaction:
        add(transaction, first, f"Ada Number{place}")
        transaction.append(event)
        if last and die_in == "transaction":
            die()
        if last and die_in == "events":
            transaction._leaf = die
        if last and die_in == "commit":
            transaction.session.commit = die
        if last and die_in == "batch":
            transaction._write_batch()
            die()
    print(place, flush=True)
if die_in == "nowhere":
    register.close()
else:
    die()
"""


def counts(register: SqlRegister) -> dict[str, int]:
    """Return how many rows of each kind there are, and what the head says."""
    kinds = (RegistrationRow, EventRow, TokenRow, PendingRow)
    with register.transaction() as transaction:
        found = {
            kind.__name__: transaction.run(
                select(func.count()).select_from(kind)
            ).scalar_one()
            for kind in kinds
        }
        head = transaction.session.execute(select(HeadRow)).scalar_one()
        found["head"] = head.version
    return found


@pytest.mark.parametrize(
    ("die_in", "kept"),
    [
        ("transaction", 69),
        ("events", 69),
        ("commit", 69),
        ("batch", 69),
        ("after", 70),
        ("nowhere", 70),
    ],
)
def test_a_killed_clerk_leaves_whole_transactions(
    *,
    office: Office,
    keep: Callable[..., object],
    person: Callable[..., object],
    log: Callable[..., None],
    die_in: str,
    kept: int,
) -> None:
    """What was acknowledged is there, what was not is not, and the log agrees.

    The run that is not killed is the control: it keeps everything too.
    """
    first = keep(person("Bea Lord"))
    before = counts(office.open("kofi"))
    number = first.number  # type: ignore[attr-defined] # a registration
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(office.folder), number, die_in],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == (0 if die_in == "nowhere" else -9), ran.stderr
    assert len(ran.stdout.split()) == kept
    register = office.open("gareth")
    after = counts(register)
    assert after["RegistrationRow"] - before["RegistrationRow"] == kept
    assert after["EventRow"] - before["EventRow"] == kept + 1
    assert after["head"] == after["EventRow"]
    assert after["PendingRow"] == (1 + kept) % 64
    with register.transaction() as transaction:
        found = transaction.find(Query(names=("number",)), limit=500)
        log(transaction)
    assert found.total == kept
