"""Whatever is done to the rows below the program does not follow from the log."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlmodel import col

from amnesty.domain.staff import Compartment, Role
from amnesty.transparency.proofs import consistency_proof, inclusion_proof
from amnesty.transparency.tree import leaf_hash, root_of
from amnesty.transparency.verifying import leaf_is_included, log_only_grew
from db.audit.head import HEAD
from db.audit.replaying import Replay, replay
from db.audit.tree import KeptTree
from db.tables import (
    METADATA,
    EventRow,
    HeadRow,
    NodeRow,
    RegistrationRow,
    StaffRow,
    TokenRow,
    UniqueTokenRow,
)
from db.upkeep.copying import rows_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from db.transaction import SqlTransaction
    from tests.store.conftest import Office

    Log = Callable[..., None]
    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]

Tamper = "Callable[[SqlTransaction], None]"


@pytest.fixture
def kept(clerk: SqlRegister, person: Person, log: Log) -> list[Registration]:
    """Return enough patients for a batch of tokens and some nodes."""
    found = []
    with clerk.transaction() as transaction:
        for place in range(70):
            found.append(transaction.add_registration(person(f"Ada Number{place}")))
            log(transaction, found[-1].id)
    return found


def replayed(register: SqlRegister) -> Replay:
    """Replay the log, and write nothing."""
    with register.transaction() as transaction:
        found = replay(transaction)
        transaction.session.rollback()
    return found


def told(register: SqlRegister) -> list[str]:
    """Return what a replay says is wrong."""
    return [str(one) for one in replayed(register).differences]


def tamper(register: SqlRegister, act: Callable[[SqlTransaction], object]) -> None:
    """Do something to the rows that the log is not told of."""
    with register.transaction() as transaction:
        act(transaction)
        transaction.session.commit()
        transaction.must_note = False


def test_an_honest_register_follows_from_its_log(
    office: Office, kept: list[Registration], log: Log
) -> None:
    """Registered, changed, granted, deleted: nothing differs, whoever replays."""
    with office.open("bronwen").transaction() as transaction:
        changed = transaction.save_registration(
            replace(kept[0], growing=replace(kept[0].growing, sites=()))
        )
        log(transaction, changed.id)
    office.propose("mairi", Role.CLERK)
    office.grant("mairi")
    with office.open("nerys").transaction() as transaction:
        row = transaction.session.execute(select(StaffRow)).scalars().first()
        assert row is not None
        transaction.drop(row)
        log(transaction)
        transaction.session.rollback()
        transaction.noted.clear()
        transaction.must_note = False
    for name in ("idris", "linh", "nerys"):
        found = replayed(office.open(name))
        assert found.differences == ()
        assert found.tokens_checked == (name == "idris")


def test_a_row_that_was_rolled_back_is_named(
    clerk: SqlRegister, kept: list[Registration], log: Log
) -> None:
    """The old row is genuine, and still not the one that stands in the log."""
    table = METADATA.tables["registration"]
    where = table.c.id == kept[3].id
    with clerk.transaction() as transaction:
        before = dict(transaction.run(select(table).where(where)).mappings().one())
        transaction.save_registration(kept[3])
        log(transaction, kept[3].id)
    tamper(clerk, lambda work: work.run(update(table).where(where).values(before)))
    assert told(clerk) == [f"registration {kept[3].id:016x} was rolled back"]


def test_a_row_that_was_altered_or_swapped_is_named(
    clerk: SqlRegister, kept: list[Registration]
) -> None:
    """Another message under the same version is told from the one that was written."""
    ids = sorted([kept[1].id, kept[2].id])

    def swap(work: SqlTransaction) -> None:
        one, other = (work.session.get_one(RegistrationRow, kept[n].id) for n in (1, 2))
        one.growing, other.growing = other.growing, one.growing

    tamper(clerk, swap)
    assert sorted(told(clerk)) == [
        f"registration {one:016x} was altered" for one in ids
    ]


def test_a_row_that_was_removed_is_named(
    supervisor: SqlRegister, kept: list[Registration]
) -> None:
    """A leaver who deletes a row, with no key at all, is noticed."""
    assert kept
    table = METADATA.tables["agreement"]
    tamper(supervisor, lambda work: work.run(delete(table)))
    (one,) = told(supervisor)
    assert one.startswith("agreement ")
    assert one.endswith(" was removed")


def test_a_row_that_was_slipped_in_is_named(
    clerk: SqlRegister, kept: list[Registration]
) -> None:
    """A copy of a genuine row under another id was never written by anybody."""
    table = METADATA.tables["registration"]
    where = table.c.id == kept[3].id

    def slip_in(work: SqlTransaction) -> None:
        copied = dict(work.run(select(table).where(where)).mappings().one())
        work.run(insert(table), {**copied, "id": 17})

    tamper(clerk, slip_in)
    assert told(clerk) == [f"registration {17:016x} was slipped in"]


@pytest.mark.parametrize("table", [TokenRow, UniqueTokenRow])
def test_a_cut_list_of_tokens_is_noticed(
    office: Office, clerk: SqlRegister, kept: list[Registration], table: type[TokenRow]
) -> None:
    """Whoever takes tokens away, so that somebody is not found, is noticed."""
    assert kept

    def cut(work: SqlTransaction) -> None:
        one = work.run(select(col(table.tok)).limit(1)).scalar_one()
        work.run(delete(table).where(col(table.tok) == one))

    tamper(clerk, cut)
    for name in ("kofi", "linh"):
        assert "where the log has" in told(office.open(name))[0]


def test_an_exchanged_token_is_noticed(
    clerk: SqlRegister, kept: list[Registration]
) -> None:
    """As many tokens as before, of which one points elsewhere, are not the same."""
    assert kept

    def exchange(work: SqlTransaction) -> None:
        one, other = work.run(select(col(TokenRow.ref)).limit(2)).scalars()
        work.run(delete(TokenRow).where(col(TokenRow.ref) == one))
        work.run(insert(TokenRow), {"tok": 5, "ref": other})

    tamper(clerk, exchange)
    assert told(clerk) == ["token has as many rows as the log, and others"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET leaf = replace(leaf, 'READ', 'EDIT') WHERE sequence = 30",
        "DELETE FROM event WHERE sequence = (SELECT max(sequence) FROM event)",
        "DELETE FROM event WHERE sequence = 20",
        "UPDATE event SET leaf = 'x' WHERE sequence = 7",
        "UPDATE event SET sequence = sequence + 1000 WHERE sequence = 9",
    ],
)
def test_a_log_that_was_rewritten_is_noticed(
    clerk: SqlRegister, kept: list[Registration], statement: str
) -> None:
    """No leaf can be changed, cut off, taken out or moved."""
    assert kept
    tamper(clerk, lambda work: work.session.execute(text(statement)))
    assert any("do not lead to its head" in one for one in told(clerk))


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "UPDATE node SET hash = (SELECT sealed FROM head) WHERE place = 1",
            "does not follow",
        ),
        ("DELETE FROM node WHERE place = 2", "is missing"),
        ("INSERT INTO node SELECT 3, 3, sealed FROM head", "does not follow"),
    ],
)
def test_a_node_that_was_altered_is_named(
    clerk: SqlRegister, kept: list[Registration], statement: str, words: str
) -> None:
    """Nobody gets a proof from hashes that do not follow from the leaves."""
    assert kept
    tamper(clerk, lambda work: work.session.execute(text(statement)))
    (one,) = told(clerk)
    assert words in one


def test_proofs_are_made_from_what_is_kept(
    clerk: SqlRegister, kept: list[Registration]
) -> None:
    """Every leaf is shown to be in the log, and the log to have only grown."""
    assert kept
    with clerk.transaction() as transaction:
        row = transaction.session.execute(select(HeadRow)).scalar_one()
        size = row.version
        head = transaction.open(row, Compartment.COMMON, HEAD)
        tree = KeptTree(transaction.session.connection())
        nodes = transaction.run(select(col(NodeRow.level))).scalars().all()
        assert len(nodes) == size // 16 + size // 256
        root = root_of(head.frontier)
        events = METADATA.tables[str(EventRow.__tablename__)]
        found = [
            row["leaf"]
            for rows in rows_out(transaction.session.connection(), events)
            for row in rows
        ]
        for place, leaf in enumerate(found):
            proof = KeptTree(transaction.session.connection()).inclusion(place, size)
            assert proof == inclusion_proof(tree.subtree, place, size)
            hashed = leaf_hash(leaf.encode())
            assert leaf_is_included(hashed, place, size=size, root=root, proof=proof)
        for old in range(1, size):
            frontier = _frontier(tree, old)
            proof = consistency_proof(tree.subtree, old, size)
            assert log_only_grew((old, root_of(frontier)), (size, root), proof)
        transaction.session.rollback()


def _frontier(tree: KeptTree, size: int) -> list[bytes]:
    """Return the frontier that a log had when it was of a size."""
    found, begin = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            found.append(tree.subtree(level, begin >> level))
            begin += 1 << level
    return found
