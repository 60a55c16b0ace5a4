"""The lists that certificates have their slots in: random, and never given twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import col

from amnesty.domain.certificate import CertificateStatus, Form, StatusSlot
from amnesty.domain.issued import ListEntry, StatusList
from amnesty.domain.staff import Compartment
from amnesty.errors.register import RowAlteredError
from amnesty.errors.store import NumberTakenError
from db.sealing import Codec, UnopenedError
from db.tables import SlotRow, StatusListRow
from db.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterator

CAPACITY = 131_072
"""Slots of a list: many more than an authority issues, so that a list tells little."""

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_NAME_SIZE = 4
_SEED_SIZE = 32
_HASH_SIZE = 32
_NOT_FILLED = bytes(_HASH_SIZE)
_RANDOM_SIZE = 8


@dataclass(frozen=True, kw_only=True)
class Filed:
    """What a list's row seals."""

    uri: str
    filler_seed: bytes


_FILED = Codec(Filed)


class StatusLists(Work):
    """The part of a transaction that keeps the lists and their slots."""

    def take_slot(self, form: Form) -> StatusSlot:
        """Take a random free slot of the list for a form; never given twice.

        A list is left when seven eighths are taken, so that a free slot is found soon.
        """
        row, filed = self._list_with_room(form)
        position = self._free_position(row)
        slot = SlotRow(
            id=self.new_id(),
            authority_id=self.access.authority_id,
            version=0,
            list_id=row.id,
            position=position,
            status=CertificateStatus.VALID.value,
        )
        self._seal_slot(slot, _NOT_FILLED)
        return StatusSlot(uri=filed.uri, index=position)

    def status_lists(self) -> tuple[StatusList, ...]:
        """Return what the published lists are made from."""
        return tuple(
            StatusList(
                uri=filed.uri,
                form=Form(row.form),
                capacity=row.capacity,
                filler_seed=filed.filler_seed,
                entries=tuple(self._entries(row)),
            )
            for row, filed in self._lists()
        )

    def add_list(self, form: Form, capacity: int) -> tuple[StatusListRow, Filed]:
        """Begin a new list for a form."""
        taken = {filed.uri for _, filed in self._lists()}
        uri = self._random_uri()
        while uri in taken:
            uri = self._random_uri()
        row = StatusListRow(
            id=self.new_id(),
            authority_id=self.access.authority_id,
            form=form.value,
            capacity=capacity,
        )
        filed = Filed(uri=uri, filler_seed=self.access.chance(_SEED_SIZE))
        self.seal(row, Compartment.GROWING, _FILED, filed)
        return row, filed

    def slot_row(self, slot: StatusSlot) -> SlotRow:
        """Return the row of a slot that was taken and has no certificate yet.

        Raises:
            NumberTakenError: a certificate has it.
        """
        lists = [row.id for row, filed in self._lists() if filed.uri == slot.uri]
        asked = select(SlotRow).where(
            col(SlotRow.list_id).in_(lists), col(SlotRow.position) == slot.index
        )
        row: SlotRow | None = self.session.execute(asked).scalar_one_or_none()
        if row is None:
            msg = "A certificate's slot is taken before the certificate is kept."
            raise ValueError(msg)
        if self.payload_hash(row) != _NOT_FILLED:
            what = "place in the status list"
            raise NumberTakenError(what)
        return row

    def fill_slot(
        self, row: SlotRow, payload_hash: bytes, status: CertificateStatus
    ) -> None:
        """Put a certificate's hash and status into its slot."""
        row.status = status.value
        self._seal_slot(row, payload_hash)

    def set_slot_status(self, row: SlotRow, status: CertificateStatus) -> None:
        """Set how the certificate of a slot stands."""
        payload_hash = self.payload_hash(row)
        row.status = status.value
        self._seal_slot(row, payload_hash)

    def payload_hash(self, row: SlotRow) -> bytes:
        """Return the hash in a slot.

        Raises:
            RowAlteredError: the slot, or its status, was altered.
        """
        keyring = self.access.keyring
        try:
            return keyring.open(Compartment.GROWING, row.sealed, row.bound())
        except UnopenedError:
            raise RowAlteredError(row.table()) from None

    def _seal_slot(self, row: SlotRow, payload_hash: bytes) -> None:
        row.version += 1
        keys = self.access.keyring.keys(Compartment.GROWING)
        row.sealed = keys.seal.seal(payload_hash, row.bound(), self.access.chance)
        self.keep(row)

    def _entries(self, row: StatusListRow) -> Iterator[ListEntry]:
        asked = select(SlotRow).where(col(SlotRow.list_id) == row.id)
        in_order = asked.order_by(col(SlotRow.position))
        for slot in self.session.execute(in_order).scalars():
            payload_hash = self.payload_hash(slot)
            if payload_hash != _NOT_FILLED:
                yield ListEntry(
                    index=slot.position,
                    status=CertificateStatus(slot.status),
                    payload_hash=payload_hash,
                )

    def _lists(self) -> list[tuple[StatusListRow, Filed]]:
        rows = self.session.execute(select(StatusListRow)).scalars()
        filed = [(row, self.open(row, Compartment.GROWING, _FILED)) for row in rows]
        return sorted(filed, key=lambda pair: pair[1].uri)

    def _list_with_room(self, form: Form) -> tuple[StatusListRow, Filed]:
        capacity = CAPACITY
        for row, filed in self._lists():
            if row.form == form.value:
                if self._taken(row) < row.capacity * 7 // 8:
                    return row, filed
                capacity = row.capacity
        return self.add_list(form, capacity)

    def _taken(self, row: StatusListRow) -> int:
        slots = select(func.count()).select_from(SlotRow)
        asked = slots.where(col(SlotRow.list_id) == row.id)
        taken: int = self.session.execute(asked).scalar_one()
        return taken

    def _free_position(self, row: StatusListRow) -> int:
        while True:
            random = int.from_bytes(self.access.chance(_RANDOM_SIZE), "big")
            position = random % row.capacity
            taken = select(col(SlotRow.id)).where(
                col(SlotRow.list_id) == row.id, col(SlotRow.position) == position
            )
            if self.session.execute(taken).first() is None:
                return position

    def _random_uri(self) -> str:
        drawn = self.access.chance(_NAME_SIZE)
        return "ic:" + "".join(_LETTERS[byte % len(_LETTERS)] for byte in drawn)
