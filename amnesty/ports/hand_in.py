"""What journals and hand-ins need of a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from amnesty.domain.course import Course
    from amnesty.domain.hand_in import Destruction, HandInAct, HandInReceipt
    from amnesty.domain.identifiers import DestructionNumber, ReceiptNumber
    from amnesty.domain.journal import Entry
    from amnesty.domain.registration import RegistrationId


class HandInTransaction(Protocol):
    """The part of a transaction that keeps journals and hand-ins."""

    def add_entries(
        self, registration: RegistrationId, entries: Sequence[Entry]
    ) -> None:
        """Keep entries of a registration's journal; they are never changed."""

    def entries_of(self, registration: RegistrationId) -> tuple[Entry, ...]:
        """Return a registration's journal, in the order in which it was written."""

    def add_hand_in(self, registration: RegistrationId, act: HandInAct) -> None:
        """Keep one act of a hand-in; it is never changed.

        Raises:
            ChangedByAnotherError: somebody else wrote down the act in its place.
            SealTagUsedError: a tag was on another bag before.
        """

    def courses_of(self, registration: RegistrationId) -> tuple[Course, ...]:
        """Return a registration's hand-ins, each with its course, oldest first."""

    def sealed_acts(
        self, registration: RegistrationId
    ) -> Callable[[], tuple[HandInAct, ...]]:
        """Return what opens all acts of a registration's hand-ins, in any thread."""

    def hand_ins_of(self, registration: RegistrationId) -> tuple[HandInReceipt, ...]:
        """Return a registration's receipts, oldest first."""

    def registration_of_hand_in(self, number: ReceiptNumber) -> RegistrationId:
        """Return whose a hand-in is.

        Raises:
            NoSuchHandInError: there is none with this number.
        """

    def with_changes_asked(self) -> tuple[RegistrationId, ...]:
        """Return the registrations with a change that waits to be decided."""

    def with_open_hand_ins(self) -> tuple[RegistrationId, ...]:
        """Return the registrations with a hand-in that has not come to its end."""

    def destructions(self) -> tuple[Destruction, ...]:
        """Return the records of destruction, oldest first; they name no patient."""

    def remove_destruction(self, number: DestructionNumber) -> None:
        """Remove a record of destruction for good; its number is not given again.

        Raises:
            NoSuchDestructionError: there is none with this number.
        """
