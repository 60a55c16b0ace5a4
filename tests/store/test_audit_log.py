"""Every act is in the log, which names nobody and tells auditors everything."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from amnesty.domain.event import Event, Verb
from amnesty.domain.identifiers import (
    RANDOM_BYTES_NEEDED,
    new_registration_number,
)
from amnesty.domain.registration import RegistrationId, State
from amnesty.domain.searched import Query
from amnesty.domain.staff import Act, Compartment, Role, StaffId, StaffMember
from amnesty.errors import StoreError
from amnesty.errors.register import RowAlteredError
from amnesty.errors.store import (
    CompartmentClosedError,
    EventMissingError,
    EventOfAnotherError,
)
from amnesty.transparency.tree import append, leaf_hash
from db.audit.head import HEAD
from db.audit.log import commitment, open_detail
from db.tables import EventRow, HeadRow, RegistrationRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from db.transaction import SqlTransaction
    from tests.store.conftest import Office

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

ACTS: dict[str, Callable[[SqlTransaction, Registration], Any]] = {
    "registration": lambda work, kept: work.registration(kept.number),
    "registration_by_id": lambda work, kept: work.registration_by_id(kept.id),
    "save_registration": lambda work, kept: work.save_registration(kept),
    "add_registration": lambda work, kept: work.add_registration(
        replace(
            kept,
            id=RegistrationId(kept.id ^ 1),
            number=new_registration_number(secrets.token_bytes(RANDOM_BYTES_NEEDED)),
        )
    ),
    "find": lambda work, _: work.find(Query(names=("nobody",)), limit=1),
    "find nothing": lambda work, _: work.find(Query(), limit=1),
    "listed": lambda work, _: work.listed([State.ACTIVE], limit=1),
    "registrations_at": lambda work, kept: work.registrations_at(
        [kept.growing.sites[0].address]
    ),
    "grown_by": lambda work, _: work.grown_by([]),
    "registrations_after": lambda work, _: work.registrations_after(None, [], limit=1),
    "entries_of": lambda work, kept: work.entries_of(kept.id),
    "certificates_of": lambda work, kept: work.certificates_of(kept.id),
    "hand_ins_of": lambda work, kept: work.hand_ins_of(kept.id),
    "add_agreement": lambda work, _: work.add_agreement(work.agreements()[0]),
    "set_policy": lambda work, _: work.set_policy(work.policy()),
    "next_publication": lambda work, _: work.next_publication(),
    "keep_secret": lambda work, _: work.keep_secret(Compartment.POLICE, "a", b"b"),
}


def events(register: SqlRegister) -> list[EventRow]:
    """Return the log."""
    with register.transaction() as transaction:
        rows = transaction.session.execute(
            select(EventRow).order_by(col(EventRow.sequence))
        )
        found = list(rows.scalars())
        transaction.session.expunge_all()
    return found


def leaves(register: SqlRegister) -> list[dict[str, Any]]:
    """Return the clear leaves of the log."""
    return [json.loads(row.leaf) for row in events(register)]


@pytest.mark.parametrize("act", ACTS)
def test_no_act_can_go_unlogged(
    *, supervisor: SqlRegister, log: Log, keep: Keep, person: Person, act: str
) -> None:
    """What writes, or reads a patient, commits only with an event."""
    kept = keep(person("Ada Lord"))
    before = events(supervisor)
    with (
        pytest.raises(EventMissingError, match="no entry in the audit log"),
        supervisor.transaction() as transaction,
    ):
        ACTS[act](transaction, kept)
    assert len(events(supervisor)) == len(before)
    with supervisor.transaction() as transaction:
        ACTS[act](transaction, kept)
        log(transaction)
    assert len(events(supervisor)) == len(before) + 1


def test_what_was_refused_for_want_of_an_event_is_not_kept(
    supervisor: SqlRegister, keep: Keep, person: Person, log: Log
) -> None:
    """The change of a transaction that logged nothing is gone."""
    kept = keep(person("Ada Lord"))
    with pytest.raises(EventMissingError), supervisor.transaction() as transaction:
        transaction.save_registration(replace(kept, state=State.ACTIVE))
    with supervisor.transaction() as transaction:
        assert transaction.registration(kept.number) == kept
        log(transaction)


@pytest.mark.parametrize("error", [EventMissingError, EventOfAnotherError])
def test_a_fault_of_the_program_is_no_error_of_the_store(
    error: type[Exception],
) -> None:
    """So a trial that waits for the store's errors never takes one for the other."""
    assert not issubclass(error, StoreError)


def test_nobody_logs_in_another_name(clerk: SqlRegister) -> None:
    """An event is by who signed in, role included."""
    member = clerk.member
    for by in (
        StaffMember(id=StaffId(1), name="mallory", role=Role.CLERK),
        replace(member, role=Role.SUPERVISOR),
    ):
        event = Event(at=NOW, by=by, verb=Verb.CONSULTATION, act=Act.READ)
        with pytest.raises(EventOfAnotherError), clerk.transaction() as transaction:
            transaction.append(event)


def test_a_leaf_names_nobody(clerk: SqlRegister, log: Log, person: Person) -> None:
    """Neither the patient, nor the member's name, nor any detail is in clear."""
    with clerk.transaction() as transaction:
        kept = transaction.add_registration(person("Siân Llŷr"))
        log(transaction, kept.id, reason="telephone call", words="llyr")
    leaf = events(clerk)[-1].leaf
    assert json.loads(leaf)["by"] == f"{clerk.member.id:016x}"
    for needle in ("Siân", "Llŷr", "llyr", "telephone", "bronwen", kept.number):
        assert needle not in leaf
    assert json.loads(leaf)["registration"] != f"{kept.id:016x}"


