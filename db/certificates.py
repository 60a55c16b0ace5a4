"""Certificates as issued, the slots they have in the lists, and how they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from amnesty.domain.certificate import Certificate, CertificateStatus
from amnesty.domain.issued import IssuedCertificate
from amnesty.domain.registration import (
    Registration,
    RegistrationId,
    State,
    WindingDown,
)
from amnesty.domain.staff import Compartment
from amnesty.errors.store import NoSuchCertificateError, NumberTakenError
from db.answers import Answers
from db.keyring.tokens import numbered
from db.records import data_key, is_erased, open_growing, open_with_key
from db.registrations import Registrations
from db.sealing import Codec
from db.status_lists import StatusLists
from db.tables import CertificateRow, RegistrationRow, SlotRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from amnesty.domain.identifiers import CertificateNumber

_NUMBER = "certificate number"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What a certificate's row seals: the bytes that were signed never change."""

    certificate: Certificate
    token: bytes
    slot: int
    """The id of its slot's row, which says how it stands."""
    prints: int


_KEPT = Codec(Kept)


class Certificates(Registrations, StatusLists, Answers):
    """The part of a transaction that keeps certificates, and what police are told."""

    def add_certificate(self, issued: IssuedCertificate) -> None:
        """Keep a certificate and the hash of its payload for the issued list.

        Raises:
            NumberTakenError: its number, or its slot, was given before.
        """
        self.readable_row(issued.registration)
        slot = self.slot_row(issued.certificate.slot)
        row = CertificateRow(
            id=self.new_id(),
            authority_id=self.access.authority_id,
            version=0,
            registration_id=issued.registration,
        )
        number = numbered(_NUMBER, issued.certificate.number)
        if not self.claim(Compartment.GROWING, number, row.id):
            raise NumberTakenError(_NUMBER)
        self.fill_slot(slot, issued.payload_hash, issued.status)
        kept = Kept(
            certificate=issued.certificate,
            token=issued.token,
            slot=slot.id,
            prints=issued.prints,
        )
        self._seal(row, kept)
        self._answer(row, issued.certificate, issued.status)

    def save_registration(self, registration: Registration) -> Registration:
        """Keep a change, of how long it winds down too, which police are told.

        Raises:
            ChangedByAnotherError: the version kept is not the one given.
            AlreadyRegisteredError: another stands with its new health number.
        """
        saved = super().save_registration(registration)
        if saved.growing.winding_down is not None:
            for row in self._rows_of(saved.id):
                self._answer_as_issued(row)
        return saved

    def certificate(self, number: CertificateNumber) -> IssuedCertificate:
        """Return a certificate.

        Raises:
            NoSuchCertificateError: there is none with this number.
            RecordRestrictedError: the reader is not named on a restricted record.
        """
        row = self._row(number)
        self.readable_row(row.registration_id)
        return self._issued(row)

    def certificates_of(
        self, registration: RegistrationId
    ) -> tuple[IssuedCertificate, ...]:
        """Return a registration's certificates, oldest first."""
        self.readable_row(registration)
        found = [self._issued(row) for row in self._rows_of(registration)]
        return tuple(
            sorted(
                found,
                key=lambda one: (one.certificate.issued_at, one.certificate.number),
            )
        )

    def set_status(self, number: CertificateNumber, status: CertificateStatus) -> None:
        """Set how a certificate stands; its bytes stay."""
        row = self._row(number)
        kept = self._open(row)
        self.set_slot_status(self.session.get_one(SlotRow, kept.slot), status)
        self._answer(row, kept.certificate, status)

    def winding_down(self) -> Iterator[tuple[CertificateNumber, date]]:
        """Yield what winds down and until when, of records closed to us as well.

        For lists that are published: nobody is shown whose they are.
        """
        self.must_note = True
        ours = select(col(RegistrationRow.id)).where(
            col(RegistrationRow.state) == State.WINDING_DOWN.value
        )
        asked = select(CertificateRow).where(
            col(CertificateRow.registration_id).in_(ours)
        )
        for row in self.session.execute(asked).scalars().all():
            issued = self._issued(row)
            winding_down = self._winding_down(row)
            stands = issued.status is CertificateStatus.WINDING_DOWN
            if stands and winding_down is not None:
                yield issued.certificate.number, winding_down.until

    def make_answers(self) -> int:
        """Have police answered about every certificate; return how many there are.

        For a register whose certificates are older than the answers.
        """
        rows = self.session.execute(select(CertificateRow)).scalars().all()
        keyring = self.access.keyring
        kept = [row for row in rows if not is_erased(self._owner(row), keyring)]
        for row in kept:
            self._answer_as_issued(row)
        return len(kept)

    def count_print(self, number: CertificateNumber) -> int:
        """Count one more print of a certificate and return how many there are."""
        row = self._row(number)
        kept = self._open(row)
        counted = replace(kept, prints=kept.prints + 1)
        self._seal(row, counted)
        return counted.prints

    def registration_of(self, number: CertificateNumber) -> int | None:
        """Return the registration that a certificate is for; None where none is."""
        found = self.owner_of(Compartment.GROWING, numbered(_NUMBER, number))
        if found is None:
            return None
        return self.session.get_one(CertificateRow, found).registration_id

    def _row(self, number: CertificateNumber) -> CertificateRow:
        self.must_note = True
        found = self.owner_of(Compartment.GROWING, numbered(_NUMBER, number))
        if found is None:
            raise NoSuchCertificateError(number)
        return self.session.get_one(CertificateRow, found)

    def _rows_of(self, registration: RegistrationId) -> Sequence[CertificateRow]:
        asked = select(CertificateRow).where(
            col(CertificateRow.registration_id) == registration
        )
        return self.session.execute(asked).scalars().all()

    def _answer_as_issued(self, row: CertificateRow) -> None:
        issued = self._issued(row)
        self._answer(row, issued.certificate, issued.status)

    def _answer(
        self, row: CertificateRow, certificate: Certificate, status: CertificateStatus
    ) -> None:
        """Have police told how a certificate stands, and until when it winds down."""
        winding_down = None
        if status is CertificateStatus.WINDING_DOWN:
            winding_down = self._winding_down(row)
        until = None if winding_down is None else winding_down.until
        self.keep_answers(certificate, status, until)

    def _winding_down(self, row: CertificateRow) -> WindingDown | None:
        return open_growing(self._owner(row), self.access.keyring).winding_down

    def _issued(self, row: CertificateRow) -> IssuedCertificate:
        kept = self._open(row)
        slot = self.session.get_one(SlotRow, kept.slot)
        return IssuedCertificate(
            registration=RegistrationId(row.registration_id),
            certificate=kept.certificate,
            token=kept.token,
            payload_hash=self.payload_hash(slot),
            status=CertificateStatus(slot.status),
            version=row.version,
            prints=kept.prints,
        )

    def _seal(self, row: CertificateRow, kept: Kept) -> None:
        row.version += 1
        key = data_key(self._owner(row), Compartment.GROWING, self.access.keyring)
        text = _KEPT.write(kept)
        row.sealed = key.seal(text, row.bound(), self.access.chance)
        self.keep(row)

    def _open(self, row: CertificateRow) -> Kept:
        key = data_key(self._owner(row), Compartment.GROWING, self.access.keyring)
        return open_with_key(row, "sealed", key, _KEPT)

    def _owner(self, row: CertificateRow) -> RegistrationRow:
        return self.session.get_one(RegistrationRow, row.registration_id)
