"""Several clerks, threads and programs write at once, and nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from amnesty.domain.identifiers import HealthNumber
from amnesty.errors.register import RegisterBusyError
from amnesty.errors.store import AlreadyRegisteredError, ChangedByAnotherError
from db.tables import EventRow, HeadRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from tests.store.conftest import Office

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]

CLERKS = ("bronwen", "kofi", "idris", "gareth")
EACH = 8


def test_all_that_several_clerks_register_is_kept(
    office: Office, log: Log, person: Person
) -> None:
    """Four sign-ins, two threads each: every registration and every event is there."""
    registers = [office.open(name, wait=30) for name in CLERKS]
    drafts = [[person(f"Ada Number{n}") for n in range(EACH)] for _ in range(8)]
    start = Barrier(8)

    def work(place: int) -> None:
        register = registers[place % len(registers)]
        start.wait()
        for draft in drafts[place]:
            with register.transaction() as transaction:
                transaction.add_registration(draft)
                log(transaction, draft.id)

    with registers[0].transaction() as transaction:
        before = transaction.run(select(func.count()).select_from(EventRow))
        events = before.scalar_one()
    with ThreadPoolExecutor(max_workers=8) as threads:
        for done in [threads.submit(work, place) for place in range(8)]:
            done.result()
    with registers[1].transaction() as transaction:
        for of_one in drafts:
            for draft in of_one:
                assert transaction.registration(draft.number).id == draft.id
        log(transaction)
        head = transaction.session.execute(select(HeadRow)).scalar_one()
        assert head.version == events + 8 * EACH


def test_of_two_changes_at_once_one_is_kept(
    office: Office, log: Log, keep: Keep, person: Person
) -> None:
    """Two clerks who save the same version at the same moment cannot both succeed."""
    kept = keep(person("Ada Lord"))
    registers = [office.open(name, wait=30) for name in ("bronwen", "kofi")]
    start = Barrier(2)

    def save(place: int) -> str:
        start.wait()
        try:
            with registers[place].transaction() as transaction:
                transaction.save_registration(kept)
                log(transaction, kept.id)
        except ChangedByAnotherError:
            return "refused"
        return "kept"

    with ThreadPoolExecutor(max_workers=2) as threads:
        outcomes = sorted(threads.map(save, range(2)))
    assert outcomes == ["kept", "refused"]


def test_of_two_registrations_of_one_patient_one_is_kept(
    office: Office, log: Log, person: Person
) -> None:
    """Two clerks who register the same patient at the same moment cannot both."""
    number = HealthNumber("9990000018")
    drafts = [person("Ada Lord", health_number=number) for _ in range(2)]
    registers = [office.open(name, wait=30) for name in ("bronwen", "kofi")]
    start = Barrier(2)

    def register(place: int) -> str:
        start.wait()
        try:
            with registers[place].transaction() as transaction:
                transaction.add_registration(drafts[place])
                log(transaction)
        except AlreadyRegisteredError:
            return "refused"
        return "kept"

    with ThreadPoolExecutor(max_workers=2) as threads:
        outcomes = sorted(threads.map(register, range(2)))
    assert outcomes == ["kept", "refused"]


def test_a_register_in_use_says_so(office: Office, log: Log) -> None:
    """Who cannot wait any longer is told, and nothing of theirs is kept."""
    first, second = office.open("bronwen"), office.open("kofi", wait=0.1)
    with first.transaction() as transaction:
        log(transaction)
        transaction.authority()
        with (
            pytest.raises(RegisterBusyError, match="in use by someone else"),
            second.transaction() as other,
        ):
            other.authority()
    with second.transaction() as other:
        assert other.authority().name == "Penmaen Council"


def test_more_threads_than_connections_wait_or_are_told(
    office: Office, log: Log
) -> None:
    """However many threads one sign-in has, none sees another kind of error."""
    register = office.open("bronwen", wait=0.3)
    start = Barrier(24)

    def work(_: int) -> str:
        start.wait()
        try:
            with register.transaction() as transaction:
                transaction.authority()
                log(transaction)
        except RegisterBusyError:
            return "busy"
        return "kept"

    with ThreadPoolExecutor(max_workers=24) as threads:
        outcomes = list(threads.map(work, range(24)))
    assert "kept" in outcomes


def test_signing_in_waits_too(office: Office) -> None:
    """A register that is in use is not opened half."""
    first = office.open("bronwen")
    with first.transaction() as transaction:
        transaction.authority()
        with pytest.raises(RegisterBusyError):
            office.open("kofi", wait=0.1)
    assert office.open("kofi", wait=0.1).member.name == "kofi"
