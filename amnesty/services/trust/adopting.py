"""An authority's part in a federation: whose list of keys it publishes.

A register that has taken in a list of keys publishes that list and signs none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from amnesty.credential.instants import CLOCK_SKEW
from amnesty.credential.roots import Roots, fingerprint, parse_roots
from amnesty.credential.trust import ListedKey, ListedUse, TrustList, parse_trust_list
from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, Compartment, require
from amnesty.errors.adopting import (
    KeyInOurNameError,
    OwnKeyNotListedError,
    TrustListAheadError,
    TrustListEndedError,
    TrustListOlderError,
)
from amnesty.ports import NEXT_LOG_KEY, KeyUse
from amnesty.repeating import repeated
from amnesty.services.trust.renewing import (
    former_log_keys,
    log_keys,
    put_in_use,
    waiting_name,
)
from amnesty.services.trust.signing import (
    LISTED,
    adopted_list,
    is_listed,
    keep_adopted,
    keep_own_keys,
    key_id_of,
    own_keys,
    roots_file,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amnesty.credential.request import ProvenKey
    from amnesty.domain.identifiers import GssCode
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """What taking in a list changed."""

    number: int
    expires_at: datetime
    in_use_now: tuple[ListedUse, ...]
    """Whose waiting keys sign from now on."""
    not_listed: tuple[ListedKey, ...]
    """This register's earlier keys that the list leaves out."""


def require_adoptable(roots: Roots, signed: bytes, *, now: datetime) -> TrustList:
    """Return a list of keys that a root signed and that counts today.

    Raises:
        CredentialError: no such root signed it, or it is not as the format has it.
        TrustListEndedError: it is out of date.
        TrustListAheadError: it is dated in the future.
    """
    trust = parse_trust_list(signed, roots=roots)
    if now >= trust.expires_at:
        raise TrustListEndedError(trust.expires_at)
    if trust.issued_at > now + CLOCK_SKEW:
        raise TrustListAheadError(trust.issued_at)
    return trust


@repeated
def roots_in_use(desk: Desk) -> bytes:
    """Return the roots' file that this register publishes for."""
    require(desk.member, Act.KEEP_KEYS)
    with desk.transaction() as register:
        return roots_file(register)


@repeated
def adopted_until(desk: Desk) -> datetime | None:
    """Return when the adopted list ends; None where the register signs its own."""
    with desk.transaction() as register:
        adopted = adopted_list(register)
        roots = roots_file(register)
    if adopted is None:
        return None
    return parse_trust_list(adopted, roots=parse_roots(roots)).expires_at


@repeated
def adopt(desk: Desk, signed: bytes, roots: bytes) -> Adoption:
    """Take in a list of keys, which is published from now on.

    Whoever calls this has compared the roots' fingerprint, where the roots are new.

    Raises:
        CredentialError: no such root signed it, or it is not as the format has it.
        TrustListOlderError: a newer one, or another of its number, was taken in.
        KeyInOurNameError: it names a key as this authority's that never was.
        OwnKeyNotListedError: it does not name a key that this register signs with.
        RuleBrokenError: as `require_adoptable` has it.
    """
    require(desk.member, Act.KEEP_KEYS)
    now = desk.now()
    trust = require_adoptable(parse_roots(roots), signed, now=now)
    with desk.transaction() as register:
        _require_newer(register, trust)
        issuer = register.authority().gss
        keys = own_keys(register)
        logs = [one.listed for one in log_keys(register, keys[0].listed)]
        ours = {(one.listed.key.key_id, one.listed.use) for one in keys}
        ours |= {(one.key.key_id, one.use) for one in logs}
        ours |= {(one, ListedUse.CHECKPOINT) for one in former_log_keys(register)}
        _require_ours(trust, issuer, ours)
        promoted = [
            LISTED[use] for use in LISTED if _promote(desk, register, trust, use)
        ]
        if _promote_log(desk, register, trust, logs):
            promoted.append(ListedUse.CHECKPOINT)
        keep_adopted(register, signed, roots)
        keep_own_keys(desk, register, _as_listed(keys, trust))
        register.append(
            desk.note(
                Verb.ALTERATION,
                Act.KEEP_KEYS,
                what="list of keys",
                number=str(trust.sequence),
                roots=fingerprint(roots),
            )
        )
    listed = {one.key.key_id for one in trust.keys}
    return Adoption(
        number=trust.sequence,
        expires_at=trust.expires_at,
        in_use_now=tuple(promoted),
        not_listed=tuple(
            one.listed for one in keys if one.listed.key.key_id not in listed
        ),
    )


def _require_newer(register: Transaction, trust: TrustList) -> None:
    before = adopted_list(register)
    if before is None:
        return
    last = parse_trust_list(before, roots=parse_roots(roots_file(register)))
    is_same = trust.digest == last.digest
    if trust.sequence < last.sequence or (
        trust.sequence == last.sequence and not is_same
    ):
        raise TrustListOlderError(found=trust.sequence, seen=last.sequence)


def _require_ours(
    trust: TrustList, issuer: GssCode, ours: set[tuple[bytes, ListedUse]]
) -> None:
    """Refuse a list that lets a stranger's key sign in this authority's name."""
    for listed in trust.keys:
        if listed.issuer == issuer and (listed.key.key_id, listed.use) not in ours:
            raise KeyInOurNameError(listed.key.key_id)


def _promote(desk: Desk, register: Transaction, trust: TrustList, use: KeyUse) -> bool:
    """Have a waiting key sign where the list names it; return whether it does."""
    secrets = register.secrets(Compartment.SIGNING)
    waiting, issuer = secrets.get(waiting_name(use)), register.authority().gss

    def counts(secret: bytes) -> bool:
        key_id, listed_use = key_id_of(secret), LISTED[use]
        return is_listed(
            trust.keys, key_id, use=listed_use, issuer=issuer, at=desk.now()
        )

    if waiting and counts(waiting):
        register.keep_secret(Compartment.SIGNING, use.value, waiting)
        register.keep_secret(Compartment.SIGNING, waiting_name(use), b"")
        return True
    if not counts(secrets[use.value]):
        raise OwnKeyNotListedError(use=use.value, key_id=key_id_of(secrets[use.value]))
    return False


def _promote_log(
    desk: Desk, register: Transaction, trust: TrustList, logs: Sequence[ListedKey]
) -> bool:
    """Have a waiting key sign checkpoints where the list names it, as `_promote`."""
    in_use, *waiting = logs

    def counts(one: ListedKey) -> bool:
        return is_listed(
            trust.keys, one.key.key_id, use=one.use, issuer=one.issuer, at=desk.now()
        )

    if any(map(counts, waiting)):
        put_in_use(register, register.secrets(Compartment.AUDIT)[NEXT_LOG_KEY])
        return True
    if not counts(in_use):
        raise OwnKeyNotListedError(use=in_use.use.value, key_id=in_use.key.key_id)
    return False


def _as_listed(keys: Sequence[ProvenKey], trust: TrustList) -> list[ProvenKey]:
    """Return this register's keys with the windows that the list gives them."""
    listed = {one.key.key_id: one for one in trust.keys}
    return [
        replace(one, listed=listed.get(one.listed.key.key_id, one.listed))
        for one in keys
    ]
