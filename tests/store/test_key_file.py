"""The key file is a copy: the register's own staff table decides."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.staff import Role, StaffId
from amnesty.errors.register import (
    KeyFileDamagedError,
    KeyFileMissingError,
    KeyFileVersionError,
)
from amnesty.errors.store import (
    SlotAlteredError,
)
from db.keyring.key_file import read_key_file, write_key_file
from db.keyring.slots import new_key_box, new_slot, with_keys
from db.register import account_names

if TYPE_CHECKING:
    from tests.store.conftest import Office


def test_a_role_changed_in_the_key_file_alone_is_noticed(office: Office) -> None:
    """The table decides what somebody is, not the file beside it."""
    office.change_slot("bronwen", role=Role.SUPERVISOR)
    with pytest.raises(SlotAlteredError, match="bronwen"):
        office.open("bronwen")


def test_the_key_file_is_put_right_by_whoever_signs_in_next(office: Office) -> None:
    """A changed or missing slot is written again from the staff table."""
    before = office.key_file.read_bytes()
    office.change_slot("bronwen", role=Role.SUPERVISOR)
    office.open("kofi")
    assert office.key_file.read_bytes() == before
    assert office.open("bronwen").member.role is Role.CLERK


def test_a_slot_that_the_table_does_not_know_is_dropped(office: Office) -> None:
    """Nobody adds an account by adding a slot."""
    with office.open("nerys").transaction() as transaction:
        access = transaction.access
    member = replace(access.member, id=StaffId(1), name="mallory", role=Role.SUPERVISOR)
    slot = with_keys(
        new_slot(
            replace(member, role=Role.ADMINISTRATOR),
            new_key_box(access.box.founder, access.chance),
            "made-up passphrase of mallory",
            register=access.register,
            cost=access.cost,
            chance=access.chance,
        ),
        access.keyring,
    )
    keys = read_key_file(office.key_file)
    write_key_file(office.key_file, replace(keys, slots=(*keys.slots, slot)))
    with pytest.raises(SlotAlteredError):
        office.open("mallory")
    office.open("kofi")
    assert "mallory" not in account_names(office.folder)


@pytest.mark.parametrize("field", [b'"box"', b'"check"', b'"salt"', b'"keys"'])
def test_a_damaged_key_file_does_not_blame_the_passphrase(
    office: Office, field: bytes
) -> None:
    """One byte changed anywhere is told as damage, for the right passphrase too."""
    file = office.key_file
    content = bytearray(file.read_bytes())
    place = content.index(b'": "', content.rindex(field)) + 10
    content[place] = ord("A") if content[place] != ord("A") else ord("B")
    file.write_bytes(bytes(content))
    with pytest.raises(KeyFileDamagedError, match="your passphrase is not the reason"):
        office.open("bronwen")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"{}", b"null"])
def test_a_foreign_or_cut_key_file_is_told(office: Office, content: bytes) -> None:
    """Whatever lies in the key file's place, the sentence is about the file."""
    office.key_file.write_bytes(content)
    with pytest.raises(KeyFileDamagedError):
        office.open("bronwen")


def test_a_damaged_box_with_a_right_checksum_is_damage(office: Office) -> None:
    """The right passphrase on an altered key box is told as damage."""
    slot = office.slot("bronwen")
    box = slot.box[:-1] + bytes([slot.box[-1] ^ 1])
    office.change_slot("bronwen", box=box)
    with pytest.raises(KeyFileDamagedError):
        office.open("bronwen")


@pytest.mark.parametrize(
    "changed", [{"memory_kib": 1 << 40}, {"memory_kib": 7}, {"iterations": 0}]
)
def test_a_cost_that_no_machine_bears_is_damage(
    office: Office, changed: dict[str, int]
) -> None:
    """A key file cannot ask for all memory, nor for what Argon2id does not take."""
    slot = office.slot("bronwen")
    assert slot.cost is not None
    office.change_slot("bronwen", cost=replace(slot.cost, **changed))
    with pytest.raises(KeyFileDamagedError):
        office.open("bronwen")


def test_another_versions_key_file_is_told(office: Office) -> None:
    """The format that was found is named."""
    file = office.key_file
    outer = json.loads(file.read_bytes())
    outer["format"] = "carlys-amnesty/keys/2"
    file.write_text(json.dumps(outer), encoding="utf-8")
    with pytest.raises(KeyFileVersionError, match="carlys-amnesty/keys/2"):
        office.open("bronwen")


def test_only_their_owner_reads_the_files(office: Office) -> None:
    """The key files, and the register itself, are written for their owner alone."""
    office.open("bronwen")
    for name in ("keys.json", "recovery.json", "register.db", "register.db-wal"):
        assert (office.folder / name).stat().st_mode & 0o777 == 0o600


def test_a_missing_key_file_is_told(office: Office) -> None:
    """The sentence says how to get it back."""
    office.key_file.unlink()
    with pytest.raises(KeyFileMissingError, match="recovery code"):
        office.open("bronwen")
