"""A day's work at the desks, told act by act as each is committed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from amnesty.cli.demonstration.people import People
from amnesty.domain.hand_in import HandInStock
from amnesty.domain.staff import StaffMember
from amnesty.domain.stock import StockForm
from amnesty.services.desk import Desk
from amnesty.services.hand_in.passing_on import pass_on
from amnesty.services.hand_in.receiving import Officer, Presented, receive_hand_in
from amnesty.services.papers.issuing import issue_certificate
from amnesty.services.papers.reissuing import print_again
from amnesty.services.registrations.deciding import approve_registration
from amnesty.services.registrations.registering import (
    read_answers,
    register_patient,
    submit_registration,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.ports import Register

TODAY = date(2026, 11, 24)
MOST = 1000
"""People there are for whoever starts at one place."""
REGISTERED, SUBMITTED, APPROVED = "registered", "submitted", "approved"
ISSUED, PRINTED, HANDED_IN = "issued", "printed", "handed in"
GIVEN_ON = "passed on"


class TickingClock:
    """A clock of its own that goes on by a second whenever it is asked."""

    def __init__(self, at: datetime | None = None) -> None:
        """Start at nine in the morning, or when told."""
        self.at = at or datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the instant."""
        self.at += timedelta(seconds=1)
        return self.at


@dataclass(frozen=True, kw_only=True)
class Done:
    """One act that was committed, as whoever did it was told."""

    act: str
    registration: str
    paper: str = ""
    """The number of the certificate or of the receipt."""


@dataclass(frozen=True, kw_only=True)
class Desks:
    """A clerk's desk and a supervisor's, with who else is in the office."""

    clerk: Desk
    supervisor: Desk
    second: StaffMember
    """Whoever stands by when something is handed in, signed in themselves."""


def desks_of(open_as: Callable[[str], Register], clerk: str = "bronwen") -> Desks:
    """Return the desks of a clerk and a supervisor."""
    clock = TickingClock()
    return Desks(
        clerk=Desk(register=open_as(clerk), clock=clock, chance=os.urandom),
        supervisor=Desk(register=open_as("idris"), clock=clock, chance=os.urandom),
        second=open_as("gareth").member,
    )


def day(
    desks: Desks, *, start: int, count: int, issue_every: int = 4
) -> Iterator[Done]:
    """Yield each act on so many patients, when it is committed.

    Each is registered, submitted and approved; every few get a certificate, have it
    printed again, and hand a gram in that is passed on. Who works at the same time
    starts elsewhere.
    """
    for place, raw in enumerate(islice(people(start), count)):
        kept = register_patient(desks.clerk, read_answers(desks.clerk, raw))
        number = kept.number
        yield Done(act=REGISTERED, registration=number)
        submit_registration(desks.clerk, number)
        yield Done(act=SUBMITTED, registration=number)
        approve_registration(desks.supervisor, number)
        yield Done(act=APPROVED, registration=number)
        if place % issue_every == 0:
            paper = issue_certificate(desks.supervisor, number).issued.certificate
            yield Done(act=ISSUED, registration=number, paper=paper.number)
            print_again(desks.supervisor, paper.number)
            yield Done(act=PRINTED, registration=number, paper=paper.number)
        if place % 2 == 0:
            hand_in, _ = receive_hand_in(
                desks.clerk, number, one_gram(number), second=desks.second
            )
            yield Done(act=HANDED_IN, registration=number, paper=hand_in.receipt)
            pass_on(desks.clerk, hand_in.receipt, Officer(collar_number="4471"))
            yield Done(act=GIVEN_ON, registration=number, paper=hand_in.receipt)


def people(start: int) -> Iterator[dict[str, str]]:
    """Yield the answers of made-up people; who starts elsewhere gets others.

    Nobody holds too much, so that each can be approved.
    """
    answers = People(seed=start, today=TODAY).answers(start + MOST)
    for raw in islice(answers, start, None):
        raw["need.grams_a_day"] = "1"
        raw["sites.0.stock.0.grams"] = "90"
        yield raw


def one_gram(seal_tag: str) -> Presented:
    """Return a gram in a sealed bag, as it is put on the counter."""
    bag = HandInStock(
        form=StockForm.DRIED,
        gross_grams=Fraction(9),
        net_grams=Fraction(1),
        seal_tag=seal_tag,
    )
    return Presented(
        site=0,
        stock=(bag,),
        presented_by="the patient",
        identity_seen=True,
        signature_seen=True,
        place="Front counter",
    )
