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
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from amnesty.errors.register import RowAlteredError
from amnesty.errors.store import EventMissingError
from amnesty.transparency.tree import append, leaf_hash
from db.audit.head import Head, KeptHead, move_head, read_head
from db.audit.tree import new_nodes
from db.keyring.details import open_sealed_detail, seal_in_place
from db.keyring.tokens import SUMS
from db.random64 import signed
from db.sealing import UnopenedError, canonical, canonical_in_order, padded
from db.tables import EventRow, NodeRow
from db.work import Noted, Work

if TYPE_CHECKING:
    from amnesty.domain.event import Event
    from db.keyring.details import Opened
    from db.keyring.keys import Keyring
    from db.work import Access

_SALT_SIZE = 32
_FORGOTTEN = "forgotten"
"""Stands alone in the detail of an event that was taken out as a record was erased."""
_AT_ONCE = 4_096
"""So many events of one transaction are written together."""


class KeptEvent(NamedTuple):
    """An event as it is kept, for who reads many."""

    sequence: int
    leaf: str
    sealed: bytes


@dataclass(frozen=True, kw_only=True)
class Detail:
    """What only auditors read of an event."""

    salt: bytes
    registration: int | None
    detail: Mapping[str, str]
    forgot: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """By registration that was erased: the events whose details were taken out."""
    is_forgotten: bool = False
    """Whether it was taken out as a registration was erased, all but what is coded."""


@dataclass(kw_only=True)
class _Growth:
    """How far this transaction has brought the log."""

    kept: KeptHead
    """As it was before."""
    version: int
    """How many events there are now."""
    frontier: list[bytes]
    last_at: str
    logged: int = 0
    """How many of the transaction's events are written."""


class Logging(Work):
    """The part of a transaction that writes its events, last of all."""

    written: tuple[int, Head] | None = None
    """How many events there are with those of this transaction, and their head."""
    last_leaf = ""
    """The leaf of its last event, which no other act can write: it has a fresh salt."""
    _growth: _Growth | None = None

    def append(self, event: Event) -> None:
        """Append an event, and write those of before where there are many.

        The last one is never written early: it tells of what is written after it too.
        """
        super().append(event)
        logged = self._growth.logged if self._growth else 0
        if len(self.noted) > logged + _AT_ONCE:
            self._write(self._grown(), len(self.noted) - 1)

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
        self.noted[-1] = replace(
            last, marks=(*last.marks, *self.marks), forgot=self.forgot
        )
        growth = self._grown()
        self._write(growth, len(self.noted))
        head = growth.kept.head
        grown = Head(
            frontier=tuple(growth.frontier),
            tokens=head.tokens + self.tokens_more,
            tokens_sum=(head.tokens_sum + self.tokens_sum) % SUMS,
            last_at=growth.last_at,
        )
        connection, version = self.session.connection(), growth.version
        move_head(connection, self.access, growth.kept, version=version, head=grown)
        self.written = version, grown

    def _grown(self) -> _Growth:
        if self._growth is None:
            kept = read_head(self.session.connection(), self.access.keyring)
            self._growth = _Growth(
                kept=kept,
                version=kept.version,
                frontier=list(kept.head.frontier),
                last_at=kept.head.last_at,
            )
        return self._growth

    def _write(self, growth: _Growth, until: int) -> None:
        """Write the events up to one of them, with the nodes that they complete."""
        rows: list[dict[str, object]] = []
        nodes: list[dict[str, object]] = []
        for noted in self.noted[growth.logged : until]:
            at = noted.event.at.astimezone(UTC).isoformat()
            is_back = at < growth.last_at
            leaf, sealed = self._leaf(growth.version + 1, noted, at, is_back=is_back)
            rows.append(sealed)
            self.last_leaf = leaf
            hashed = leaf_hash(leaf.encode())
            completed = append(growth.frontier, growth.version, hashed)
            growth.version += 1
            nodes += new_nodes(completed, growth.version)
            growth.last_at = max(at, growth.last_at)
        self.add_rows(EventRow, rows)
        self.add_rows(NodeRow, nodes)
        growth.logged = until

    def _leaf(
        self, sequence: int, noted: Noted, at: str, *, is_back: bool
    ) -> tuple[str, dict[str, object]]:
        """Return an event's leaf, and the row that keeps it with the sealed detail."""
        access, event = self.access, noted.event
        salt = access.chance(_SALT_SIZE)
        detail = _detail(noted, salt)
        leaf = canonical_in_order(
            {
                "act": event.act.name,
                "at": at,
                "by": f"{event.by.id:016x}",
                **({"clock": "back"} if is_back else {}),
                **({"codes": dict(sorted(event.codes.items()))} if event.codes else {}),
                "detail": hashlib.sha256(detail).hexdigest(),
                **({"refused": True} if event.refused else {}),
                "registration": commitment(salt, event.registration),
                "role": event.by.role.value,
                "rows": [
                    (mark.table, f"{mark.id:016x}", mark.version, mark.tag)
                    for mark in noted.marks
                ],
                "sequence": sequence,
                "verb": event.verb.value,
            }
        ).decode()
        row = {
            "sequence": sequence,
            "authority_id": signed(access.authority_id),
            "leaf": leaf,
            "sealed": access.details.seal(detail, leaf),
        }
        return leaf, row


