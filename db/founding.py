"""The keys that a register begins with, and who can open something with them.

Two people begin it. The supervisor founds it: the charter and every grant lead back to
that person's key. The administrator holds the common compartment alone. The recovery
code is a third recipient, which opens everything and is nobody's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amnesty.domain.staff import Compartment, Role, StaffId, StaffMember
from db.keyring.charter import Charter, new_charter
from db.keyring.keys import CompartmentKeys, Keyring
from db.keyring.slots import (
    Cost,
    KeyBox,
    Slot,
    new_key_box,
    new_slot,
    public_keys,
    with_keys,
)
from db.keyring.staff import StaffRecord, granted, tidy_name
from db.sealing import KEY_SIZE

if TYPE_CHECKING:
    from amnesty.ports import Chance

RECOVERY_NAME = "recovery code"
"""The name of the recovery code's account, with which nobody signs in."""
SHARES_NAME = "recovery shares"
"""How the names of the accounts of recovery shares begin; their number follows."""

_FIRST_EPOCH = 1
_REGISTER_ID_SIZE = 16
_ID_SIZE = 8


@dataclass(frozen=True, kw_only=True)
class Founding:
    """The keys of a register that is being made, while they are all at hand."""

    keyring: Keyring
    charter: Charter
    box: KeyBox
    """The founder's own keys."""
    administrator: StaffRecord
    supervisor: StaffRecord
    recovery: StaffRecord

    @property
    def records(self) -> tuple[StaffRecord, ...]:
        """All that the staff table begins with."""
        return (self.administrator, self.supervisor, self.recovery)


@dataclass(frozen=True, kw_only=True)
class Entrant:
    """Who is to have an account, and what will open it."""

    name: str
    role: Role
    secret: str | bytes
    """A passphrase, or the bytes of the recovery code."""


def found(
    administrator: tuple[str, str],
    supervisor: tuple[str, str],
    recovery: bytes,
    *,
    cost: Cost,
    chance: Chance,
) -> Founding:
    """Return the keys of a new register, and its first accounts, granted."""
    keyring = _new_keyring(chance)
    register = keyring.register
    box = _founders_box(chance)

    def account(entrant: Entrant, own: KeyBox) -> Slot:
        member = StaffMember(
            id=StaffId(new_id(chance)),
            name=tidy_name(entrant.name),
            role=entrant.role,
        )
        slot = new_slot(
            member, own, entrant.secret, register=register, cost=cost, chance=chance
        )
        return with_keys(slot, keyring)

    name, passphrase = supervisor
    entrant = Entrant(name=name, role=Role.SUPERVISOR, secret=passphrase)
    founder = account(entrant, box)
    name, passphrase = administrator
    entrant = Entrant(name=name, role=Role.ADMINISTRATOR, secret=passphrase)
    other = account(entrant, new_key_box(box.founder, chance))
    entrant = Entrant(name=RECOVERY_NAME, role=Role.SUPERVISOR, secret=recovery)
    nobody = account(entrant, new_key_box(box.founder, chance))

    def signed(slot: Slot) -> StaffRecord:
        return granted(
            StaffRecord(slot=slot),
            founder.account,
            register=register,
            signing_key=box.signing_key,
        )

    return Founding(
        keyring=keyring,
        charter=new_charter(keyring, founder.account, box.signing_key),
        box=box,
        administrator=signed(other),
        supervisor=signed(founder),
        recovery=signed(nobody),
    )


def new_id(chance: Chance) -> int:
    """Return a random number of 64 bits."""
    return int.from_bytes(chance(_ID_SIZE), "big")


def _new_keyring(chance: Chance) -> Keyring:
    register = chance(_REGISTER_ID_SIZE).hex()
    return Keyring(
        register,
        [
            CompartmentKeys(
                chance(KEY_SIZE),
                register=register,
                compartment=compartment,
                epoch=_FIRST_EPOCH,
            )
            for compartment in Compartment
        ],
    )


def _founders_box(chance: Chance) -> KeyBox:
    """Return new keys for the founder, who trusts the key in this very box."""
    box = new_key_box(b"", chance)
    _, signing_key = public_keys(box)
    return replace(box, founder=signing_key)
