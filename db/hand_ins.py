"""Hand-ins: every act kept for ever as it was written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.course import courses_of
from amnesty.domain.hand_in import (
    Corrected,
    Correction,
    Destruction,
    HandInAct,
    HandInReceipt,
    Resealed,
)
from amnesty.domain.registration import RegistrationId
from amnesty.domain.staff import Compartment
from amnesty.errors.hand_in import NoSuchDestructionError, NoSuchHandInError
from amnesty.errors.seals import SealTagUsedError
from amnesty.errors.store import ChangedByAnotherError, NumberTakenError
from db.keyring.tokens import numbered
from db.records import data_key, open_growing, open_named, open_with_key
from db.sealing import Codec
from db.search.words import CHANGE_ASKED, HAND_IN_OPEN
from db.searching import Searching
from db.tables import DestructionRow, HandInRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from amnesty.domain.course import Course
    from amnesty.domain.identifiers import DestructionNumber, ReceiptNumber
    from amnesty.domain.registration import Growing
    from db.keyring.tokens import Word

_NUMBER = "receipt number"
_DESTRUCTION_NUMBER = "destruction number"
_ACT: Codec[HandInAct] = Codec(HandInAct)  # type: ignore[arg-type] # one of these
_DESTRUCTION = Codec(Destruction)


class HandIns(Searching):
    """The part of a transaction that keeps hand-ins."""

    def add_hand_in(self, registration: RegistrationId, act: HandInAct) -> None:
        """Keep one act of a hand-in; it is never changed.

        Raises:
            NumberTakenError: its number was given before, to another hand-in.
            ChangedByAnotherError: somebody else wrote down the act in its place.
            SealTagUsedError: a tag was on another bag before.
        """
        key = data_key(
            self.readable_row(registration), Compartment.GROWING, self.access.keyring
        )
        row = HandInRow(
            id=self.new_id(),
            authority_id=self.access.authority_id,
            registration_id=registration,
        )
        self._claim_place(act, row.id)
        for tag in _new_tags(act):
            if not self.claim(Compartment.GROWING, numbered("seal tag", tag), row.id):
                raise SealTagUsedError(tag)
        row.sealed = key.seal(_ACT.write(act), row.bound(), self.access.chance)
        self.keep(row)
        if isinstance(act, Destruction):
            self._add_destruction(act)

    def _claim_place(self, act: HandInAct, owner: int) -> None:
        """Let no two acts have the same place in a course, whoever is first."""
        if act.sequence == 1:
            word = numbered(_NUMBER, act.receipt)
        else:
            word = numbered("hand-in act", f"{act.receipt}/{act.sequence}")
        if not self.claim(Compartment.GROWING, word, owner):
            raise (
                NumberTakenError(_NUMBER)
                if act.sequence == 1
                else (ChangedByAnotherError())
            )

    def _add_destruction(self, destruction: Destruction) -> None:
        """Keep a destruction apart too, where erasing its patient does not reach."""
        row = DestructionRow(id=self.new_id(), authority_id=self.access.authority_id)
        number = numbered(_DESTRUCTION_NUMBER, destruction.number)
        if not self.claim(Compartment.GROWING, number, row.id):
            raise NumberTakenError(_DESTRUCTION_NUMBER)
        self.seal(row, Compartment.GROWING, _DESTRUCTION, destruction)

    def hand_in_acts(self, registration: RegistrationId) -> tuple[HandInAct, ...]:
        """Return all acts of a registration's hand-ins."""
        return self.sealed_acts(registration)()

    def sealed_acts(
        self, registration: RegistrationId
    ) -> Callable[[], tuple[HandInAct, ...]]:
        """Return what opens them, and asks nothing of the register any more."""
        key = data_key(
            self.readable_row(registration), Compartment.GROWING, self.access.keyring
        )
        asked = select(HandInRow).where(col(HandInRow.registration_id) == registration)
        rows = self.session.execute(asked).scalars().all()
        return lambda: tuple(open_with_key(row, "sealed", key, _ACT) for row in rows)

    def courses_of(self, registration: RegistrationId) -> tuple[Course, ...]:
        """Return a registration's hand-ins, each with its course, oldest first."""
        return courses_of(self.hand_in_acts(registration))

    def hand_ins_of(self, registration: RegistrationId) -> tuple[HandInReceipt, ...]:
        """Return a registration's receipts, oldest first."""
        acts = self.hand_in_acts(registration)
        found = [one for one in acts if isinstance(one, HandInReceipt)]
        return tuple(sorted(found, key=lambda one: (one.received_at, one.receipt)))

    def registration_of_hand_in(self, number: ReceiptNumber) -> RegistrationId:
        """Return whose a hand-in is.

        Raises:
            NoSuchHandInError: there is none with this number.
        """
        self.must_note = True
        found = self.owner_of(Compartment.GROWING, numbered(_NUMBER, number))
        row = None if found is None else self.session.get(HandInRow, found)
        if row is None:
            raise NoSuchHandInError(number)
        return RegistrationId(row.registration_id)

    def with_open_hand_ins(self) -> tuple[RegistrationId, ...]:
        """Return the registrations with a hand-in that has not come to its end.

        Restricted records whose reader is not named are left out.
        """
        return self._having(HAND_IN_OPEN, lambda one: bool(one.open_hand_ins))

    def with_changes_asked(self) -> tuple[RegistrationId, ...]:
        """Return the registrations with a change that waits to be decided.

        Restricted records whose reader is not named are left out.
        """
        return self._having(CHANGE_ASKED, lambda one: one.asked is not None)

    def _having(
        self, word: Word, is_so: Callable[[Growing], bool]
    ) -> tuple[RegistrationId, ...]:
        self.must_note = True
        (found,) = self.having_each(Compartment.GROWING, [word])
        keyring = self.access.keyring
        return tuple(
            RegistrationId(row.id)
            for row in self._rows(sorted(found))
            if is_so(open_growing(row, keyring))
            and self.may_open(open_named(row, keyring).identity)
        )

    def destructions(self) -> tuple[Destruction, ...]:
        """Return the records of destruction, oldest first; they name no patient."""
        self.must_note = True
        rows = self.session.execute(select(DestructionRow)).scalars()
        found = [self.open(row, Compartment.GROWING, _DESTRUCTION) for row in rows]
        return tuple(sorted(found, key=lambda one: (one.destroyed_at, one.number)))

    def remove_destruction(self, number: DestructionNumber) -> None:
        """Remove a record of destruction for good; its number is not given again.

        Raises:
            NoSuchDestructionError: there is none with this number.
        """
        word = numbered(_DESTRUCTION_NUMBER, number)
        found = self.owner_of(Compartment.GROWING, word)
        row = None if found is None else self.session.get(DestructionRow, found)
        if row is None:
            raise NoSuchDestructionError(number)
        self.drop(row)


def _new_tags(act: HandInAct) -> Iterable[str]:
    """Return the seal tags that an act uses for the first time, as they fold."""
    match act:
        case HandInReceipt():
            tags: tuple[str, ...] = act.seal_tags
        case Resealed():
            tags = (act.new_tag,)
        case Correction(what=Corrected.SEAL_TAG):
            tags = (act.now,)
        case _:
            tags = ()
    return [tag.casefold() for tag in tags]
