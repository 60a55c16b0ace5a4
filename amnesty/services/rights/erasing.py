"""Erasing a record: proposed by one, confirmed by another, refused under a legal hold.

Retention proposes what has been closed for as long as the house rules say; nothing is
ever erased by a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from amnesty.domain.dates import in_words, months_after
from amnesty.domain.event import Verb
from amnesty.domain.identifiers import RegistrationNumber
from amnesty.domain.life import CLOSED
from amnesty.domain.london import london_day
from amnesty.domain.registration import State
from amnesty.domain.staff import Act, require
from amnesty.domain.text import clean_line
from amnesty.errors.rights import (
    ClosedFirstError,
    HeldForLawError,
    NotProposedError,
    SameProposerError,
)
from amnesty.repeating import repeated
from amnesty.services.authority.house_rules import rules_in
from amnesty.services.shelves import Shelf, keep_on, kept_on

if TYPE_CHECKING:
    from amnesty.domain.registration import Registration
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

_LONGEST = 500
_ASKED = "asked for"
_PAGE = 200


@dataclass(frozen=True, kw_only=True)
class Erased:
    """The facts of an erasure; they name nobody any more."""

    number: RegistrationNumber
    erased_on: date
    reason: str
    proposed_by: str
    confirmed_by: str


@dataclass(frozen=True, kw_only=True)
class ProposedErasure:
    """What waits for a second person."""

    number: RegistrationNumber
    reason: str
    proposed_by: str
    proposed_on: date


@repeated
def hold(desk: Desk, number: RegistrationNumber, *, reason: str, until: date) -> None:
    """Hold a record against erasure, for a claim or an inquiry, until a day."""
    require(desk.member, Act.HOLD)
    why = clean_line(reason, "reason", longest=_LONGEST)
    with desk.transaction() as register:
        found = register.registration(number)
        own = f"{found.id:016x}"
        others = [
            one for one in kept_on(register, Shelf.HOLDS) if one["registration"] != own
        ]
        item = {"registration": own, "until": until.isoformat(), "reason": why}
        keep_on(register, Shelf.HOLDS, [*others, item])
        register.append(desk.note(Verb.ALTERATION, Act.HOLD, found.id, reason=why))


def erasure_certificate(done: Erased) -> tuple[str, ...]:
    """Return the certificate of an erasure, line by line."""
    return (
        "Certificate of erasure",
        (
            f"Registration {done.number} was erased on {in_words(done.erased_on)}, "
            f"for: {done.reason}."
        ),
        f"Proposed by {done.proposed_by}, confirmed by {done.confirmed_by}.",
        (
            "Its keys are destroyed; nobody can read the record, nor what was typed "
            "about it. That it was kept, seen and erased stays in the audit log, which "
            "names nobody."
        ),
    )


@repeated
def propose_erasure(desk: Desk, number: RegistrationNumber, reason: str) -> None:
    """Propose to erase a record; another supervisor confirms.

    Raises:
        ClosedFirstError: the registration is still open.
        HeldForLawError: it is under a legal hold.
    """
    require(desk.member, Act.ERASE)
    why = clean_line(reason, "reason", longest=_LONGEST)
    with desk.transaction() as register:
        found = register.registration(number)
        _require_may_go(desk, register, found)
        _propose(desk, register, [found], why, ground=_ASKED)


@repeated
def confirm_erasure(desk: Desk, number: RegistrationNumber) -> Erased:
    """Erase a record that another proposed: its keys are destroyed.

    Raises:
        NotProposedError: nobody proposed it.
        SameProposerError: the member proposed it.
        HeldForLawError: it is under a legal hold.
    """
    require(desk.member, Act.ERASE)
    with desk.transaction() as register:
        found = register.registration(number)
        own = f"{found.id:016x}"
        proposals = kept_on(register, Shelf.ERASURES)
        proposal = next((one for one in proposals if one["registration"] == own), None)
        if proposal is None:
            raise NotProposedError
        if proposal["by"] == str(desk.member.id):
            raise SameProposerError
        _require_may_go(desk, register, found)
        register.erase(found.id, erased_on=desk.today())
        register.append(
            desk.note(
                Verb.ERASURE,
                Act.ERASE,
                found.id,
                # Coded: what was typed goes with the record that it is about.
                codes={"ground": proposal.get("ground", _ASKED)},
                proposed_by=proposal["by"],
            )
        )
    return Erased(
        number=number,
        erased_on=desk.today(),
        reason=proposal["reason"],
        proposed_by=proposal["name"],
        confirmed_by=desk.member.name,
    )


@repeated
def proposed_erasures(desk: Desk) -> tuple[ProposedErasure, ...]:
    """Return what waits for a second person, the oldest first."""
    require(desk.member, Act.ERASE)
    with desk.transaction() as register:
        found = kept_on(register, Shelf.ERASURES)
        register.append(desk.note(Verb.CONSULTATION, Act.ERASE, what="proposals"))
    return tuple(
        ProposedErasure(
            number=RegistrationNumber(one["number"]),
            reason=one["reason"],
            proposed_by=one["name"],
            proposed_on=date.fromisoformat(one["on"]),
        )
        for one in found
    )


@repeated
def propose_by_retention(desk: Desk) -> tuple[RegistrationNumber, ...]:
    """Propose to erase what has been closed for as long as the house rules say.

    What is held, restricted to others, or proposed already is left out.
    """
    require(desk.member, Act.ERASE)
    today = desk.today()
    with desk.transaction() as register:
        rules = rules_in(register).retention
        known = {one["registration"] for one in kept_on(register, Shelf.ERASURES)}
        due: list[Registration] = []
        last, more = None, True
        while more:
            page, last = register.registrations_after(
                last, sorted(CLOSED, key=lambda one: one.value), limit=_PAGE
            )
            more = last is not None
            for one in page:
                months = rules.months(one.state)
                is_over = months is not None and today >= months_after(
                    _ended_on(one), months
                )
                is_free = _held_until(register, one, today) is None
                if is_over and is_free and f"{one.id:016x}" not in known:
                    due.append(one)
        why = "kept as long as the house rules say"
        _propose(desk, register, due, why, ground="retention")
    return tuple(one.number for one in due)


def _ended_on(registration: Registration) -> date:
    """Return the day of the last step; of the last valid day where there is none."""
    steps = registration.steps
    if steps:
        return london_day(steps[-1].at)
    return registration.valid_to or date.max


def _propose(
    desk: Desk,
    register: Transaction,
    found: list[Registration],
    why: str,
    *,
    ground: str,
) -> None:
    own = {f"{one.id:016x}": one for one in found}
    others = [
        one
        for one in kept_on(register, Shelf.ERASURES)
        if one["registration"] not in own
    ]
    items = [
        {
            "registration": mark,
            "number": str(one.number),
            "reason": why,
            "ground": ground,
            "by": str(desk.member.id),
            "name": desk.member.name,
            "on": desk.today().isoformat(),
        }
        for mark, one in own.items()
    ]
    keep_on(register, Shelf.ERASURES, [*others, *items])
    for one in found:
        register.append(
            desk.note(Verb.ALTERATION, Act.ERASE, one.id, step="proposed", reason=why)
        )
    if not found:
        register.append(desk.note(Verb.CONSULTATION, Act.ERASE, step="nothing is due"))


def _require_may_go(
    desk: Desk, register: Transaction, registration: Registration
) -> None:
    if registration.state not in CLOSED and registration.state is not State.DRAFT:
        raise ClosedFirstError(registration.number, registration.state.value)
    until = _held_until(register, registration, desk.today())
    if until is not None:
        raise HeldForLawError(in_words(until))


def _held_until(
    register: Transaction, registration: Registration, today: date
) -> date | None:
    own = f"{registration.id:016x}"
    for one in kept_on(register, Shelf.HOLDS):
        until = date.fromisoformat(one["until"])
        if one["registration"] == own and until >= today:
            return until
    return None
