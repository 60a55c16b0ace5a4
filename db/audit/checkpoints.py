"""Checkpoints of the register's own log, and what they prove later."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.staff import Compartment
from amnesty.errors.log import (
    AnotherLogError,
    CheckpointForgedError,
    LogRewrittenError,
    NoSuchEventError,
)
from amnesty.errors.register import RegisterDamagedError
from amnesty.ports import FORMER_LOG_KEYS, LOG_KEY
from amnesty.ports.log import PublishedLog
from amnesty.transparency.notes import (
    Checkpoint,
    public_key_of,
    read_checkpoint,
    signed,
    verifier_key,
)
from amnesty.transparency.proofs import consistency_proof
from amnesty.transparency.tree import root_of
from amnesty.transparency.verifying import log_only_grew
from amnesty.transparency.witness import request
from db.audit.head import HEAD
from db.audit.tree import KeptTree
from db.sealing import KEY_SIZE
from db.tables import EventRow, HeadRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.settings import Settings

PROVEN_FOR = timedelta(days=60)
"""How long a published checkpoint is led on from."""

_PUBLISHED = "published checkpoints"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """That one event is in the log, for whoever has the checkpoint."""

    sequence: int
    leaf: str
    hashes: tuple[bytes, ...]
    """From the leaf upwards, RFC 6962 section 2.1.1."""
    checkpoint: str


def make_log_key(transaction: Settings) -> None:
    """Keep the key that signs checkpoints, in the audit compartment."""
    seed = transaction.access.chance(KEY_SIZE)
    transaction.keep_secret(Compartment.AUDIT, LOG_KEY, seed)


def new_checkpoint(transaction: Settings) -> str:
    """Return the signed checkpoint of what the log was when this act began.

    Raises:
        CompartmentClosedError: the reader does not hold the audit compartment.
    """
    return signed(_now(transaction), _key(transaction))


def publish_checkpoint(transaction: Settings, at: datetime) -> PublishedLog:
    """Sign what the log was when this act began, and keep in mind that it was told.

    Raises:
        CompartmentClosedError: the reader does not hold the audit compartment.
    """
    now, key = _now(transaction), _key(transaction)
    kept = transaction.secrets(Compartment.AUDIT).get(_PUBLISHED, b"{}")
    published: dict[str, str] = json.loads(kept)
    lately: dict[int, str] = {
        int(size): told
        for size, told in published.items()
        if datetime.fromisoformat(told) > at - PROVEN_FOR
    }
    tree = KeptTree(transaction.session.connection())
    growth = {
        size: consistency_proof(tree.subtree, size, now.size)
        for size in sorted(lately)
        if size < now.size
    }
    told_now = json.dumps(lately | {now.size: at.isoformat()}).encode()
    transaction.keep_secret(Compartment.AUDIT, _PUBLISHED, told_now)
    return PublishedLog(
        public_key=public_key_of(key), checkpoint=signed(now, key), growth=growth
    )


def require_grown(transaction: Settings, note: str) -> Checkpoint:
    """Return what an older checkpoint says, if the log only grew since.

    Raises:
        NotACheckpointError: it is none.
        CheckpointForgedError: it was not signed with this register's key.
        AnotherLogError: it is of another register.
        LogRewrittenError: the log does not begin as it did then.
    """
    old, now = _read(transaction, note), _now(transaction)
    if old.origin != now.origin:
        raise AnotherLogError(old.origin)
    if old.size <= now.size:
        tree = KeptTree(transaction.session.connection())
        proof = consistency_proof(tree.subtree, old.size, now.size)
        if log_only_grew((old.size, old.root), (now.size, now.root), proof):
            return old
    raise LogRewrittenError(signed=old.size, now=now.size)


def log_key(transaction: Settings) -> str:
    """Return the public key of the log, in C2SP's one word.

    Raises:
        CompartmentClosedError: the reader does not hold the audit compartment.
    """
    return verifier_key(_now(transaction).origin, public_key_of(_key(transaction)))


def prove_growth(transaction: Settings, old: int) -> str:
    """Return what a witness is asked with that signed for so many events.

    Raises:
        NoSuchEventError: the log has fewer.
    """
    now = _now(transaction)
    if old > now.size:
        raise NoSuchEventError(old, now.size)
    tree = KeptTree(transaction.session.connection())
    proof = consistency_proof(tree.subtree, old, now.size)
    return request(old, proof, signed(now, _key(transaction)))


def all_leaves(transaction: Settings) -> tuple[bytes, str]:
    """Return every leaf, one a line, and the checkpoint that they lead to."""
    asked = select(col(EventRow.leaf)).order_by(col(EventRow.sequence))
    leaves = transaction.run(asked).scalars()
    text = "".join(f"{leaf}\n" for leaf in leaves).encode()
    return text, signed(_now(transaction), _key(transaction))


def prove_event(transaction: Settings, sequence: int, note: str | None = None) -> Proof:
    """Return the proof that an event is in the log, as it is now or was when signed.

    Args:
        transaction: of somebody who holds the log's key.
        sequence: the event.
        note: an older checkpoint to prove it from, with its witnesses' lines.

    Raises:
        NoSuchEventError: the log has none of this number.
        BadInputError: the checkpoint is none of this register's.
        LogRewrittenError: the log does not begin as it did then.
    """
    [proof] = prove_events(transaction, [sequence], note)
    return proof


def prove_events(
    transaction: Settings, events: Sequence[int], note: str | None = None
) -> list[Proof]:
    """Return the same for several events, all by one checkpoint."""
    now = require_grown(transaction, note) if note else _now(transaction)
    checkpoint = note or signed(now, _key(transaction))
    tree = KeptTree(transaction.session.connection())
    return [
        Proof(
            sequence=sequence,
            leaf=_leaf(transaction, sequence, now.size),
            hashes=tuple(tree.inclusion(sequence - 1, now.size)),
            checkpoint=checkpoint,
        )
        for sequence in events
    ]


def _leaf(transaction: Settings, sequence: int, size: int) -> str:
    if not 0 < sequence <= size:
        raise NoSuchEventError(sequence, size)
    asked = select(col(EventRow.leaf)).where(col(EventRow.sequence) == sequence)
    leaf = transaction.run(asked).scalar()
    if leaf is None:
        what = "audit log"
        raise RegisterDamagedError(what)
    return str(leaf)


def _now(transaction: Settings) -> Checkpoint:
    row = transaction.session.execute(select(HeadRow)).scalar_one()
    head = transaction.open(row, Compartment.COMMON, HEAD)
    origin = f"carlys-amnesty/log/{transaction.access.register}"
    return Checkpoint(origin=origin, size=row.version, root=root_of(head.frontier))


def _read(transaction: Settings, note: str) -> Checkpoint:
    """Return what a checkpoint says, signed with the key in use or one before it."""
    former = transaction.secrets(Compartment.AUDIT).get(FORMER_LOG_KEYS, b"")
    for at in range(0, len(former), KEY_SIZE):
        with suppress(CheckpointForgedError):
            return read_checkpoint(note, former[at : at + KEY_SIZE])
    return read_checkpoint(note, public_key_of(_key(transaction)))


def _key(transaction: Settings) -> bytes:
    """Return the key that signs checkpoints.

    Raises:
        CompartmentClosedError: the reader does not hold the audit compartment.
        RegisterDamagedError: the register has none.
    """
    key = transaction.secrets(Compartment.AUDIT).get(LOG_KEY)
    if key is None:
        what = "log's signing key"
        raise RegisterDamagedError(what)
    return key
