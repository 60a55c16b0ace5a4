"""New keys for a register of many patients: killed on the way, with a clerk at work."""

from __future__ import annotations

import json
import os
import time
from random import Random  # noqa: TID251 - seeded: the same rotations are cut short
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.event import Event, Verb
from amnesty.domain.staff import Act
from amnesty.services.desk import Desk
from amnesty.services.trust.signing import make_signing_keys
from db.audit.replaying import replay
from db.rotating import key_status
from tests.faults.trials.judging import counted, judged
from tests.faults.trials.killing import kill_after
from tests.faults.trials.scale import how_many
from tests.faults.trials.starting import start
from tests.faults.trials.work import TickingClock, day, desks_of
from tests.store.office import NOW, Office, note

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration

PATIENTS = how_many(quick=200, long=12_000)
KILLS = how_many(quick=1, long=8)
LONGEST = how_many(quick=1, long=3)
"""Seconds from the clerk's last act to the kill, at most."""
BATCH = 2_000
SEED = 5


@pytest.mark.timeout(7200)
def test_many_are_moved_to_new_keys_while_a_clerk_works(
    office: Office, person: Callable[..., Registration]
) -> None:
    """Whenever it is killed it goes on; what the clerk was told meanwhile is kept."""
    make_signing_keys(
        Desk(register=office.open("idris"), clock=TickingClock(), chance=os.urandom)
    )
    _fill(office, person)
    chance = Random(SEED)  # noqa: S311 - no secret
    desks = desks_of(office.open)
    before = counted(desks.clerk.register)  # type: ignore[arg-type] # our own register
    acts: list[list[str]] = []
    for place in range(KILLS):
        process = start(office.folder, "keys", "idris", "others", "1")
        acts += [
            [done.act, done.registration, done.paper]
            for done in day(desks, start=place, count=1, issue_every=KILLS + 1)
        ]
        kill_after(process, 0, chance.uniform(0, LONGEST))
        assert process.returncode in (-9, 0)
    office.stack.close()
    began = time.monotonic()
    told = start(office.folder, "keys", "idris", "0", "1").communicate()
    took = time.monotonic() - began
    assert "retired" in told
    register = office.open("idris")
    found = judged(register, acts, before, killed=0)
    assert found == {"kept": len(acts)}
    status = key_status(register)
    assert (len(status.epochs), status.behind) == (1, 0)
    with register.transaction() as transaction:
        assert not replay(transaction).differences
        note(transaction)
    print(json.dumps({"patients": PATIENTS, "kills": KILLS, "last": round(took, 1)}))  # noqa: T201 - the long form tells its figures


def _fill(office: Office, person: Callable[..., Registration]) -> None:
    register = office.open("bronwen")
    for start_at in range(0, PATIENTS, BATCH):
        chunk = [
            person(f"Ada Number{at}")
            for at in range(start_at, min(start_at + BATCH, PATIENTS))
        ]
        with register.transaction() as transaction:
            event = Event(
                at=NOW,
                by=transaction.access.member,
                verb=Verb.COLLECTION,
                act=Act.REGISTER,
            )
            transaction.add_registrations(chunk, [event] * len(chunk))
    office.stack.close()
