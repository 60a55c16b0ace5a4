"""A sealed row opens only as it was written: in its place, under its own columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import LargeBinary

from amnesty.domain.registration import State
from amnesty.domain.staff import Compartment
from amnesty.errors.register import RowAlteredError
from db.records import Named, open_registration
from db.sealed_row import SealedRow
from db.sealing import Codec, UnopenedError
from db.tables import METADATA, RegistrationRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from db.transaction import SqlTransaction

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]
    Log = Callable[..., None]

PARTS = ("identity", "clinical", "growing")


def row_of(transaction: SqlTransaction, kept: Registration) -> RegistrationRow:
    """Return a registration's row, loose from the session, to change in memory."""
    row = transaction.session.get_one(RegistrationRow, kept.id)
    transaction.session.expunge(row)
    return row


def opens(transaction: SqlTransaction, row: RegistrationRow) -> Registration:
    """Return the registration of a row."""
    return open_registration(row, transaction.access.keyring)


CHANGES: dict[str, Callable[[RegistrationRow], Any]] = {
    "id": lambda row: row.id ^ 1,
    "authority_id": lambda row: row.authority_id ^ 1,
    "version": lambda row: row.version + 1,
    "state": lambda _: State.ACTIVE.value,
    "valid_from": lambda _: date(2026, 1, 1),
    "valid_to": lambda _: date(2028, 1, 1),
}


@pytest.fixture
def kept(keep: Keep, person: Person) -> Registration:
    """Return a registration that was kept, with a date to flip."""
    return keep(replace(person("Siân Llŷr"), valid_to=date(2027, 1, 1)))


def test_every_clear_column_is_in_the_table_of_changes() -> None:
    """A column that is added later cannot be left out of these tests."""
    columns = METADATA.tables["registration"].columns
    clear = {one.name for one in columns if not isinstance(one.type, LargeBinary)}
    assert clear == CHANGES.keys()


@pytest.mark.parametrize("column", CHANGES)
def test_a_flipped_column_opens_nothing(
    clerk: SqlRegister, log: Log, kept: Registration, column: str
) -> None:
    """State, dates, version and ids are bound to every message of the row."""
    with clerk.transaction() as transaction:
        row = row_of(transaction, kept)
        assert opens(transaction, row) == kept
        setattr(row, column, CHANGES[column](row))
        with pytest.raises(RowAlteredError, match="altered outside the program"):
            opens(transaction, row)
        log(transaction)


@pytest.mark.parametrize("part", [*PARTS, *(f"{part}_key" for part in PARTS)])
def test_a_message_of_another_row_opens_nothing(
    *,
    clerk: SqlRegister,
    log: Log,
    keep: Keep,
    person: Person,
    kept: Registration,
    part: str,
) -> None:
    """No part, nor its key, can be moved from one patient to another."""
    other = keep(person("Wojciech Wójcik"))
    with clerk.transaction() as transaction:
        row, moved = row_of(transaction, kept), row_of(transaction, other)
        setattr(row, part, getattr(moved, part))
        with pytest.raises(RowAlteredError):
            opens(transaction, row)
        log(transaction)


def test_a_message_moved_with_its_key_opens_nothing(
    *,
    clerk: SqlRegister,
    log: Log,
    keep: Keep,
    person: Person,
    kept: Registration,
) -> None:
    """A part moved together with its data key is still another patient's."""
    other = keep(person("Wojciech Wójcik"))
    with clerk.transaction() as transaction:
        row, moved = row_of(transaction, kept), row_of(transaction, other)
        row.identity, row.identity_key = moved.identity, moved.identity_key
        with pytest.raises(RowAlteredError):
            opens(transaction, row)
        log(transaction)


@pytest.mark.parametrize("part", PARTS)
def test_an_earlier_message_opens_nothing(
    clerk: SqlRegister, log: Log, kept: Registration, part: str
) -> None:
    """What a part said before a change does not pass for what it says now."""
    with clerk.transaction() as transaction:
        before: bytes = getattr(row_of(transaction, kept), part)
        transaction.save_registration(kept)
        log(transaction)
    with clerk.transaction() as transaction:
        row = row_of(transaction, kept)
        setattr(row, part, before)
        with pytest.raises(RowAlteredError):
            opens(transaction, row)
        log(transaction)


