"""Publishing the daily police file: the lists, signed, as files by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from amnesty.credential.bundle import read_bundle
from amnesty.credential.bundle_making import make_bundle
from amnesty.credential.growth import make_growth
from amnesty.credential.issued import make_issued_list
from amnesty.credential.keys import Ed25519Key
from amnesty.credential.manifest import (
    CHECKPOINT_FILE,
    GROWTH_FILE,
    PAGE_FILE,
    numbers_on,
)
from amnesty.credential.roots import parse_roots
from amnesty.credential.status import make_status_list
from amnesty.credential.trust import (
    ListedUse,
    make_trust_list,
    parse_trust_list,
)
from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, require
from amnesty.ports import KeyUse
from amnesty.repeating import repeated
from amnesty.services.registrations.winding_down import end_what_is_over
from amnesty.services.trust.signing import (
    adopted_list,
    listed_keys,
    ready_tokens,
    roots_file,
    signing_key,
)

if TYPE_CHECKING:
    from datetime import datetime

    from amnesty.domain.identifiers import GssCode
    from amnesty.domain.issued import StatusList
    from amnesty.ports import Signer, Transaction
    from amnesty.ports.log import PublishedLog
    from amnesty.services.desk import Desk

LISTS_HOLD = timedelta(days=14)
"""How long lists and manifest hold; officers' devices call them stale after 7 days."""
TRUST_HOLDS = timedelta(days=400)
"""How long a trust list holds without a new one."""


@repeated
def publish(desk: Desk, *, page: bytes | None = None) -> dict[str, bytes]:
    """Return the files of today's police file by name; the number never repeats.

    They are taken in as a device would before they leave.

    Args:
        desk: whose register is published from.
        page: the officer's page, to go with the lists.

    Raises:
        CompartmentClosedError: the member does not hold the signing keys.
        RuleBrokenError: the status key may not sign today (`signing_key`).
    """
    require(desk.member, Act.PUBLISH)
    now = desk.now()
    ready_tokens(desk, KeyUse.STATUS)
    with desk.transaction() as register:
        issuer = register.authority().gss
        status_key = signing_key(desk, register, KeyUse.STATUS)
        least, most = numbers_on(now)
        sequence = register.next_publication(least=least, most=most)
        end_what_is_over(register, desk.today())
        lists = register.status_lists()
        log = register.publish_log(now)
        trust_list, number = _trust_list(desk, register, sequence, log)
        files = make_bundle(
            issuer=issuer,
            trust_list=trust_list,
            status_lists={one.uri: _statuses(one, status_key, now) for one in lists},
            issued_lists={
                one.uri: _issued(one, issuer, status_key, now) for one in lists
            },
            sequence=sequence,
            issued_at=now,
            expires_at=now + LISTS_HOLD,
            signer=status_key,
            others=_others(log, page),
            trust_sequence=number,
        )
        read_bundle(files, roots=parse_roots(roots_file(register)), now=now)
        register.append(desk.note(Verb.DISCLOSURE, Act.PUBLISH, sequence=str(sequence)))
    return files


def _others(log: PublishedLog, page: bytes | None) -> dict[str, bytes]:
    files = {
        CHECKPOINT_FILE: log.checkpoint.encode(),
        GROWTH_FILE: make_growth(log.growth),
    }
    return files if page is None else files | {PAGE_FILE: page}


def _trust_list(
    desk: Desk, register: Transaction, sequence: int, log: PublishedLog
) -> tuple[bytes, int]:
    """Return the list of whoever keeps the roots, or one that is signed here.

    With its number, which a list of others has of its own.
    """
    adopted = adopted_list(register)
    if adopted is not None:
        roots = parse_roots(roots_file(register))
        return adopted, parse_trust_list(adopted, roots=roots).sequence
    keys = listed_keys(register)
    for_checkpoints = replace(
        keys[0], key=Ed25519Key(x=log.public_key), use=ListedUse.CHECKPOINT
    )
    signed = make_trust_list(
        [*keys, for_checkpoints],
        sequence=sequence,
        issued_at=desk.now(),
        expires_at=desk.now() + TRUST_HOLDS,
        root=signing_key(desk, register, KeyUse.ROOT),
    )
    return signed, sequence


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
