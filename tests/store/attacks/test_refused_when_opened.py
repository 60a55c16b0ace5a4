"""A row that was changed, in its envelope or beside it, opens no more."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest

from db.sealed_row import SealedRow
from db.tables import RegistrationRow, StatusListRow, VocabularyRow
from tests.store.attacks.conftest import (
    REFUSALS,
    UnnoticedError,
    overwrite,
    read_after,
    rows_of,
)
from tests.store.attacks.readers import READERS

if TYPE_CHECKING:
    from db.register import SqlRegister
    from tests.store.attacks.conftest import World


def test_every_table_is_attacked() -> None:
    """A table that is added later cannot be left out of these tests."""
    assert {*READERS, VocabularyRow} == set(SealedRow.__subclasses__())


@pytest.mark.parametrize("table", READERS, ids=lambda one: one.table())
def test_whatever_is_read_opens_at_first(
    world: World, supervisor: SqlRegister, table: type[SealedRow]
) -> None:
    """The control: unharmed, every reader reads, and there are rows to attack."""
    with supervisor.transaction() as transaction:
        assert rows_of(transaction, table)
    with pytest.raises(UnnoticedError):
        read_after(supervisor, world, lambda _: None, READERS[table])


def mangled(message: bytes) -> list[bytes]:
    """Return an envelope as it may come out of careless or hostile hands."""
    algorithms = [bytes([one]) + message[1:] for one in (0, 2, 3, 255)]
    epochs = [
        message[:1] + one.to_bytes(2, "big") + message[3:] for one in (0, 2, 65535)
    ]
    cut = [message[:size] for size in (0, 1, 2, 3, 14, 15, 30, 31, len(message) - 1)]
    grown = [message + b"\0", b"\0" + message, message * 2]
    flipped = [
        message[:at] + bytes([message[at] ^ 1]) + message[at + 1 :]
        for at in (3, 14, 15, len(message) // 2, len(message) - 16, len(message) - 1)
    ]
    return algorithms + epochs + cut + grown + flipped


@pytest.mark.parametrize("table", READERS, ids=lambda one: one.table())
def test_no_mangled_envelope_opens(
    world: World, supervisor: SqlRegister, table: type[SealedRow]
) -> None:
    """Another algorithm or epoch, cut, grown or flipped: refused in our own words."""
    with supervisor.transaction() as transaction:
        row = rows_of(transaction, table)[-1]
    for name in table.MESSAGES:
        for message in mangled(row[name]):
            change = partial(overwrite, table=table, row=row, **{name: message})
            with pytest.raises(REFUSALS):
                read_after(supervisor, world, change, READERS[table])


@pytest.mark.parametrize("table", READERS, ids=lambda one: one.table())
def test_no_clear_column_can_be_changed(
    world: World, supervisor: SqlRegister, table: type[SealedRow]
) -> None:
    """State, dates, version, place, parent or form: whichever is flipped is refused."""
    with supervisor.transaction() as transaction:
        row = rows_of(transaction, table)[-1]
        parents = {
            "registration_id": rows_of(transaction, RegistrationRow),
            "list_id": rows_of(transaction, StatusListRow),
        }
    for name, value in row.items():
        if isinstance(value, bytes) or name == "id":
            continue
        others = [one["id"] for one in parents.get(name, ()) if one["id"] != value]
        other = others[0] if others else _other(value)
        change = partial(overwrite, table=table, row=row, **{name: other})
        with pytest.raises(REFUSALS):
            read_after(supervisor, world, change, READERS[table])


def _other(value: object) -> object:
    match value:
        case int():
            return value ^ 1
        case str():
            return "police" if value == "common" else "common"
        case _:
            return date(2031, 1, 1)
