"""What this computer saw last of a register's log, kept apart from the register.

Whoever puts back a whole older file puts back its log with it, and nothing in the file
tells. So the size and root of the log are kept in the user's own folder, sealed under
the common compartment, and a register that does not go on from there is not opened. It
does go on where two people restored a backup since: the log tells of that itself.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.staff import Act, Compartment
from amnesty.errors import StoreError
from amnesty.errors.anchor import RegisterRolledBackError
from amnesty.errors.register import RegisterDamagedError
from amnesty.transparency.proofs import consistency_proof
from amnesty.transparency.tree import leaf_hash, root_of
from amnesty.transparency.verifying import leaf_is_included, log_only_grew
from db.audit.head import HEAD, Head
from db.audit.tree import KeptTree
from db.folder import as_store_error, write_private
from db.sealing import Codec, UnopenedError, canonical
from db.tables import EventRow, HeadRow
from db.work import open_row

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection
    from sqlmodel import Session

    from amnesty.ports import Chance
    from db.keyring.keys import Keyring

_MOST_BYTES = 4096


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a log was when it was looked at."""

    size: int
    root: bytes
    last_at: str
    """The instant of its last event, ISO 8601, UTC."""


_SEEN = Codec(Seen)


class Anchor:
    """The file in which one register's log is remembered on this computer."""

    def __init__(self, folder: Path, register: str, chance: Chance) -> None:
        """Take the folder of all anchors, and which register it is."""
        self.file = folder / f"{register}.anchor"
        self._chance = chance
        self._bound = canonical(["anchor", register])

    def read(self, keyring: Keyring) -> Seen | None:
        """Return what was seen last.

        None where nothing was, or where it cannot be read any more: whoever can spoil
        the file can remove it too, and its key may have been destroyed by design.
        """
        with suppress(OSError, UnopenedError):
            with self.file.open("rb") as opened:
                sealed = opened.read(_MOST_BYTES)
            text = keyring.open(Compartment.COMMON, sealed, self._bound)
            return _SEEN.read(text)
        return None

    def write(self, seen: Seen, keyring: Keyring) -> None:
        """Remember what was seen, unless another process saw more meanwhile.

        Where this cannot be written, the work goes on and the older one stays.
        """
        with suppress(StoreError):
            before = self.read(keyring)
            if before is not None and before.size > seen.size:
                return
            self.replace(seen, keyring)

    def replace(self, seen: Seen, keyring: Keyring) -> None:
        """Remember what was seen, even where it is less than before.

        Raises:
            StoreError: the file cannot be written.
        """
        keys = keyring.keys(Compartment.COMMON)
        sealed = keys.seal.seal(_SEEN.write(seen), self._bound, self._chance)
        with as_store_error():
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(self.file, sealed)


def look(session: Session, keyring: Keyring) -> Seen:
    """Return what the log is now.

    Raises:
        RegisterDamagedError: it has no head.
        RowAlteredError: its head is not as it was written.
    """
    row = session.execute(select(HeadRow)).scalar_one_or_none()
    if row is None:
        what = "audit log"
        raise RegisterDamagedError(what)
    return seen_of(row.version, open_row(row, keyring, Compartment.COMMON, HEAD))


def seen_of(size: int, head: Head) -> Seen:
    """Return what is remembered of a head."""
    return Seen(size=size, root=root_of(head.frontier), last_at=head.last_at)


def require_gone_on(session: Session, keyring: Keyring, anchor: Anchor) -> Seen:
    """Return what the log is now, if it goes on from what was seen before.

    The anchor is read first: what others write meanwhile only makes the log longer.

    Raises:
        RegisterRolledBackError: it does not.
    """
    before = anchor.read(keyring)
    now = look(session, keyring)
    if before is None or _grew(session.connection(), before, now):
        return now
    if not _was_restored(session.connection(), before, now):
        raise RegisterRolledBackError(anchor.file, seen=before.size, now=now.size)
    with suppress(StoreError):
        anchor.replace(now, keyring)
    return now


def _grew(connection: Connection, before: Seen, now: Seen) -> bool:
    if before.size > now.size:
        return False
    subtree = KeptTree(connection).subtree
    proof = consistency_proof(subtree, before.size, now.size)
    return log_only_grew((before.size, before.root), (now.size, now.root), proof)


def _was_restored(connection: Connection, before: Seen, now: Seen) -> bool:
    """Return whether a backup was put back since, which the log's own root bears out.

    An older copy may tell of a restoring too, but of none after what was seen.
    """
    sequence, leaf = col(EventRow.sequence), col(EventRow.leaf)
    told = canonical({"act": Act.RESTORE.name}).decode()[1:-1]
    asked = select(sequence, leaf).where(leaf.contains(told, autoescape=True))
    found = connection.execute(asked.order_by(sequence.desc()).limit(1)).first()
    if found is None:
        return False
    number, text = found
    if json.loads(text)["at"] < before.last_at or not 0 < number <= now.size:
        return False
    return leaf_is_included(
        leaf_hash(text.encode()),
        number - 1,
        size=now.size,
        root=now.root,
        proof=KeptTree(connection).inclusion(number - 1, now.size),
    )
