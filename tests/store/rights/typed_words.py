"""One patient, and every act in which somebody types about them, with needles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.certificate import Certificate
from amnesty.domain.hand_in import Corrected
from amnesty.domain.journal import Because
from amnesty.domain.plants import Stage, Which
from amnesty.domain.quantity import StockForm, Weight
from amnesty.domain.registration import Registration
from amnesty.domain.staff import Act
from amnesty.services.growing.plants_and_stock import lose_plants, lose_stock
from amnesty.services.hand_in.appointing import call_off, open_hand_in
from amnesty.services.hand_in.passing_on import PuttingRight, correct, reseal
from amnesty.services.hand_in.receiving import receive_hand_in
from amnesty.services.papers.print_queue import queue_prints
from amnesty.services.police.asking import (
    ask_by_address,
    ask_by_number,
    read_why,
)
from amnesty.services.registrations.arranging import appoint_caretaker
from amnesty.services.registrations.changing import ask_for_grower, refuse_change
from amnesty.services.registrations.deciding import (
    reinstate_registration,
    revoke_registration,
    suspend_registration,
)
from amnesty.services.registrations.keeping_forms import keep_form
from amnesty.services.registrations.rectifying import rectify, restrict
from amnesty.services.registrations.searching import find_registrations
from amnesty.services.rights.breaking_glass import break_glass
from amnesty.services.rights.casework import answer_complaint, complain, withhold
from amnesty.services.rights.disclosing import disclose
from amnesty.services.rights.equality import record_equality
from amnesty.services.rights.erasing import hold
from tests.store.hand_in.counter import agreed, presented
from tests.store.rights.conftest import Room

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from amnesty.domain.address import Address
    from amnesty.services.desk import Desk

NEEDLE = "Zqxvj"
TODAY = date(2026, 11, 24)
ROW = "14 Zqxvj Row"


@dataclass
class Case:
    """One patient, and who types about them."""

    room: Room
    patient: Registration
    certificate: Certificate
    words: list[str] = field(default_factory=list)
    unkept: list[str] = field(default_factory=list)
    """What is typed and kept nowhere, so that no search finds it."""

    def word(self, *, kept: bool = True) -> str:
        """Return a text that stands nowhere else."""
        count = len(self.words) + len(self.unkept)
        word = f"{NEEDLE}{chr(97 + count // 26)}{chr(97 + count % 26)}"
        (self.words if kept else self.unkept).append(word)
        return f"for {word} of {ROW}"

    def desk(self, name: str) -> Desk:
        """Return somebody's desk."""
        return self.room.desk(name)

    @property
    def address(self) -> Address:
        """Where the patient grows."""
        return self.patient.growing.sites[0].address


def _ask(case: Case) -> None:
    officer, number = case.desk("padraig"), case.certificate.number
    given = {"force": "Llanfair", "collar": "PC 101", "reason": "other"}
    for ask, about in ((ask_by_number, number), (ask_by_address, case.address)):
        why = read_why(**given, incident=case.word(), fuller=case.word())
        ask(officer, about, why)  # type: ignore[operator] # each with its own
        asked = case.room.last()["sequence"]
        withhold(case.desk("idris"), asked, days=3, reason=case.word())


def _edit(case: Case) -> None:
    clerk, number = case.desk("bronwen"), case.patient.number
    caretaker = {
        "caretaker.full_name": case.word().replace("14 ", ""),
        "caretaker.telephone": "01632 960123",
        "caretaker.starts_on": "24 11 2026",
        "caretaker.reason": case.word(),
    }
    appoint_caretaker(clerk, number, caretaker)
    which = Which(stage=Stage.VEGETATIVE)
    lose_plants(
        clerk,
        number,
        which,
        count=1,
        because=Because.DIED,
        words=case.word(),
        on=TODAY,
        site=0,
    )
    weight = Weight(form=StockForm.DRIED, grams=Fraction(1))
    lose_stock(
        clerk,
        number,
        weight,
        because=Because.SPOILT,
        words=case.word(),
        on=TODAY,
        site=0,
    )
    grower = {
        "grower.full_name": case.word().replace("14 ", ""),
        "grower.date_of_birth": "3 5 1980",
        "grower.address.line_1": case.word(kept=False),
        "grower.address.town": case.word(kept=False),
        "grower.address.postcode": "ZZ1 4AB",
    }
    ask_for_grower(clerk, number, grower)
    refuse_change(case.desk("idris"), number, reasons=case.word())


def _receive(case: Case) -> None:
    clerk, number = case.desk("bronwen"), case.patient.number
    put = replace(presented(), place=case.word(), presented_by=case.word())
    second = case.desk("kofi").member
    receipt = receive_hand_in(clerk, number, put, second=second)[0].receipt
    reseal(clerk, receipt, "A1", "A2", because=case.word())
    wrong = PuttingRight(
        what=Corrected.GROSS, now="51", because=case.word(), seal_tag="A2"
    )
    correct(clerk, receipt, wrong)
    appointment = agreed(
        place=case.word(),
        whom=case.word(),
        leaves_from=case.word(),
        stock=(Weight(form=StockForm.DRIED, grams=Fraction(1)),),
    )
    made = open_hand_in(clerk, number, appointment)[0]
    call_off(clerk, made.number, because=case.word())


def _rectify(case: Case) -> None:
    changes = {"patient.full_name": case.word().replace("14 ", "")}
    rectify(case.desk("idris"), case.patient.number, changes, case.word())


def _complain(case: Case) -> None:
    clerk = case.desk("bronwen")
    complaint = complain(clerk, case.patient.number, case.word())
    answer_complaint(clerk, complaint, case.word())


TYPED: Mapping[Act, Callable[[Case], object]] = {
    Act.SEARCH: lambda case: find_registrations(
        case.desk("bronwen"), case.word(kept=False)
    ),
    Act.REGISTER: lambda case: keep_form(
        case.desk("bronwen"),
        {"patient.full_name": case.word()},
        of=case.patient.number,
    ),
    Act.EDIT: _edit,
    Act.RECEIVE: _receive,
    Act.PRINT: lambda case: queue_prints(
        case.desk("bronwen"), [case.certificate.number], case.word()
    ),
    Act.ASK_AS_POLICE: _ask,
    Act.COMPLAIN: _complain,
    Act.ASK_EQUALITY: lambda case: record_equality(
        case.desk("bronwen"), case.patient.number, {"sex": "female"}
    ),
    Act.BREAK_GLASS: lambda case: break_glass(
        case.desk("idris"), case.patient.number, case.word()
    ),
    Act.HOLD: lambda case: hold(
        case.desk("idris"), case.patient.number, reason=case.word(), until=TODAY
    ),
    Act.DISCLOSE: lambda case: disclose(case.desk("idris"), case.patient.number),
    Act.RECTIFY: _rectify,
    Act.SUSPEND: lambda case: (
        suspend_registration(
            case.desk("idris"), case.patient.number, reasons=case.word()
        ),
        reinstate_registration(
            case.desk("gareth"), case.patient.number, reasons=case.word()
        ),
    ),
    Act.RESTRICT: lambda case: restrict(
        case.desk("idris"), case.patient.number, named="", reason=case.word()
    ),
    Act.REVOKE: lambda case: revoke_registration(
        case.desk("idris"), case.patient.number, reasons=case.word(), heard_on=TODAY
    ),
}
"""Every act in which somebody types freely about a patient, in an order that works."""
