"""Hand-ins: kept for ever as they were received."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.handin import HandInReceipt
from amnesty.domain.staff import Compartment
from amnesty.errors.store import NumberTakenError
from db.keyring.tokens import numbered
from db.records import data_key, open_with_key
from db.registrations import Registrations
from db.sealing import Codec
from db.tables import HandInRow

if TYPE_CHECKING:
    from amnesty.domain.registration import RegistrationId

_NUMBER = "receipt number"
_HAND_IN = Codec(HandInReceipt)


class HandIns(Registrations):
    """The part of a transaction that keeps hand-ins."""

    def add_hand_in(self, registration: RegistrationId, hand_in: HandInReceipt) -> None:
        """Keep a hand-in; it is never changed.

        Raises:
            NumberTakenError: its receipt number was given before.
        """
        key = data_key(
            self.readable_row(registration), Compartment.GROWING, self.access.keyring
        )
        row = HandInRow(
            id=self.new_id(),
            authority_id=self.access.authority_id,
            registration_id=registration,
        )
        number = numbered(_NUMBER, hand_in.receipt)
        if not self.claim(Compartment.GROWING, number, row.id):
            raise NumberTakenError(_NUMBER)
        text = _HAND_IN.write(hand_in)
        row.sealed = key.seal(text, row.bound(), self.access.chance)
        self.keep(row)

    def hand_ins_of(self, registration: RegistrationId) -> tuple[HandInReceipt, ...]:
        """Return a registration's hand-ins, oldest first."""
        key = data_key(
            self.readable_row(registration), Compartment.GROWING, self.access.keyring
        )
        asked = select(HandInRow).where(col(HandInRow.registration_id) == registration)
        rows = self.session.execute(asked).scalars()
        found = [open_with_key(row, "sealed", key, _HAND_IN) for row in rows]
        return tuple(sorted(found, key=lambda one: (one.received_at, one.receipt)))
