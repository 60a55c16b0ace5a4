"""Complaints with their clock, and questions that are withheld for a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, require
from amnesty.domain.text import clean_line
from amnesty.errors.rights import NoSuchCaseError, WithheldTooLongError
from amnesty.repeating import repeated
from amnesty.services.authority.house_rules import rules_in
from amnesty.services.shelves import Item, Shelf, keep_on, kept_on

if TYPE_CHECKING:
    from amnesty.domain.identifiers import RegistrationNumber
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
class Withheld:
    """A question of police that "who looked" leaves out until its day."""

    event: int
    until: date
    reason: str


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
        asked = {one.event for one in register.looks() if "asked" in one.detail}
        if event not in asked:
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
def withheld_questions(desk: Desk) -> tuple[Withheld, ...]:
    """Return what is or was withheld, for its review: first to be told first."""
    require(desk.member, Act.WITHHOLD)
    with desk.transaction() as register:
        found = [
            Withheld(
                event=int(one["event"]),
                until=date.fromisoformat(one["until"]),
                reason=one["reason"],
            )
            for one in kept_on(register, Shelf.WITHHELD)
        ]
        register.append(desk.note(Verb.CONSULTATION, Act.WITHHOLD, what="list"))
    return tuple(sorted(found, key=lambda one: one.until))
