"""The audit log: every act's event, in the same transaction as what it did.

A leaf is clear JSON that names nobody: who acted is a number, the registration a hash
under a fresh salt, and what was written is told by table, id, version and tag. The
detail, with the salt, is sealed so that only auditors read it. The leaves are those of
a Merkle tree (RFC 6962); the head seals how far it has grown, and a sum over all search
tokens, which have no leaves of their own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from amnesty.domain.staff import Compartment
from amnesty.errors.register import RegisterDamagedError, RowAlteredError
from amnesty.errors.store import EventMissingError
from amnesty.transparency.tree import append, leaf_hash
from db.audit.tree import new_nodes
from db.keyring.details import open_sealed_detail
from db.keyring.tokens import SUMS
from db.sealing import Codec, UnopenedError, canonical, padded
from db.tables import EventRow, HeadRow, NodeRow
from db.work import Noted, Work

if TYPE_CHECKING:
    from amnesty.domain.event import Event
    from db.keyring.keys import Keyring

_SALT_SIZE = 32


@dataclass(frozen=True, kw_only=True)
class Head:
    """What the head row seals; its version is the number of leaves."""

    frontier: tuple[bytes, ...]
    """The hashes of the perfect subtrees that the log falls apart into."""
    tokens: int
    """How many search tokens there are, unique ones included."""
    tokens_sum: int
    """Their keyed sum, modulo 2 ** 128."""
    last_at: str
    """The instant of the last event, ISO 8601, UTC."""


HEAD = Codec(Head)
_HEAD = select(HeadRow)
_NEW_EVENT = insert(EventRow)
EMPTY_HEAD = Head(frontier=(), tokens=0, tokens_sum=0, last_at="")


@dataclass(frozen=True, kw_only=True)
class Detail:
    """What only auditors read of an event."""

    salt: bytes
    registration: int | None
    detail: Mapping[str, str]


class Logging(Work):
    """The part of a transaction that writes its events, last of all."""

    written: tuple[int, Head] | None = None
    """How many events there are with those of this transaction, and their head."""
    last_leaf = ""
    """The leaf of its last event, which no other act can write: it has a fresh salt."""

    def write_events(self) -> None:
        """Write the events of this transaction and move the head.

        Raises:
            EventMissingError: something was written or read, and no event says so.
        """
        if not self.noted:
            if self.must_note:
                raise EventMissingError
            return
        last = self.noted[-1]
        self.noted[-1] = Noted(event=last.event, marks=(*last.marks, *self.marks))
        row = self.session.execute(_HEAD).scalar_one_or_none()
        if row is None:
            what = "audit log"
            raise RegisterDamagedError(what)
        head = self.open(row, Compartment.COMMON, HEAD)
        frontier, last_at = list(head.frontier), head.last_at
        nodes: list[dict[str, object]] = []
        rows: list[dict[str, object]] = []
        for noted in self.noted:
            at = noted.event.at.astimezone(UTC).isoformat()
            leaf, sealed = self._leaf(row.version + 1, noted, at, is_back=at < last_at)
            rows.append(sealed)
            self.last_leaf = leaf
            completed = append(frontier, row.version, leaf_hash(leaf.encode()))
            row.version += 1
            nodes += new_nodes(completed, row.version)
            last_at = max(at, last_at)
        self.run(_NEW_EVENT, rows)
        if nodes:
            self.run(insert(NodeRow), nodes)
        grown = Head(
            frontier=tuple(frontier),
            tokens=head.tokens + self.tokens_more,
            tokens_sum=(head.tokens_sum + self.tokens_sum) % SUMS,
            last_at=last_at,
        )
        self.seal(row, Compartment.COMMON, HEAD, grown)
        self.written = row.version, grown

    def _leaf(
        self, sequence: int, noted: Noted, at: str, *, is_back: bool
    ) -> tuple[str, dict[str, object]]:
        """Return an event's leaf, and the row that keeps it with the sealed detail."""
        access, event = self.access, noted.event
        salt = access.chance(_SALT_SIZE)
        detail = _detail(event, salt)
        leaf = canonical(
            {
                "sequence": sequence,
                "at": at,
                "by": f"{event.by.id:016x}",
                "role": event.by.role.value,
                "verb": event.verb.value,
                "act": event.act.name,
                "registration": commitment(salt, event.registration),
                "rows": [
                    [mark.table, f"{mark.id:016x}", mark.version, mark.tag]
                    for mark in noted.marks
                ],
                "detail": hashlib.sha256(detail).hexdigest(),
                **({"clock": "back"} if is_back else {}),
                **({"refused": True} if event.refused else {}),
                **({"codes": dict(event.codes)} if event.codes else {}),
            }
        ).decode()
        row = {
            "sequence": sequence,
            "authority_id": access.authority_id,
            "leaf": leaf,
            "sealed": access.details.seal(detail, leaf),
        }
        return leaf, row


def commitment(salt: bytes, registration: int | None) -> str | None:
    """Return what ties a leaf to a registration, for whoever is told the salt."""
    if registration is None:
        return None
    return hashlib.sha256(salt + registration.to_bytes(8, "big")).hexdigest()


def open_detail(row: EventRow, keyring: Keyring) -> Detail:
    """Return the detail of an event.

    Raises:
        CompartmentClosedError: the reader does not hold the audit compartment.
        RowAlteredError: the event is not as it was written.
    """
    try:
        detail = open_sealed_detail(row.sealed, row.leaf, keyring)
    except UnopenedError:
        raise RowAlteredError(str(EventRow.__tablename__)) from None
    fields = json.loads(detail)
    registration = fields["registration"]
    return Detail(
        salt=bytes.fromhex(fields["salt"]),
        registration=None if registration is None else int(registration, 16),
        detail=fields["detail"],
    )


def _detail(event: Event, salt: bytes) -> bytes:
    registration = event.registration
    return padded(
        canonical(
            {
                "salt": salt.hex(),
                "registration": None
                if registration is None
                else f"{registration:016x}",
                "detail": dict(event.detail),
            }
        )
    )