def test_the_same_registration_never_shows_the_same_commitment(
    clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """Leaves about one patient are tied together only for who reads the salts."""
    kept = keep(person("Ada Lord"))
    for _ in range(3):
        with clerk.transaction() as transaction:
            transaction.registration(kept.number)
            log(transaction, kept.id)
    shown = [leaf["registration"] for leaf in leaves(clerk)[-4:]]
    assert len(set(shown)) == 4


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("linh", True),
        ("idris", True),
        ("bronwen", False),
        ("nerys", False),
        ("padraig", False),
    ],
)
def test_only_holders_of_the_audit_keys_read_details(
    *, office: Office, keep: Keep, person: Person, name: str, reads: bool
) -> None:
    """Everybody's acts are read by auditors and supervisors, and by nobody else."""
    kept = keep(person("Ada Lord"))
    with office.open(name).transaction() as transaction:
        newest = select(EventRow).order_by(col(EventRow.sequence).desc()).limit(1)
        row = transaction.session.execute(newest).scalar_one()
        if not reads:
            with pytest.raises(CompartmentClosedError):
                open_detail(row, transaction.access.keyring)
            return
        detail = open_detail(row, transaction.access.keyring)
        shown = json.loads(row.leaf)["registration"]
    assert detail.registration == kept.id
    assert shown == commitment(detail.salt, detail.registration)


def test_a_detail_opens_with_its_own_leaf_alone(
    *, office: Office, clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """A detail moved to another event, or a leaf rewritten, is noticed."""
    kept = keep(person("Ada Lord"))
    for reason in ("first", "second"):
        with clerk.transaction() as transaction:
            transaction.registration(kept.number)
            log(transaction, kept.id, reason=reason)
    first, second = events(clerk)[-2:]
    with office.open("linh").transaction() as transaction:
        keyring = transaction.access.keyring
        assert open_detail(first, keyring).detail == {"reason": "first"}
        first.sealed = second.sealed
        with pytest.raises(RowAlteredError):
            open_detail(first, keyring)
        second.leaf = second.leaf.replace("READ", "EDIT")
        with pytest.raises(RowAlteredError):
            open_detail(second, keyring)


def test_the_head_follows_from_the_leaves(
    office: Office, clerk: SqlRegister, keep: Keep, person: Person
) -> None:
    """Leaves are numbered without a gap, and their hashes lead to the head."""
    keep(person("Ada Lord"))
    rows = events(clerk)
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    frontier: list[bytes] = []
    for size, row in enumerate(rows):
        append(frontier, size, leaf_hash(row.leaf.encode()))
    with office.open("linh").transaction() as transaction:
        head = transaction.session.execute(select(HeadRow)).scalar_one()
        assert head.version == len(rows)
        sealed = transaction.open(head, Compartment.COMMON, HEAD)
        assert sealed.frontier == tuple(frontier)


def test_a_head_set_back_is_noticed(clerk: SqlRegister, log: Log) -> None:
    """The count of leaves is bound to what the head seals."""
    with clerk.transaction() as transaction:
        transaction.run(update(HeadRow).values(version=HeadRow.version - 1))
    with pytest.raises(RowAlteredError), clerk.transaction() as transaction:
        log(transaction)


def test_a_leaf_tells_every_row_that_was_written(
    clerk: SqlRegister, log: Log, keep: Keep, person: Person
) -> None:
    """Table, id, version and tag of each row lead to the row as it now is."""
    kept = keep(person("Ada Lord"))
    with clerk.transaction() as transaction:
        transaction.save_registration(kept)
        log(transaction, kept.id)
        transaction.keep_secret(Compartment.POLICE, "after the event", b"x")
    with clerk.transaction() as transaction:
        row = transaction.session.get_one(RegistrationRow, kept.id)
        tag = row.tag
        log(transaction)
    written = leaves(clerk)[-2]["rows"]
    assert written[0] == ["registration", f"{kept.id:016x}", 2, tag]
    assert [one[0] for one in written] == ["registration", "secret"]
    assert len(tag) == 3 * 32


def test_rows_belong_to_the_event_after_them(supervisor: SqlRegister, log: Log) -> None:
    """Of two acts in one transaction each leaf tells its own rows."""
    with supervisor.transaction() as transaction:
        transaction.add_agreement(transaction.agreements()[0])
        log(transaction)
        transaction.set_policy(transaction.policy())
        log(transaction)
    first, second = leaves(supervisor)[-2:]
    assert [row[0] for row in first["rows"]] == ["agreement"]
    assert [row[0] for row in second["rows"]] == ["policy"]


def test_the_detail_is_bound_by_its_hash(
    office: Office, clerk: SqlRegister, log: Log
) -> None:
    """Who reads a detail can tell that it is the one that was logged."""
    with clerk.transaction() as transaction:
        log(transaction, reason="call")
    row = events(clerk)[-1]
    with office.open("linh").transaction() as transaction:
        detail = open_detail(row, transaction.access.keyring)
    plain = {"salt": detail.salt.hex(), "registration": None, "detail": detail.detail}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 64)
    assert json.loads(row.leaf)["detail"] == hashlib.sha256(text).hexdigest()


def test_the_making_of_the_register_is_the_first_event(office: Office) -> None:
    """The log begins with who founded the register."""
    first = leaves(office.open("linh"))[0]
    assert (first["act"], first["role"]) == ("SET_UP", "supervisor")
    tables = {row[0] for row in first["rows"]}
    assert {"authority", "charter", "staff", "policy", "status_list"} <= tables
