"""The audit log: every act's event, in the same transaction as what it did.

A leaf is clear JSON that names nobody: who acted is a number, the registration a hash
under a fresh salt, and what was written is told by table, id, version and tag. The
detail, with the salt, is sealed to the public key of the audit compartment: everybody
writes it, only who holds that compartment reads it. The head keeps how many leaves
there are and a running SHA-256 over them.
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
from db.keys import open_with, seal_to
from db.sealing import Codec, UnopenedError, canonical, padded
from db.tables import EventRow, HeadRow
from db.work import Noted, Work

if TYPE_CHECKING:
    from amnesty.domain.event import Event
    from db.keys import Keyring

_HPKE = 2
"""The algorithm's number in an envelope; 1 is AES-256-GCM."""

_SALT_SIZE = 32
_HEADER_SIZE = 3
_LEAF_PREFIX = b"\x00"
"""A leaf is hashed as RFC 6962 section 2.1 has it."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """What the head row seals; its version is the number of leaves."""

    chain: bytes
    """The running hash: SHA-256 of the one before and of the leaf's hash."""


HEAD = Codec(Head)
EMPTY_HEAD = Head(chain=bytes(32))


@dataclass(frozen=True, kw_only=True)
class Detail:
    """What only auditors read of an event."""

    salt: bytes
    registration: int | None
    detail: Mapping[str, str]


class Logging(Work):
    """The part of a transaction that writes its events, last of all."""

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
        row = self.session.execute(select(HeadRow)).scalar_one_or_none()
        if row is None:
            what = "audit log"
            raise RegisterDamagedError(what)
        head = self.open(row, Compartment.COMMON, HEAD)
        for noted in self.noted:
            row.version += 1
            head = Head(chain=next_link(head.chain, self._write(row.version, noted)))
        self.seal(row, Compartment.COMMON, HEAD, head)

    def _write(self, sequence: int, noted: Noted) -> str:
        """Write one event and return its leaf."""
        access, event = self.access, noted.event
        salt = access.chance(_SALT_SIZE)
        detail = _detail(event, salt)
        leaf = canonical(
            {
                "sequence": sequence,
                "at": event.at.astimezone(UTC).isoformat(),
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
            }
        ).decode()
        sealed = seal_to(
            access.audit_key, detail, *_bound(access.register, access.audit_epoch, leaf)
        )
        header = bytes([_HPKE]) + access.audit_epoch.to_bytes(2, "big")
        row = {
            "sequence": sequence,
            "authority_id": access.authority_id,
            "leaf": leaf,
            "sealed": header + sealed,
        }
        self.run(insert(EventRow), row)
        return leaf


def next_link(chain: bytes, leaf: str) -> bytes:
    """Return the running hash after one more leaf."""
    hashed = hashlib.sha256(_LEAF_PREFIX + leaf.encode()).digest()
    return hashlib.sha256(chain + hashed).digest()


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
    keys = keyring.keys(Compartment.AUDIT)
    header, sealed = row.sealed[:_HEADER_SIZE], row.sealed[_HEADER_SIZE:]
    bound = _bound(keyring.register, int.from_bytes(header[1:], "big"), row.leaf)
    try:
        detail = open_with(keys.audit_key, sealed, *bound)
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


def _bound(register: str, epoch: int, leaf: str) -> tuple[str | int, ...]:
    return ("event", register, epoch, leaf)
