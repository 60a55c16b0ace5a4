"""Registrations: kept, read and changed, and nobody's change lost."""

from __future__ import annotations

import gc
from collections import deque
from contextlib import contextmanager
from dataclasses import replace
from operator import itemgetter
from os import cpu_count
from typing import TYPE_CHECKING, Any

from amnesty.domain.registration import Registration, RegistrationId
from amnesty.domain.staff import Compartment
from amnesty.errors.register import RowAlteredError
from amnesty.errors.rules import RecordRestrictedError
from amnesty.errors.store import (
    AlreadyRegisteredError,
    ChangedByAnotherError,
    NoSuchRegistrationError,
    NumberTakenError,
)
from db.helping import HELPED_FROM, Helped
from db.keyring.tokens import Word, health_number, numbered
from db.making import Alone, PartSealer
from db.random64 import signed
from db.records import (
    HOLDS_NUMBER,
    PARTS,
    columns_of,
    job_of,
    open_named,
    open_registration,
    open_rest,
    seal_registration,
)
from db.search.indexing import BATCH, Indexing
from db.search.words import findable
from db.tables import RegistrationRow
from db.work import mark_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from amnesty.domain.event import Event
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Identity
    from db.glimpses import SeenIdentity
    from db.making import Job
    from db.records import Named

NUMBER = "registration number"
_AT_ONCE = 1_000
_id_of = itemgetter("id")


