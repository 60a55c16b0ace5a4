"""Complaints with their clock, withheld questions, and who was affected by a breach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.identifiers import RegistrationNumber
from amnesty.domain.staff import Act, require
from amnesty.domain.text import clean_line
from amnesty.errors import NotFoundError
from amnesty.errors.rights import (
    EndsBeforeItBeginsError,
    NoSuchCaseError,
    WithheldTooLongError,
)
from amnesty.repeating import repeated
from amnesty.services.house_rules import rules_in
from amnesty.services.shelves import Item, Shelf, keep_on, kept_on

if TYPE_CHECKING:
    from amnesty.services.desk import Desk

_LONGEST = 2000
_NUMBER_SIZE = 3


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """One complaint and its clock."""

    number: str
    received_on: date
    due_on: date
    about: str
    answered_on: date | None
    answer: str

    def is_late(self, today: date) -> bool:
        """Return whether it waits longer than it may."""
        return self.answered_on is None and today > self.due_on


@dataclass(frozen=True, kw_only=True)
class Breach:
    """Who was affected, and what is to be sent by when."""

    found_at: datetime
    report_by: datetime
    affected: tuple[tuple[RegistrationNumber, str, int], ...]
    """Numbers and names of those still kept, and how often they were looked at."""
    erased: int
    """How many of them were erased since."""
    to_commissioner: str
    to_patient: str


@repeated
def complain(desk: Desk, number: RegistrationNumber | None, about: str) -> str:
    """Write a complaint down, and return its number; its clock starts today."""
    require(desk.member, Act.COMPLAIN)
    text = clean_line(about, "complaint", longest=_LONGEST)
    with desk.transaction() as register:
        found = None if number is None else register.registration(number).id
        complaint = desk.chance(_NUMBER_SIZE).hex().upper()
        item = {
            "number": complaint,
            "received_on": desk.today().isoformat(),
            "about": text,
            **({} if found is None else {"registration": f"{found:016x}"}),
        }
        keep_on(
            register, Shelf.COMPLAINTS, [*kept_on(register, Shelf.COMPLAINTS), item]
        )
        register.append(
            desk.note(Verb.COLLECTION, Act.COMPLAIN, found, complaint=complaint)
        )
    return complaint


@repeated
def answer_complaint(desk: Desk, complaint: str, answer: str) -> None:
    """Write down how a complaint was answered.

    Raises:
        NoSuchCaseError: there is none of this number.
    """
    require(desk.member, Act.COMPLAIN)
    text = clean_line(answer, "answer", longest=_LONGEST)
    with desk.transaction() as register:
        items = kept_on(register, Shelf.COMPLAINTS)
        item = next((one for one in items if one["number"] == complaint.upper()), None)
        if item is None:
            raise NoSuchCaseError(f"complaint {complaint}")
        item |= {"answered_on": desk.today().isoformat(), "answer": text}
        keep_on(register, Shelf.COMPLAINTS, items)
        register.append(
            desk.note(Verb.ALTERATION, Act.COMPLAIN, complaint=complaint, what="answer")
        )


@repeated
def complaints(desk: Desk) -> tuple[Complaint, ...]:
    """Return all complaints, the first due first; those answered come last."""
    require(desk.member, Act.COMPLAIN)
    with desk.transaction() as register:
        days = timedelta(days=rules_in(register).rights.answer_days)
        found = [_complaint(one, days) for one in kept_on(register, Shelf.COMPLAINTS)]
        register.append(desk.note(Verb.CONSULTATION, Act.COMPLAIN, what="list"))
    return tuple(
        sorted(found, key=lambda one: (one.answered_on is not None, one.due_on))
    )


def _complaint(item: Item, days: timedelta) -> Complaint:
    received = date.fromisoformat(item["received_on"])
    answered = item.get("answered_on")
    return Complaint(
        number=item["number"],
        received_on=received,
        due_on=received + days,
        about=item["about"],
        answered_on=None if answered is None else date.fromisoformat(answered),
        answer=item.get("answer", ""),
    )


@repeated
def withhold(desk: Desk, event: int, *, days: int, reason: str) -> date:
    """Leave a police question out of "who looked" for a time; return its last day.

    Withholding it once more is the review; where nobody does, it is told.

    Raises:
        WithheldTooLongError: for more days than the house rules have.
        NoSuchCaseError: the event is no question of police.
    """
    require(desk.member, Act.WITHHOLD)
    why = clean_line(reason, "reason", longest=_LONGEST)
    with desk.transaction() as register:
        most = rules_in(register).rights.withhold_days
        if not 1 <= days <= most:
            raise WithheldTooLongError(most)
        asked = Act.ASK_AS_POLICE.name
        if all((one.event, one.act) != (event, asked) for one in register.looks()):
            raise NoSuchCaseError(f"question of police with the event {event}")
        until = desk.today() + timedelta(days=days)
        others = [
            one
            for one in kept_on(register, Shelf.WITHHELD)
            if one["event"] != str(event)
        ]
        item = {"event": str(event), "until": until.isoformat(), "reason": why}
        keep_on(register, Shelf.WITHHELD, [*others, item])
        register.append(
            desk.note(Verb.ALTERATION, Act.WITHHOLD, event=str(event), reason=why)
        )
    return until


@repeated
def find_affected(
    desk: Desk, *, since: datetime, until: datetime, account: str, found_at: datetime
) -> Breach:
    """Return whose records an account looked at in a time, with drafts of notices.

    Args:
        desk: a supervisor's.
        since: the first instant.
        until: the last.
        account: whose looks; empty for everybody's.
        found_at: when the breach became known: the clock of 72 hours starts there.

    Raises:
        EndsBeforeItBeginsError: the last instant is before the first.
    """
    require(desk.member, Act.FIND_AFFECTED)
    if until < since:
        raise EndsBeforeItBeginsError
    with desk.transaction() as register:
        hours = rules_in(register).rights.breach_hours
        by = register.account(account).member.id if account else None
        counted: dict[int, int] = {}
        for look in register.looks():
            is_meant = since <= look.at <= until and by in (None, look.by)
            if is_meant and not look.refused and look.registration is not None:
                counted[look.registration] = counted.get(look.registration, 0) + 1
        names, erased = [], 0
        for registration, count in counted.items():
            try:
                kept = register.break_glass_by_id(registration)
            except NotFoundError:
                erased += 1
            else:
                patient = kept.identity.patient.full_name
                names.append((kept.number, patient, count))
        authority = register.authority()
        register.append(
            desk.note(
                Verb.CONSULTATION,
                Act.FIND_AFFECTED,
                codes={"alarm": "breach looked into"},
                since=since.isoformat(),
                until=until.isoformat(),
                affected=str(len(counted)),
            )
        )
    report_by = found_at + timedelta(hours=hours)
    return Breach(
        found_at=found_at,
        report_by=report_by,
        affected=tuple(sorted(names)),
        erased=erased,
        to_commissioner=_TO_COMMISSIONER.format(
            authority=authority.name,
            found=f"{found_at:%d %B %Y %H:%M} UTC",
            since=f"{since:%d %B %Y %H:%M} UTC",
            until=f"{until:%d %B %Y %H:%M} UTC",
            count=len(counted),
        ),
        to_patient=_TO_PATIENT.format(
            authority=authority.name,
            telephone=authority.telephone,
            since=f"{since:%d %B %Y}",
            until=f"{until:%d %B %Y}",
        ),
    )


_TO_COMMISSIONER = """DRAFT: personal data breach, UK GDPR Article 33

Controller: {authority}
Became known: {found}
Time of the breach: {since} to {until}
Kind: (confidentiality, integrity or availability)
Data subjects: {count}, patients registered under Carly's Amnesty
Data: identity, health (Article 9), address of growing site
Likely consequences: (theft from the site, disclosure of health)
Measures taken: (keys rotated, account removed, patients told)
Contact: (data protection officer)"""

_TO_PATIENT = """DRAFT: to each person affected, UK GDPR Article 34

{authority} holds a record about you. Between {since} and {until} it was seen by
somebody who should not have seen it, or may have been. (Say what happened.)

What we have done: (…)
What you can do: (keep the place locked; tell us if anything seems wrong)
Telephone {telephone}. You may complain to the Information Commissioner."""
