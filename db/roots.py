"""Roots: the secrets that outlive the epochs of compartment keys.

Search tokens are found again, and answers for police opened, under keys that stay. They
lie in the register as named secrets, sealed under the compartment's key: a rotation
seals them anew, and what hangs on them is not touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.staff import Compartment
from amnesty.errors.register import RegisterDamagedError
from db.keyring.tokens import TokenKeys
from db.sealing import KEY_SIZE
from db.settings import SECRET
from db.tables import SecretRow
from db.work import open_row

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.keyring.keys import CompartmentKeys, Keyring
    from db.settings import Settings

_TOKENS, _ANSWERS = "tokens", "answers"
_AUDIT_KEY = "audit key "
"""With an epoch: what opens the details of events from before a rotation."""
_TOKEN_USES = ("token", "ref", "tally")
_ROOTS = {
    Compartment.IDENTITY: _TOKENS,
    Compartment.GROWING: _TOKENS,
    Compartment.POLICE: _ANSWERS,
}


@dataclass(frozen=True, kw_only=True)
class Roots:
    """What hangs on no epoch of a compartment's key."""

    tokens: TokenKeys | None = None
    answers: bytes | None = None


def make_roots(transaction: Settings, *, former: bool = False) -> None:
    """Keep the roots of a register that has none, and give them to the keyring.

    Args:
        transaction: of somebody who holds every compartment that has a root.
        former: whether the tokens stand already, under the keys that schema 0001
            derived from the first epoch.
    """
    access = transaction.access
    for compartment, name in _ROOTS.items():
        keys = access.keyring.keys(compartment)
        uses = _TOKEN_USES if name == _TOKENS else (_ANSWERS,)
        root = b"".join(
            keys.former(use) if former else access.chance(KEY_SIZE) for use in uses
        )
        transaction.keep_secret(compartment, name, root)
        _give(access.keyring, compartment, name, root)


def keep_audit_key(transaction: Settings, keys: CompartmentKeys) -> None:
    """Keep what opens the log's details of an epoch for when its keys are destroyed."""
    name = f"{_AUDIT_KEY}{keys.epoch}"
    transaction.keep_secret(Compartment.AUDIT, name, keys.audit_key)


def read_roots(session: Session, keyring: Keyring) -> None:
    """Read the roots of the compartments that a person holds, into their keyring.

    Raises:
        RegisterDamagedError: one of them is missing.
        RowAlteredError: one of them is not as it was written.
    """
    held = {one: name for one, name in _ROOTS.items() if keyring.holds(one)}
    audits = [Compartment.AUDIT] if keyring.holds(Compartment.AUDIT) else []
    kept = [one.value for one in (*held, *audits)]
    rows = select(SecretRow).where(col(SecretRow.compartment).in_(kept))
    found = {}
    for row in session.execute(rows).scalars():
        compartment = Compartment(row.compartment)
        secret = open_row(row, keyring, compartment, SECRET)
        found[compartment, secret.name] = secret.secret
        if compartment is Compartment.AUDIT and secret.name.startswith(_AUDIT_KEY):
            epoch = int(secret.name.removeprefix(_AUDIT_KEY))
            keyring.former_audit_keys[epoch] = secret.secret
    for compartment, name in held.items():
        root = found.get((compartment, name))
        if root is None:
            what = f"root of the {compartment.value} compartment"
            raise RegisterDamagedError(what)
        _give(keyring, compartment, name, root)


def _give(keyring: Keyring, compartment: Compartment, name: str, root: bytes) -> None:
    roots = Roots(answers=root) if name == _ANSWERS else Roots(tokens=_tokens(root))
    keys: CompartmentKeys
    for keys in keyring.epochs(compartment):
        keys.roots = roots


def _tokens(root: bytes) -> TokenKeys:
    word, reference, tally = (
        root[at : at + KEY_SIZE] for at in range(0, len(root), KEY_SIZE)
    )
    return TokenKeys(word, reference, tally)