@contextmanager
def _without_collection() -> Iterator[None]:
    """Leave out the search for cycles among a million objects that have none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Registrations(Indexing):
    """The part of a transaction that keeps registrations."""

    def add_registration(self, registration: Registration) -> Registration:
        """Keep a new registration and return it with its version.

        Raises:
            AlreadyRegisteredError: a registration stands with this health number.
            NumberTakenError: its number was given before.
        """
        self._claim_health_number(registration, None)
        if not self.claim(Compartment.IDENTITY, _number(registration), registration.id):
            raise NumberTakenError(NUMBER)
        access = self.access
        clear, job = job_of(registration, access.authority_id)
        messages = self._sealer().messages(job)
        self.keep_new(RegistrationRow, [columns_of(clear, messages)])
        self.index(registration, None)
        return replace(registration, version=1)

    @_without_collection()
    def add_registrations(
        self, registrations: Sequence[Registration], events: Sequence[Event]
    ) -> None:
        """Keep many new registrations at once, each with its event.

        Raises:
            AlreadyRegisteredError: one stands with a health number of theirs.
            NumberTakenError: a number was given before.
            RowAlteredError: one of them, or a token of theirs, stands already.
        """
        is_few = len(registrations) < BATCH
        # Helpers need a while to start, in which numbers are claimed.
        with self._makers(len(registrations)) as makers:
            self._claim_numbers(registrations)
            rows = self._log_each(self._made(makers, registrations), events)
            makers.no_more()
            # In the order of their ids, so that no page of the table is written twice.
            if not self.add_new(RegistrationRow, sorted(rows, key=_id_of)):
                raise RowAlteredError(RegistrationRow.table())
            if is_few:
                self.await_batches(registrations)
            else:
                self.index_made(makers.tokens())

    def already_registered(self, new: Sequence[Registration]) -> set[RegistrationId]:
        """Return those with whose health number another registration stands."""
        identities = Compartment.IDENTITY
        words = ((one.id, held_number(one)) for one in new)
        return {
            one
            for one, word in words
            if word and self.owner_of(identities, word) is not None
        }

    def _claim_numbers(self, registrations: Sequence[Registration]) -> None:
        if not self.claim_all(Compartment.IDENTITY, _owned(registrations, held_number)):
            raise AlreadyRegisteredError
        if not self.claim_all(Compartment.IDENTITY, _owned(registrations, _number)):
            raise NumberTakenError(NUMBER)

    def _log_each(
        self, made: Iterator[dict[str, Any]], events: Sequence[Event]
    ) -> list[dict[str, Any]]:
        """Append each row's event, and return the rows as the driver takes them."""
        self.must_note = True
        rows = []
        for columns, event in zip(made, events, strict=True):
            self.marks.append(mark_of(RegistrationRow, columns))
            self.append(event)
            rows.append(_as_kept(columns))
        return rows

    def _made(
        self, makers: Alone | Helped, registrations: Sequence[Registration]
    ) -> Iterator[dict[str, Any]]:
        """Yield the columns of each registration's row, and have it found."""
        owner = self.access.authority_id
        clears: deque[dict[str, Any]] = deque()

        def jobs() -> Iterator[list[Job]]:
            for begin in range(0, len(registrations), _AT_ONCE):
                some = registrations[begin : begin + _AT_ONCE]
                made = [job_of(one, owner) for one in some]
                clears.extend([clear for clear, _ in made])
                makers.find(
                    [(one.id, findable(one.identity, one.growing)) for one in some]
                )
                yield [job for _, job in made]

        for some in makers.sealed(jobs()):
            for messages in some:
                yield columns_of(clears.popleft(), messages)

    def _makers(self, count: int) -> Alone | Helped:
        access = self.access
        if count < HELPED_FROM or cpu_count() == 1:
            return Alone(self._sealer(), self.new_batch())
        return Helped(access.keyring, PARTS, access.chance)

    def _sealer(self) -> PartSealer:
        access = self.access
        return PartSealer([access.keyring.keys(one) for one in PARTS], access.chance)

    def registration(self, number: RegistrationNumber) -> Registration:
        """Return a registration.

        Raises:
            NoSuchRegistrationError: there is none with this number.
            RecordRestrictedError: the reader is not named on a restricted record.
        """
        found = self.owner_of(Compartment.IDENTITY, numbered(NUMBER, number))
        if found is None:
            raise NoSuchRegistrationError(number)
        return self.registration_by_id(RegistrationId(found))

    def registration_by_id(self, registration: RegistrationId) -> Registration:
        """Return a registration by its id, as `registration` does by its number."""
        row, named = self._readable(registration)
        return open_rest(row, named, self.access.keyring)

    def break_glass(self, number: RegistrationNumber) -> Registration:
        """Return a restricted record to somebody whom it does not name.

        Raises:
            NoSuchRegistrationError: there is none with this number.
        """
        found = self.owner_of(Compartment.IDENTITY, numbered(NUMBER, number))
        if found is None:
            raise NoSuchRegistrationError(number)
        return self.break_glass_by_id(found)

    def break_glass_by_id(self, registration: int) -> Registration:
        """Return a registration by its id, as `break_glass` does by its number."""
        self.must_note, self.looked_at = True, registration
        row = self.session.get(RegistrationRow, registration)
        if row is None:
            raise NoSuchRegistrationError(f"{registration:016x}")
        return open_registration(row, self.access.keyring)

    def save_registration(self, registration: Registration) -> Registration:
        """Keep a change and return it with its new version.

        Raises:
            ChangedByAnotherError: the version kept is not the one given.
            AlreadyRegisteredError: another stands with its new health number.
        """
        access = self.access
        row, named = self._readable(registration.id)
        if row.version != registration.version:
            raise ChangedByAnotherError
        before = open_rest(row, named, access.keyring)
        if registration.number != before.number:
            msg = "A registration's number never changes."
            raise ValueError(msg)
        self._claim_health_number(registration, before)
        seal_registration(row, registration, access.keyring, access.chance)
        self.keep(row)
        self.index(registration, before)
        return replace(registration, version=row.version)

    def readable_row(self, registration: int) -> RegistrationRow:
        """Return the row of a record that this member may open.

        Raises:
            NoSuchRegistrationError: there is none with this id.
            RecordRestrictedError: the reader is not named on a restricted record.
        """
        row, _ = self._readable(registration)
        return row

    def _readable(self, registration: int) -> tuple[RegistrationRow, Named]:
        self.must_note = True
        row = self.session.get(RegistrationRow, registration)
        self.looked_at = registration
        if row is None:
            raise NoSuchRegistrationError(f"{registration:016x}")
        named = open_named(row, self.access.keyring)
        if not self.may_open(named.identity):
            raise RecordRestrictedError
        return row, named

    def may_open(self, identity: Identity | SeenIdentity) -> bool:
        """Return whether this member may open a record: most are not restricted."""
        allowed, own = identity.restricted_to, self.access.member.id
        return own not in identity.related and (not allowed or own in allowed)

    def _claim_health_number(
        self, registration: Registration, before: Registration | None
    ) -> None:
        new, old = held_number(registration), held_number(before)
        if new == old:
            return
        if new and not self.claim(Compartment.IDENTITY, new, registration.id):
            raise AlreadyRegisteredError
        if old:
            self.release(Compartment.IDENTITY, old)


def _owned(
    registrations: Iterable[Registration],
    word_of: Callable[[Registration], Word | None],
) -> list[tuple[Word, int]]:
    """Return the words that registrations claim for themselves, with their owners."""
    words = ((word_of(one), one.id) for one in registrations)
    return [(word, owner) for word, owner in words if word is not None]


def _as_kept(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row's columns as the driver takes them."""
    begin, end = columns["valid_from"], columns["valid_to"]
    return {
        **columns,
        "id": signed(columns["id"]),
        "authority_id": signed(columns["authority_id"]),
        "valid_from": begin and begin.isoformat(),
        "valid_to": end and end.isoformat(),
    }


def _number(registration: Registration) -> Word:
    return numbered(NUMBER, registration.number)


def held_number(registration: Registration | None) -> Word | None:
    """Return the health number that a registration keeps others from using."""
    if registration is None or registration.state not in HOLDS_NUMBER:
        return None
    number = registration.identity.patient.health_number
    return None if number is None else health_number(number)
