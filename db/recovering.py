"""The ways back when passphrases are lost: shares are made, tried, and used.

The shares are the secret of an account of their own, which is nobody's, beside that of
the recovery code. Every rotation seals the new keys to both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amnesty.domain.event import Event, Verb
from amnesty.domain.staff import Act, Role, StaffId, StaffMember, require
from db.founding import SHARES_NAME
from db.keyring.shares import split
from db.keyring.slots import new_key_box, new_slot, with_keys
from db.keyring.staff import StaffRecord, granted
from db.removing import without_keys
from db.rotating import sign_charter
from db.sealing import KEY_SIZE

if TYPE_CHECKING:
    from amnesty.ports import Clock
    from db.register import SqlRegister
    from db.transaction import SqlTransaction


@dataclass(frozen=True, kw_only=True)
class SetOfShares:
    """Five papers: any three of them open the register."""

    number: int
    """1 for the first set of this register, and so on: the last one counts."""
    shares: tuple[str, ...]


def make_shares(register: SqlRegister, *, clock: Clock) -> SetOfShares:
    """Make a set of recovery shares; those before it open nothing from then on.

    Raises:
        RoleMayNotError: who signed in is no supervisor.
    """
    require(register.member, Act.KEEP_KEYS)
    with register.transaction() as transaction:
        table, access = transaction.staff_table(), transaction.access
        earlier = [
            one
            for one in table.records.values()
            if not one.is_person and one.slot.name.startswith(SHARES_NAME)
        ]
        made = len(earlier) + 1
        secret = access.chance(KEY_SIZE)
        shares = split(secret)
        member = StaffMember(
            id=StaffId(transaction.new_id()),
            name=f"{SHARES_NAME} {made}",
            role=Role.SUPERVISOR,
        )
        slot = new_slot(
            member,
            new_key_box(access.box.founder, access.chance),
            secret,
            register=access.register,
            cost=access.cost,
            chance=access.chance,
        )
        record = StaffRecord(slot=with_keys(slot, access.keyring))
        transaction.add_account(
            granted(
                record,
                access.member.id,
                register=access.register,
                signing_key=access.box.signing_key,
            )
        )
        ended = {one.slot.account for one in earlier} - table.left
        for one in earlier:
            if one.slot.account in ended:
                transaction.put_account(replace(one, slot=without_keys(one.slot)))
        if ended:
            sign_charter(transaction, left=table.left | ended)
        _note(
            transaction,
            clock,
            Verb.ALTERATION,
            Act.KEEP_KEYS,
            step="shares",
            set=str(made),
        )
    return SetOfShares(number=made, shares=shares)


def drill(register: SqlRegister, *, clock: Clock) -> tuple[str, ...]:
    """Try a way back: have the log say so, and return which compartments it opens."""
    with register.transaction() as transaction:
        compartments = {one.compartment for one in transaction.access.keyring}
        _note(transaction, clock, Verb.CONSULTATION, Act.RECOVER, step="drill")
    return tuple(sorted(one.value for one in compartments))


def let_in(
    register: SqlRegister, name: str, role: Role, passphrase: str, *, clock: Clock
) -> None:
    """Give somebody an account by a way back, proposed and granted in one.

    Raises:
        AccountExistsError: the name is taken.
        NameOfLeaverError: it was that of somebody who left.
        PassphraseTooShortError: the passphrase has fewer than 12 characters.
    """
    with register.transaction() as transaction:
        account = transaction.propose_account(name, role, passphrase)
        transaction.grant_account(account.member.name)
        _note(
            transaction,
            clock,
            Verb.ALTERATION,
            Act.RECOVER,
            step="recover",
            account=str(account.member.id),
        )


def _note(
    transaction: SqlTransaction, clock: Clock, verb: Verb, act: Act, **detail: str
) -> None:
    transaction.append(
        Event(
            at=clock.now().replace(microsecond=0),
            by=transaction.access.member,
            verb=verb,
            act=act,
            detail=detail,
        )
    )
