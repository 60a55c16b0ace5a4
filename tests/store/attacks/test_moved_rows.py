"""What is moved from its place opens nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from db.tables import (
    AnswerRow,
    CertificateRow,
    DestructionRow,
    EntryRow,
    HandInRow,
    PolicyRow,
    RegistrationRow,
    SecretRow,
    SlotRow,
    StaffRow,
    StatusListRow,
    TokenRow,
    UniqueTokenRow,
)
from tests.store.attacks.conftest import REFUSALS, overwrite, read_after, rows_of
from tests.store.attacks.readers import READERS, every_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel import SQLModel

    from db.register import SqlRegister
    from db.transaction import SqlTransaction
    from tests.store.attacks.conftest import World
    from tests.store.attacks.readers import Read

    Attack = Callable[[SqlTransaction, World], None]


def swap(table: type[SQLModel], *columns: str) -> Attack:
    """Return what exchanges columns between a table's first row and its last."""

    def swap_them(work: SqlTransaction, _: World) -> None:
        first, *_rest, last = rows_of(work, table)
        for row, other in ((first, last), (last, first)):
            changes = {name: other[name] for name in columns}
            overwrite(work, table, row, **changes)

    return swap_them


def swap_parts(one: str, other: str) -> Attack:
    """Return what exchanges two sealed columns of one registration."""

    def swap_them(work: SqlTransaction, _: World) -> None:
        row = rows_of(work, RegistrationRow)[0]
        overwrite(work, RegistrationRow, row, **{one: row[other], other: row[one]})

    return swap_them


def reparent(table: type[SQLModel]) -> Attack:
    """Return what gives the first row of a table to the other registration."""

    def give(work: SqlTransaction, _: World) -> None:
        first, *others = rows_of(work, table)
        owners = [one["registration_id"] for one in others]
        owner = next(one for one in owners if one != first["registration_id"])
        overwrite(work, table, first, registration_id=owner)

    return give


def move_slot(work: SqlTransaction, _: World) -> None:
    """Give a slot's place to another list."""
    row = rows_of(work, SlotRow)[0]
    lists = {one["id"] for one in rows_of(work, StatusListRow)} - {row["list_id"]}
    overwrite(work, SlotRow, row, list_id=lists.pop())


def edit_token(work: SqlTransaction, _: World) -> None:
    """Change one reference in every token."""
    for row in rows_of(work, TokenRow):
        reference = bytes([row["ref"][0] ^ 1]) + row["ref"][1:]
        overwrite(work, TokenRow, row, ref=reference)


def move_references(work: SqlTransaction, _: World) -> None:
    """Have each reference stand under the next token."""
    rows = rows_of(work, TokenRow)
    for row, other in zip(rows, rows[1:] + rows[:1], strict=True):
        if row["tok"] != other["tok"]:
            overwrite(work, TokenRow, row, ref=other["ref"])


def exchange_numbers(work: SqlTransaction, _: World) -> None:
    """Have each number of ours lead to another owner."""
    rows = rows_of(work, UniqueTokenRow)
    for row, other in zip(rows, rows[1:] + rows[:1], strict=True):
        overwrite(work, UniqueTokenRow, row, ref=other["ref"])


ALL_OF_A_REGISTRATION = (
    *("state", "identity", "clinical", "growing"),
    *("identity_key", "clinical_key", "growing_key"),
)
ATTACKS: dict[str, tuple[Attack, Read]] = {
    "swap two registrations": (
        swap(RegistrationRow, *ALL_OF_A_REGISTRATION),
        READERS[RegistrationRow],
    ),
    "swap their keys": (
        swap(RegistrationRow, "growing_key"),
        READERS[RegistrationRow],
    ),
    "swap certificates": (swap(CertificateRow, "sealed"), READERS[CertificateRow]),
    "swap hand-ins": (swap(HandInRow, "sealed"), READERS[HandInRow]),
    "swap entries": (swap(EntryRow, "sealed"), READERS[EntryRow]),
    "swap destructions": (swap(DestructionRow, "sealed"), READERS[DestructionRow]),
    "swap slots": (swap(SlotRow, "sealed"), READERS[SlotRow]),
    "swap answers": (swap(AnswerRow, "sealed"), READERS[AnswerRow]),
    "swap accounts": (swap(StaffRow, "sealed"), READERS[StaffRow]),
    "swap secrets": (swap(SecretRow, "sealed"), READERS[SecretRow]),
    "swap policies": (swap(PolicyRow, "sealed"), READERS[PolicyRow]),
    "re-parent a certificate": (reparent(CertificateRow), READERS[CertificateRow]),
    "re-parent a hand-in": (reparent(HandInRow), READERS[HandInRow]),
    "re-parent an entry": (reparent(EntryRow), READERS[EntryRow]),
    "re-parent a slot": (move_slot, READERS[SlotRow]),
    "identity for clinical": (
        swap_parts("identity", "clinical"),
        READERS[RegistrationRow],
    ),
    "clinical for growing": (
        swap_parts("clinical", "growing"),
        READERS[RegistrationRow],
    ),
    "a key for a message": (
        swap_parts("identity_key", "identity"),
        READERS[RegistrationRow],
    ),
    "edit a token": (edit_token, every_word),
    "move a reference": (move_references, every_word),
    "exchange numbers": (exchange_numbers, READERS[RegistrationRow]),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused(
    world: World, supervisor: SqlRegister, attack: str
) -> None:
    """Whatever was moved opens nowhere else than where it was sealed."""
    attacked, read = ATTACKS[attack]
    with pytest.raises(REFUSALS):
        read_after(supervisor, world, lambda work: attacked(work, world), read)
