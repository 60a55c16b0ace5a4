"""Publishing the daily police file: the lists, signed, as files by name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from amnesty.credential.bundle import make_bundle
from amnesty.credential.issued import make_issued_list
from amnesty.credential.status import make_status_list
from amnesty.credential.trust import make_trust_list
from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, require
from amnesty.ports import KeyUse
from amnesty.services.signing import listed_keys, signing_key

if TYPE_CHECKING:
    from datetime import datetime

    from amnesty.domain.identifiers import GssCode
    from amnesty.domain.issued import StatusList
    from amnesty.ports import Signer, Transaction
    from amnesty.services.desk import Desk

LISTS_HOLD = timedelta(days=14)
"""How long lists and manifest hold; officers' devices call them stale after 7 days."""
TRUST_HOLDS = timedelta(days=400)
"""How long a trust list holds without a new one."""


def publish(desk: Desk) -> dict[str, bytes]:
    """Return the files of today's police file by name; the number never repeats.

    Raises:
        CompartmentClosedError: the member does not hold the signing keys.
    """
    require(desk.member, Act.PUBLISH)
    now = desk.now()
    with desk.transaction() as register:
        issuer = register.authority().gss
        status_key = signing_key(register, KeyUse.STATUS)
        sequence = register.next_publication()
        lists = register.status_lists()
        files = make_bundle(
            issuer=issuer,
            trust_list=_trust_list(register, issuer, sequence, now),
            status_lists={one.uri: _statuses(one, status_key, now) for one in lists},
            issued_lists={
                one.uri: _issued(one, issuer, status_key, now) for one in lists
            },
            sequence=sequence,
            issued_at=now,
            expires_at=now + LISTS_HOLD,
            signer=status_key,
        )
        register.append(desk.note(Verb.DISCLOSURE, Act.PUBLISH, sequence=str(sequence)))
    return files


def _trust_list(
    register: Transaction, issuer: GssCode, sequence: int, now: datetime
) -> bytes:
    return make_trust_list(
        listed_keys(register, issuer),
        sequence=sequence,
        issued_at=now,
        expires_at=now + TRUST_HOLDS,
        root=signing_key(register, KeyUse.ROOT),
    )


def _statuses(one: StatusList, signer: Signer, now: datetime) -> bytes:
    return make_status_list(
        uri=one.uri,
        capacity=one.capacity,
        statuses={entry.index: entry.status for entry in one.entries},
        issued_at=now,
        expires_at=now + LISTS_HOLD,
        signer=signer,
    )


def _issued(one: StatusList, issuer: GssCode, signer: Signer, now: datetime) -> bytes:
    return make_issued_list(
        issuer=issuer,
        uri=one.uri,
        capacity=one.capacity,
        payload_hashes={entry.index: entry.payload_hash for entry in one.entries},
        filler_seed=one.filler_seed,
        issued_at=now,
        expires_at=now + LISTS_HOLD,
        signer=signer,
    )
