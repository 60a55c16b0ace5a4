"""Erases a registration: its keys are destroyed, and every word that leads to it.

What stays is unreadable. The row stays as a tombstone, and certificates, hand-ins and
journals under a key that is gone, so that the audit log and its replay still add up.
Slots stay in their lists, ended, so that no index is given twice and a paper that is
still about verifies as revoked. The numbers that we gave stay taken: they are random,
are given to nobody else, and whoever asks for one is told that it was erased.

Copies of the keys in older backups die with the epoch that they are wrapped in.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlmodel import col

from amnesty.domain.certificate import Certificate, CertificateStatus
from amnesty.domain.staff import Compartment
from amnesty.errors.server import OutcomeUnknownError
from db.answers import address_of
from db.audit.forgetting import forget
from db.erasures import read_erasures, write_erasures
from db.journals import Journals
from db.questions import Questions
from db.records import bury, is_erased, open_registration
from db.registrations import held_number
from db.search.indexing import words_of
from db.tables import PendingRow, RegistrationRow, SlotRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import Engine

    from amnesty.domain.asking import Question
    from amnesty.domain.registration import Registration, RegistrationId

_ENDED = frozenset({CertificateStatus.REVOKED, CertificateStatus.SUPERSEDED})


class Erasing(Journals, Questions):
    """The part of a transaction that erases."""

    erased: frozenset[int] = frozenset()
    """What this transaction erased; listed in a file when it is committed."""

    def erase(self, registration: RegistrationId, *, erased_on: date) -> bool:
        """Erase a registration; return False where it was erased before.

        Restored registers have their erasures done again by this too; then one that
        came after the backup is not there, which is as good as erased. Nothing of the
        record is shown, so a restricted one is erased by whoever is told to.

        Raises:
            CompartmentClosedError: the member does not hold all keys of a patient.
        """
        self.must_note = True
        row = self.session.get(RegistrationRow, registration)
        if row is None or is_erased(row, self.access.keyring):
            return False
        kept = open_registration(row, self.access.keyring)
        marks = self.marks_about(kept)
        self._end_certificates(registration)
        self._forget_words(kept)
        forget(self, {registration: marks})
        bury(row, erased_on, self.access.keyring, self.access.chance)
        self.keep(row)
        self.erased |= {registration}
        return True

    @contextmanager
    def erasures_listed(self) -> Iterator[None]:
        """List what was erased while it is committed, and nobody else can write.

        What is not committed is taken from the list again; what may have been stays.
        """
        if not self.erased:
            yield
            return
        access = self.access
        before = read_erasures(access.folder, access.keyring)
        self._list(before | self.erased)
        try:
            yield
        except OutcomeUnknownError:
            raise
        except BaseException:
            self._list(before)
            raise

    def _list(self, erased: frozenset[int]) -> None:
        access = self.access
        write_erasures(access.folder, access.keyring, erased, access.chance)

    def marks_about(self, registration: Registration) -> frozenset[str]:
        """Return by what questions of police about a registration are known again."""
        issued = self._issued_to(registration)
        places = [site.address for site in registration.growing.sites]
        places += [place for one in issued if (place := address_of(one)) is not None]
        asked: list[Question] = [*places, *(one.number for one in issued)]
        return frozenset(map(self.mark_of, asked))

    def numbers_of(self, registration: Registration) -> frozenset[str]:
        """Return the numbers that a registration and its certificates have."""
        issued = self._issued_to(registration)
        return frozenset({registration.number, *(one.number for one in issued)})

    def _issued_to(self, registration: Registration) -> list[Certificate]:
        """Return its certificates, which may be erased by who may not read them."""
        return [self._open(row).certificate for row in self._rows_of(registration.id)]

    def _end_certificates(self, registration: RegistrationId) -> None:
        """Revoke what still stands, and have police answered about none of them."""
        for row in self._rows_of(registration):
            kept = self._open(row)
            slot = self.session.get_one(SlotRow, kept.slot)
            if CertificateStatus(slot.status) not in _ENDED:
                self.set_slot_status(slot, CertificateStatus.REVOKED)
            self.drop_answers(kept.certificate)

    def _forget_words(self, kept: Registration) -> None:
        """Leave no search token, and let the health number be registered again."""
        self._drop(kept.id, words_of(kept))
        own = col(PendingRow.registration_id) == kept.id
        self.run(delete(PendingRow).where(own))
        held = held_number(kept)
        if held is not None:
            self.release(Compartment.IDENTITY, held)


def settle(engine: Engine) -> None:
    """Have nothing of what was erased stay in SQLite's write-ahead log.

    Freed bytes of the file itself are overwritten as they are freed (secure_delete).
    While others read, the log is cut when the last of them has signed out.
    """
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
