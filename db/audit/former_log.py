"""The audit log of schema 0001, which had a running hash, becomes a Merkle tree."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select
from sqlmodel import col

from amnesty.domain.staff import Compartment
from amnesty.errors.register import RegisterDamagedError
from amnesty.transparency.tree import append, leaf_hash
from db.audit.head import HEAD, Head
from db.audit.tree import new_nodes
from db.keyring.tokens import SUMS
from db.sealing import Codec
from db.tables import EventRow, HeadRow, NodeRow, TokenRow, UniqueTokenRow

if TYPE_CHECKING:
    from db.transaction import SqlTransaction

_BATCH = 10_000


@dataclass(frozen=True, kw_only=True)
class FormerHead:
    """What the head sealed: SHA-256 of the one before and of the leaf's hash."""

    chain: bytes


_FORMER = Codec(FormerHead)


def begin_tree(transaction: SqlTransaction) -> None:
    """Grow the tree from the leaves that there are, once their running hash holds.

    Raises:
        RegisterDamagedError: the leaves do not lead to the former head.
    """
    row = transaction.session.execute(select(HeadRow)).scalar_one()
    former = transaction.open(row, Compartment.COMMON, _FORMER)
    asked = select(col(EventRow.leaf)).order_by(col(EventRow.sequence))
    frontier: list[bytes] = []
    nodes: list[dict[str, object]] = []
    chain, size, last_at = bytes(32), 0, ""
    for (leaf,) in transaction.run(asked):
        hashed = leaf_hash(leaf.encode())
        chain = hashlib.sha256(chain + hashed).digest()
        completed = append(frontier, size, hashed)
        size += 1
        nodes.extend(new_nodes(completed, size))
        last_at = max(last_at, json.loads(leaf)["at"])
    if (chain, size) != (former.chain, row.version):
        what = "audit log"
        raise RegisterDamagedError(what)
    if nodes:
        transaction.run(insert(NodeRow), nodes)
    tokens, total = sum_of_tokens(transaction)
    head = Head(
        frontier=tuple(frontier), tokens=tokens, tokens_sum=total, last_at=last_at
    )
    transaction.seal(row, Compartment.COMMON, HEAD, head)


def sum_of_tokens(transaction: SqlTransaction) -> tuple[int, int]:
    """Return how many tokens there are, and their keyed sum."""
    keys = transaction.access.keyring.keys(Compartment.IDENTITY).tokens
    count = total = 0
    for references in (col(TokenRow.ref), col(UniqueTokenRow.ref)):
        found = transaction.run(select(references)).scalars()
        for part in found.partitions(_BATCH):
            count += len(part)
            total += keys.tally(b"".join(part))
    return count, total % SUMS