def test_a_data_key_opens_for_its_own_registration_alone(
    clerk: SqlRegister, log: Log, kept: Registration
) -> None:
    """The wrapped key itself is bound to the registration and to the compartment."""
    with clerk.transaction() as transaction:
        row = row_of(transaction, kept)
        keys = transaction.access.keyring.keys(Compartment.IDENTITY)
        keys.data_key(row.id, row.identity_key)
        with pytest.raises(UnopenedError):
            keys.data_key(row.id ^ 1, row.identity_key)
        with pytest.raises(UnopenedError):
            keys.data_key(row.id, row.growing_key)
        log(transaction)


def test_parts_of_one_row_do_not_change_places(
    clerk: SqlRegister, log: Log, kept: Registration
) -> None:
    """Identity does not open as clinical, nor with clinical's key."""
    with clerk.transaction() as transaction:
        row = row_of(transaction, kept)
        row.identity, row.clinical = row.clinical, row.identity
        with pytest.raises(RowAlteredError):
            opens(transaction, row)
        row = row_of(transaction, kept)
        row.identity_key, row.clinical_key = row.clinical_key, row.identity_key
        with pytest.raises(RowAlteredError):
            opens(transaction, row)
        log(transaction)


def test_every_byte_of_a_message_counts(
    clerk: SqlRegister, log: Log, kept: Registration
) -> None:
    """A bit flipped in the header, nonce, text or tag opens nothing; nor does less."""
    with clerk.transaction() as transaction:
        row = row_of(transaction, kept)
        whole = row.growing
        for place in range(len(whole)):
            row.growing = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
            with pytest.raises(RowAlteredError):
                opens(transaction, row)
        for length in (0, 1, 3, 15, 31, len(whole) - 1):
            row.growing = whole[:length]
            with pytest.raises(RowAlteredError):
                opens(transaction, row)
        log(transaction)


def test_a_message_names_its_algorithm_and_epoch(
    clerk: SqlRegister, log: Log, kept: Registration
) -> None:
    """Every envelope begins with algorithm 1 and the epoch of its key."""
    with clerk.transaction() as transaction:
        row = row_of(transaction, kept)
        log(transaction)
    for name in (*PARTS, *(f"{part}_key" for part in PARTS)):
        assert getattr(row, name)[:3] == b"\x01\x00\x01"


@pytest.mark.parametrize("length", [1, 2, 30, 63, 64, 65, 200])
def test_sizes_go_by_64_bytes(
    *, clerk: SqlRegister, log: Log, keep: Keep, person: Person, length: int
) -> None:
    """What is sealed is padded, so that a size tells little of a name's length."""
    kept = keep(person("A" * length))
    with clerk.transaction() as transaction:
        row = row_of(transaction, kept)
        log(transaction)
    assert {(len(getattr(row, part)) - 3 - 12 - 16) % 64 for part in PARTS} == {0}


def test_every_sealed_table_binds_every_clear_column() -> None:
    """In each table, whatever is no message is part of what a message is bound to."""
    kinds = SealedRow.__subclasses__()
    assert len(kinds) == 17
    for kind in kinds:
        columns = METADATA.tables[kind.table()].columns
        clear = {one.name for one in columns if not isinstance(one.type, LargeBinary)}
        values = dict.fromkeys(clear, 1)
        bound = kind(**values).bound().decode()
        for name in clear:
            assert f'"{name}":1' in bound
        assert bound.startswith(f'["{kind.table()}","sealed",')


def test_what_cannot_be_read_is_quoted_by_no_error() -> None:
    """An error about a sealed value carries nothing of it, in itself or behind it."""
    with pytest.raises(UnopenedError) as refused:
        Codec(Named).read(b'[{"number":"R-SECRET","identity":"SECRET"}]')
    assert refused.value.__context__ is None
    assert refused.value.__cause__ is None
    assert "SECRET" not in repr(refused.value)
