"""Breaches: who was affected, as the log tells it, and the clock of the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.identifiers import RegistrationNumber
from amnesty.domain.staff import Act, require
from amnesty.domain.times import utc_text
from amnesty.errors import NotFoundError
from amnesty.errors.rights import (
    EndsBeforeItBeginsError,
    NoSuchCaseError,
    NotAnInstantError,
)
from amnesty.repeating import repeated
from amnesty.services.authority.house_rules import rules_in
from amnesty.services.shelves import Shelf, keep_on, kept_on

if TYPE_CHECKING:
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk
    from amnesty.services.shelves import Item

_NUMBER_SIZE = 3
_SAME = ("since", "until", "account", "found_at")
"""What makes a breach the one that was looked into before."""


@dataclass(frozen=True, kw_only=True)
class Breach:
    """Who was affected, and what is to be sent by when."""

    number: str
    found_at: datetime
    report_by: datetime
    affected: tuple[tuple[RegistrationNumber, str, int], ...]
    """Numbers and names of those still kept, and how often they were looked at."""
    erased: int
    """How many of them were erased since."""
    to_commissioner: str
    to_patient: str


@dataclass(frozen=True, kw_only=True)
class KnownBreach:
    """One breach that was looked into, and its clock."""

    number: str
    found_at: datetime
    report_by: datetime
    affected: int
    """How many, when it was last looked into."""
    reported_at: datetime | None

    def is_late(self, now: datetime) -> bool:
        """Return whether it should have been reported by now."""
        return self.reported_at is None and now > self.report_by

    def clock(self, now: datetime) -> str:
        """Return how its clock stands, as a few words."""
        if self.reported_at is not None:
            return f"reported {utc_text(self.reported_at)}"
        hours = abs(self.report_by - now) // timedelta(hours=1)
        return f"{hours} h late" if self.is_late(now) else f"{hours} h left"


def parse_instant(text: str) -> datetime:
    """Return an instant as typed, 2026-11-24T09:00 or with a space; UTC if unsaid.

    Raises:
        NotAnInstantError: it is none.
    """
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise NotAnInstantError from None
    return read.replace(tzinfo=read.tzinfo or UTC)


@repeated
def find_affected(
    desk: Desk, *, since: datetime, until: datetime, account: str, found_at: datetime
) -> Breach:
    """Return whose records an account looked at in a time, with drafts of notices.

    The breach is written down with its clock; looked into again it stays one.

    Args:
        desk: a supervisor's.
        since: the first instant.
        until: the last.
        account: whose looks; empty for everybody's.
        found_at: when the breach became known: the clock of 72 hours starts there.

    Raises:
        EndsBeforeItBeginsError: the last instant is before the first.
        NoSuchAccountError: no account has this name.
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
        names, erased = _named(register, counted)
        authority = register.authority()
        report_by = found_at + timedelta(hours=hours)
        number = _keep(
            desk,
            register,
            {
                "since": since.isoformat(),
                "until": until.isoformat(),
                "account": "" if by is None else f"{by:016x}",
                "found_at": found_at.isoformat(),
                "report_by": report_by.isoformat(),
                "affected": str(len(counted)),
            },
        )
        register.append(
            desk.note(
                Verb.CONSULTATION,
                Act.FIND_AFFECTED,
                codes={"alarm": "breach looked into"},
                breach=number,
                since=since.isoformat(),
                until=until.isoformat(),
                affected=str(len(counted)),
            )
        )
    return Breach(
        number=number,
        found_at=found_at,
        report_by=report_by,
        affected=names,
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


@repeated
def known_breaches(desk: Desk) -> tuple[KnownBreach, ...]:
    """Return what was looked into: first to be reported first, reported ones last."""
    require(desk.member, Act.FIND_AFFECTED)
    with desk.transaction() as register:
        found = [_known(one) for one in kept_on(register, Shelf.BREACHES)]
        register.append(desk.note(Verb.CONSULTATION, Act.FIND_AFFECTED, what="list"))
    return tuple(
        sorted(found, key=lambda one: (one.reported_at is not None, one.report_by))
    )


@repeated
def note_reported(desk: Desk, number: str) -> None:
    """Write down that a breach was reported to the Commissioner now: its clock stops.

    Raises:
        NoSuchCaseError: there is none of this number.
    """
    require(desk.member, Act.FIND_AFFECTED)
    with desk.transaction() as register:
        items = kept_on(register, Shelf.BREACHES)
        item = next((one for one in items if one["number"] == number.upper()), None)
        if item is None:
            raise NoSuchCaseError(f"breach {number}")
        item.setdefault("reported_at", desk.now().isoformat())
        keep_on(register, Shelf.BREACHES, items)
        register.append(
            desk.note(Verb.ALTERATION, Act.FIND_AFFECTED, breach=item["number"])
        )


def _named(
    register: Transaction, counted: dict[int, int]
) -> tuple[tuple[tuple[RegistrationNumber, str, int], ...], int]:
    """Return who the registrations are, and how many were erased since."""
    names, erased = [], 0
    for registration, count in counted.items():
        try:
            kept = register.break_glass_by_id(registration)
        except NotFoundError:
            erased += 1
        else:
            names.append((kept.number, kept.identity.patient.full_name, count))
    return tuple(sorted(names)), erased


def _keep(desk: Desk, register: Transaction, found: Item) -> str:
    """Write a breach down, in the place of the same one, and return its number."""
    others = kept_on(register, Shelf.BREACHES)
    same = [one for one in others if all(one[name] == found[name] for name in _SAME)]
    item = same[0] if same else {"number": desk.chance(_NUMBER_SIZE).hex().upper()}
    rest = [one for one in others if one not in same]
    keep_on(register, Shelf.BREACHES, [*rest, item | found])
    return item["number"]


def _known(item: Item) -> KnownBreach:
    reported = item.get("reported_at")
    return KnownBreach(
        number=item["number"],
        found_at=datetime.fromisoformat(item["found_at"]),
        report_by=datetime.fromisoformat(item["report_by"]),
        affected=int(item["affected"]),
        reported_at=None if reported is None else datetime.fromisoformat(reported),
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
