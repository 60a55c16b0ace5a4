"""Whoever can write in the staff table still cannot make somebody what they are not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.domain.staff import Compartment, Role
from amnesty.errors.register import (
    KeyFileDamagedError,
    RegisterDamagedError,
)
from amnesty.errors.server import ServerRefusedError
from amnesty.errors.store import CompartmentClosedError, GrantForgedError
from db.folder import DATABASE
from db.keyring.charter import CHARTER, new_charter
from db.keyring.key_file import read_key_file
from db.keyring.keys import CompartmentKeys, Keyring
from db.keyring.slots import Slot, with_keys
from db.keyring.staff import granted
from db.register import open_register
from db.tables import CharterRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.store.conftest import Office


REFUSALS = (GrantForgedError, KeyFileDamagedError, CompartmentClosedError)
"""The last on a server: it asks for a password that follows from the role's keys."""


@pytest.mark.parametrize("field", ["name", "role", "agreement_key", "signing_key"])
def test_a_changed_row_of_a_granted_account_is_refused(
    office: Office, field: str
) -> None:
    """A role or key that nobody signed for does not sign in, with the file changed too.

    Everybody else still does.
    """
    record, _ = office.record("bronwen")
    other = office.record("kofi")[0].slot
    changes: dict[str, dict[str, Any]] = {
        "name": {"name": "bronwyn"},
        "role": {"role": Role.SUPERVISOR},
        "agreement_key": {"agreement_key": other.agreement_key},
        "signing_key": {"signing_key": other.signing_key},
    }
    changed = changes[field]
    office.rewrite(replace(record, slot=replace(record.slot, **changed)))
    office.change_slot("bronwen", **changed)
    name, passphrase = changed.get("name", "bronwen"), office.passphrase("bronwen")
    with pytest.raises(REFUSALS):
        open_register(office.folder, name, passphrase)
    assert office.open("kofi").member.name == "kofi"


def test_a_grant_that_its_own_account_signed_is_refused(office: Office) -> None:
    """Who proposes an account cannot also sign for it."""
    office.propose("mairi", Role.ADMINISTRATOR)
    record, access = office.record("mairi")
    forged = granted(
        replace(record, slot=with_keys(record.slot, access.keyring)),
        access.member.id,
        register=access.register,
        signing_key=access.box.signing_key,
    )
    office.rewrite(forged)
    office.change_slot("mairi", keys=forged.slot.keys)
    with pytest.raises(GrantForgedError, match="mairi was not granted"):
        office.open("mairi")
    with (
        pytest.raises(GrantForgedError),
        office.open("idris").transaction() as transaction,
    ):
        transaction.accounts()


def test_a_founder_of_ones_own_is_no_founder(office: Office) -> None:
    """An account signed by itself leads nowhere, however well it is signed."""
    record, access = office.record("nerys")
    own = replace(record, slot=replace(record.slot, role=Role.SUPERVISOR))
    forged = granted(
        own,
        own.slot.account,
        register=access.register,
        signing_key=access.box.signing_key,
    )
    office.rewrite(forged, by="linh")
    office.change_slot("nerys", role=Role.SUPERVISOR)
    with pytest.raises(REFUSALS):
        office.open("nerys")


def test_a_ring_of_grants_leads_nowhere(office: Office) -> None:
    """Two supervisors who vouch for each other alone are not believed, nor for ever."""
    rings = []
    for name, by in (("idris", "gareth"), ("gareth", "idris")):
        record, access = office.record(name, by=by)
        rings.append(
            granted(
                record,
                access.member.id,
                register=access.register,
                signing_key=access.box.signing_key,
            )
        )
    office.rewrite(*rings, by="linh")
    with pytest.raises(GrantForgedError):
        office.open("gareth")


def test_keys_of_ones_own_cannot_be_slipped_in(office: Office) -> None:
    """A compartment key that the charter does not name is refused.

    Otherwise an administrator could have clerks write under a key that they know. A
    server lets nobody in by a password that follows from other keys than its own.
    """
    record, access = office.record("bronwen")
    known = CompartmentKeys(
        bytes(32), register=access.register, compartment=Compartment.IDENTITY, epoch=1
    )
    others = [
        CompartmentKeys(
            bytes([number]) * 32,
            register=access.register,
            compartment=compartment,
            epoch=1,
        )
        for number, compartment in enumerate(Compartment, 1)
        if compartment not in (Compartment.IDENTITY, Compartment.COMMON)
    ]
    common = access.keyring.keys(Compartment.COMMON)
    slipped = with_keys(record.slot, Keyring(access.register, [common, known, *others]))
    office.rewrite(replace(record, slot=slipped))
    office.change_slot("bronwen", keys=slipped.keys)
    is_file = (office.folder / DATABASE).exists()
    told = (
        pytest.raises(RegisterDamagedError, match="set of keys")
        if is_file
        else pytest.raises(ServerRefusedError)
    )
    with told:
        office.open("bronwen")


def test_a_charter_of_ones_own_is_refused(
    office: Office, log: Callable[..., None]
) -> None:
    """Who cannot sign for the register cannot name its keys or its audit key."""
    with office.open("nerys").transaction() as transaction:
        access = transaction.access
        row = transaction.session.get_one(CharterRow, access.authority_id)
        charter = transaction.open(row, Compartment.COMMON, CHARTER)
        every = Keyring(
            access.register,
            [
                CompartmentKeys(
                    bytes(32), register=access.register, compartment=one, epoch=1
                )
                for one in Compartment
            ],
        )
        forged = new_charter(every, access.member.id, access.box.signing_key)
        row.version += 1
        transaction.seal(
            row,
            Compartment.COMMON,
            CHARTER,
            replace(charter, audit_key=forged.audit_key),
        )
        log(transaction)
    with pytest.raises(RegisterDamagedError, match="charter"):
        office.open("bronwen")


def test_keys_sealed_to_somebody_else_do_not_open(office: Office) -> None:
    """A sealed compartment key moved to another slot is told as damage."""
    keys = read_key_file(office.key_file)
    of: dict[str, Slot] = {slot.name: slot for slot in keys.slots}
    office.change_slot("nerys", keys=of["idris"].keys)
    with pytest.raises(KeyFileDamagedError):
        office.open("nerys")
