"""Fixed answers in the place of services, about one made-up patient."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING, Any

from amnesty.domain.certificate import (
    Certificate,
    CertificateStatus,
    CertifiedAgreement,
    Form,
    PlantLimits,
    Setting,
    StatusSlot,
)
from amnesty.domain.identifiers import CertificateNumber, GssCode, RegistrationNumber
from amnesty.domain.issued import IssuedCertificate
from amnesty.domain.looking import Look
from amnesty.domain.registration import Move, RegistrationId, State, Step
from amnesty.domain.searched import Found, summary_of
from amnesty.domain.staff import Role, StaffId, StaffMember
from amnesty.domain.suppression import Table
from amnesty.errors.server import ServerGoneError
from amnesty.ports import Account
from amnesty.services.auditing import LogPage
from amnesty.services.registrations.pages import Line, Page
from amnesty.services.registrations.searching import Record
from amnesty.services.registrations.work_list import Counted, Waiting
from amnesty.services.rights.breaches import KnownBreach
from amnesty.services.rights.casework import Complaint
from amnesty.services.rights.erasing import ProposedErasure

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)


@dataclass
class Services:
    """Fixed answers in the place of services."""

    record: Record
    state: str = "normal"
    release: Event = field(default_factory=Event)

    def through(self, question: Callable[[], object]) -> object:
        """Put a question; its answer may be long in coming, or be a refusal."""
        if self.state == "loading":
            self.release.wait(30)
        if self.state == "error":
            raise ServerGoneError
        return question()

    def let_go(self) -> None:
        """Let what waits for an answer have it."""
        self.release.set()

    def answer(self, full: object, empty: object) -> object:
        """Return an answer as the state has it."""
        return empty if self.state == "empty" else full

    def count(self, desk: object) -> object:
        """Answer how much waits."""
        del desk
        full = dict.fromkeys(Waiting, 3)
        counted = Counted(counts=full, checked_on=TODAY)
        none = Counted(counts=dict.fromkeys(Waiting, 0), checked_on=None)
        return self.answer(counted, none)

    def page(self, desk: object, waiting: Waiting, **asked: object) -> object:
        """Answer a page of the work list."""
        del desk, waiting, asked
        lines = tuple(
            Line(summary=one, needed=needed, by=TODAY)
            for one, needed in zip(self.summaries, _NEEDED, strict=True)
        )
        return self.answer(Page(lines=lines, total=3), Page(lines=(), total=0))

    def found(self, desk: object, text: str, **asked: object) -> object:
        """Answer what was found."""
        del desk, text, asked
        full = Found(summaries=self.summaries, total=3)
        return self.answer(full, Found(summaries=(), total=0))

    def accounts(self, desk: object) -> object:
        """Answer the accounts."""
        del desk
        full = tuple(
            Account(
                member=StaffMember(id=StaffId(row), name=name, role=role),
                granted=row != 2,
            )
            for row, (name, role) in enumerate(_STAFF)
        )
        return self.answer(full, ())

    def complaints(self, desk: object) -> object:
        """Answer the complaints."""
        del desk
        full = (
            Complaint(
                number="A1B2C3",
                received_on=date(2026, 10, 20),
                due_on=date(2026, 11, 19),
                about="=cmd() nobody called back",
                answered_on=None,
                answer="",
            ),
            Complaint(
                number="D4E5F6",
                received_on=date(2026, 11, 1),
                due_on=date(2026, 12, 1),
                about="The letter went to the old address",
                answered_on=TODAY,
                answer="we said sorry",
            ),
        )
        return self.answer(full, ())

    def erasures(self, desk: object) -> object:
        """Answer what waits for a second person."""
        del desk
        one = ProposedErasure(
            number=RegistrationNumber("R-7K3M-2W9D-X4PT"),
            reason="at the patient's request",
            proposed_by="Idris",
            proposed_on=TODAY,
        )
        return self.answer((one,), ())

    def breaches(self, desk: object) -> object:
        """Answer the breaches."""
        del desk
        full = tuple(
            KnownBreach(
                number=number,
                found_at=AT,
                report_by=AT + timedelta(hours=72),
                affected=3,
                reported_at=reported,
            )
            for number, reported in (("A1B2C3", None), ("D4E5F6", AT))
        )
        return self.answer(full, ())

    def log(self, desk: object, sought: object, **asked: object) -> object:
        """Answer a page of the audit log."""
        del desk, sought, asked
        first = Look(
            event=41,
            at=AT,
            by=StaffId(0),
            role=Role.CLERK,
            verb="consultation",
            act="READ",
            refused=True,
            registration=7,
            detail={"doing": "open_record", "why": "RecordRestrictedError"},
            leaf="{}",
            salt=bytes(32),
        )
        second = replace(
            first, event=40, act="BREAK_GLASS", refused=False, alarm="break glass"
        )
        names = {StaffId(0): "Bronwen"}
        full = LogPage(events=(first, second), names=names, is_last=False)
        return self.answer(full, LogPage(events=(), names=names, is_last=True))

    def statistics(self, desk: object) -> object:
        """Answer one month's tables."""
        del desk
        table = Table(
            title="Registrations by state",
            columns=("1 to 3 g", "total"),
            rows=(("active", "25", "30"), ("draft", "*", "*"), ("total", "30", "35")),
        )
        return self.answer({"2026-11": (table,)}, {})

    @property
    def summaries(self) -> tuple[Any, ...]:
        """Three lines: two patients, and a restricted record."""
        first = summary_of(self.record.registration)
        second = replace(first, number="R-2222-2222-2222", full_name="Ewa Kowalska")
        hidden = replace(
            first, number="R-3333-3333-3333", full_name="", restricted=True
        )
        return first, second, hidden


