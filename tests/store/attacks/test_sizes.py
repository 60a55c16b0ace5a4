"""Sizes and clear columns tell little, and no table or column escapes the count."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import LargeBinary

from amnesty.domain.certificate import Form
from db.sealed_row import SealedRow
from db.tables import METADATA, AnswerRow, CertificateRow, EventRow, HandInRow, SlotRow
from tests.store.attacks.conftest import rows_of
from tests.store.hand_in.test_hand_ins import received
from tests.store.issuing.conftest import signed_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel import SQLModel

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]

LENGTHS = range(1, 200, 11)
STEP = 64

CLEAR = {
    "event": {"sequence", "authority_id", "leaf"},
    "node": {"level", "place"},
    "token": {"tok"},
    "unique_token": {"tok"},
    "pending": {"registration_id"},
    "answer": {"id", "authority_id", "version"},
    "certificate": {"id", "authority_id", "version", "registration_id"},
    "entry": {"id", "authority_id", "version", "registration_id"},
    "hand_in": {"id", "authority_id", "version", "registration_id"},
    "policy": {"id", "authority_id", "version", "place"},
    "registration": {
        *("id", "authority_id", "version", "state", "valid_from", "valid_to"),
    },
    "secret": {"id", "authority_id", "version", "compartment"},
    "slot": {"id", "authority_id", "version", "list_id", "position", "status"},
    "status_list": {"id", "authority_id", "version", "form", "capacity"},
}
"""Everything that stands in clear; where a table is not named: id, owner, version."""

SEALED = {
    "event": {"sealed", "session"},
    "node": {"hash"},
    "token": {"ref"},
    "unique_token": {"ref"},
    "pending": set[str](),
    "registration": {
        *("identity", "clinical", "growing"),
        *("identity_key", "clinical_key", "growing_key"),
    },
}
"""Everything else; where a table is not named: one sealed message."""


def test_whatever_stands_in_clear_was_decided() -> None:
    """A new table or column fails here until somebody says what it gives away."""
    for name, table in METADATA.tables.items():
        binary = {
            one.name for one in table.columns if isinstance(one.type, LargeBinary)
        }
        clear = {one.name for one in table.columns} - binary
        assert clear == CLEAR.get(name, {"id", "authority_id", "version"}), name
        assert binary <= SEALED.get(name, {"sealed"}), name


def test_every_column_that_is_not_clear_is_a_message_or_a_key() -> None:
    """In a sealed table whatever is bytes is sealed, and a message has a name."""
    for kind in SealedRow.__subclasses__():
        columns = METADATA.tables[kind.table()].columns
        binary = {one.name for one in columns if isinstance(one.type, LargeBinary)}
        keys = {name for name in binary if name.endswith("_key")}
        assert binary - keys == set(kind.MESSAGES)
        assert {name.removesuffix("_key") for name in keys} <= set(kind.MESSAGES)


@pytest.fixture
def sizes(
    supervisor: SqlRegister, keep: Keep, person: Person, log: Log
) -> Callable[[type[SQLModel]], list[int]]:
    """Return what tells the sizes of sealed messages of people with long names."""
    for length in LENGTHS:
        kept = keep(person("A" * length))
        with supervisor.transaction() as transaction:
            issued = signed_for(kept, transaction.take_slot(Form.CERTIFICATE))
            transaction.add_certificate(issued)
            hand_in = replace(received(), place="B" * length)
            transaction.add_hand_in(kept.id, hand_in)
            log(transaction, kept.id, reason="C" * length)

    def of(table: type[SQLModel]) -> list[int]:
        with supervisor.transaction() as transaction:
            return sorted({len(row["sealed"]) for row in rows_of(transaction, table)})

    return of


@pytest.mark.parametrize("table", [CertificateRow, HandInRow, EventRow])
def test_sizes_go_by_64_bytes(
    sizes: Callable[[type[SQLModel]], list[int]], table: type[SQLModel]
) -> None:
    """Names, places and reasons of 18 lengths show as a few sizes, 64 bytes apart."""
    found = sizes(table)
    assert {(size - found[0]) % STEP for size in found} == {0}
    assert len(found) <= 200 // STEP + 2


@pytest.mark.parametrize("table", [SlotRow, AnswerRow])
def test_some_sizes_are_one(
    sizes: Callable[[type[SQLModel]], list[int]], table: type[SQLModel]
) -> None:
    """Slots are all of one size, and so are answers to numbers and to an address."""
    found = sizes(table)
    assert len(found) == 1 if table is SlotRow else len(found) <= 2