def commitment(salt: bytes, registration: int | None) -> str | None:
    """Return what ties a leaf to a registration, for whoever is told the salt."""
    if registration is None:
        return None
    return hashlib.sha256(salt + registration.to_bytes(8, "big")).hexdigest()


def open_detail(
    row: EventRow | KeptEvent, keyring: Keyring, opened: Opened | None = None
) -> Detail:
    """Return the detail of an event; keys of sessions may be kept for the next.

    Raises:
        CompartmentClosedError: the reader does not hold the audit compartment.
        RowAlteredError: the event is not as it was written.
    """
    try:
        detail = open_sealed_detail(row.sealed, row.leaf, keyring, opened)
    except UnopenedError:
        raise RowAlteredError(str(EventRow.__tablename__)) from None
    fields = json.loads(detail)
    if _FORGOTTEN in fields:
        return Detail(
            salt=b"", registration=None, detail=fields[_FORGOTTEN], is_forgotten=True
        )
    if f'"detail":"{hashlib.sha256(detail).hexdigest()}"' not in row.leaf:
        # Whoever may write events can seal a detail, and not in another's place.
        raise RowAlteredError(str(EventRow.__tablename__))
    registration, forgot = fields["registration"], fields.get("forgot", {})
    return Detail(
        salt=bytes.fromhex(fields["salt"]),
        registration=None if registration is None else int(registration, 16),
        detail=fields["detail"],
        forgot={int(own, 16): tuple(events) for own, events in forgot.items()},
    )


def forgotten_detail(
    event: KeptEvent, coded: Mapping[str, str], access: Access
) -> bytes:
    """Return what takes the place of an event's detail: what is coded, or nothing.

    It has the size of what was there, as far as that has room.

    Raises:
        RowAlteredError: the event is not as it was written.
    """
    keyring = access.keyring
    try:
        before = open_sealed_detail(event.sealed, event.leaf, keyring)
        text = canonical({_FORGOTTEN: dict(coded)}).ljust(len(before))
        return seal_in_place(event.sealed, event.leaf, text, access)
    except UnopenedError:
        raise RowAlteredError(str(EventRow.__tablename__)) from None


def _detail(noted: Noted, salt: bytes) -> bytes:
    event = noted.event
    registration = event.registration
    forgot = {f"{own:016x}": events for own, events in sorted(noted.forgot.items())}
    return padded(
        canonical_in_order(
            {
                "detail": dict(sorted(event.detail.items())),
                **({"forgot": forgot} if forgot else {}),
                "registration": None
                if registration is None
                else f"{registration:016x}",
                "salt": salt.hex(),
            }
        )
    )