_NEEDED = ("Hand in: plants", "Expires in 5 days", "Finish it and submit it")
_STAFF = (
    ("Bronwen", Role.CLERK),
    ("Idris", Role.SUPERVISOR),
    ("Gareth", Role.SUPERVISOR),
)


def fixed(record: Record, *, state: State | None = None) -> Record:
    """Return a record with numbers that never change, papers and a history."""
    registration = replace(
        record.registration,
        id=RegistrationId(7),
        number=RegistrationNumber("R-7K3M-2W9D-X4PT"),
        version=3,
        state=state or record.registration.state,
    )
    registration = registration.after(
        Step(
            move=Move.SUBMIT,
            state=registration.state,
            by=StaffId(1),
            by_name="Bronwen",
            at=AT,
        )
    )
    return replace(record, registration=registration, certificates=(_issued(record),))


def _issued(record: Record) -> IssuedCertificate:
    patient = record.registration.identity.patient
    (site,) = record.registration.growing.sites
    made = Certificate(
        number=CertificateNumber("C-BCDE-FGHJ-KMNZ"),
        issuer=GssCode("E07000000"),
        form=Form.CERTIFICATE,
        holder=patient.full_name,
        date_of_birth=patient.date_of_birth,
        patient=None,
        place="14 Canal Row, Penmaen",
        postcode=site.address.postcode,
        setting=Setting.INDOOR,
        indoor=PlantLimits(flowering=4, plants=8),
        outdoor=None,
        stock_grams=450,
        carry_grams=30,
        policy="uk-55g@1",
        agreement=CertifiedAgreement(reference="PEN-1", force="Llanfair Constabulary"),
        valid_from=TODAY,
        valid_to=date(2027, 11, 23),
        issued_at=AT,
        slot=StatusSlot(uri="ic:29q3", index=5),
        token_id=bytes(16),
    )
    return IssuedCertificate(
        registration=RegistrationId(7),
        certificate=made,
        token=b"",
        payload_hash=b"",
        status=CertificateStatus.VALID,
        prints=1,
    )
