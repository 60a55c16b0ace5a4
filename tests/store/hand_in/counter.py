"""A clerk, those who work beside them, and what a patient puts on the counter."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.hand_in import (
    HandInPlants,
    HandInStock,
    Witness,
)
from amnesty.domain.plants import Stage
from amnesty.domain.quantity import StockForm
from amnesty.domain.registration import Registration
from amnesty.policies import load_policy
from amnesty.services.authority.governing import set_policy
from amnesty.services.desk import Desk
from amnesty.services.hand_in.appointing import (
    Agreed,
)
from amnesty.services.hand_in.receiving import (
    Officer,
    Presented,
    receive_hand_in,
)
from tests.store.conftest import Office

if TYPE_CHECKING:
    from amnesty.domain.identifiers import ReceiptNumber
    from amnesty.domain.policy import HandInWay

DECIDED = date(2026, 11, 10)
PC = Officer(collar_number="4471", name="PC Rees", property_reference="LC/26/1")
REES = Witness(name="P. Rees", role="police officer", signature_seen=True)


@dataclass
class Hours:
    """A clock that a test sets, hour by hour."""

    at: datetime = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the instant."""
        return self.at


@dataclass
class World:
    """A clerk, those who work beside them, and a patient who was decided on."""

    office: Office
    clock: Hours
    patient: Registration

    def desk(self, name: str) -> Desk:
        """Return somebody's desk."""
        register = self.office.open(name)
        return Desk(register=register, clock=self.clock, chance=os.urandom)

    def allow(self, *ways: HandInWay, witnesses: int = 1) -> None:
        """Put a policy in force with these ways."""
        policy = load_policy("uk-55g")
        rules = replace(policy.hand_in, ways=ways, witnesses=witnesses)
        set_policy(self.desk("idris"), replace(policy, version=2, hand_in=rules))

    def receive(self, way: HandInWay | None = None) -> ReceiptNumber:
        """Have bronwen and kofi receive a bag and two plants."""
        return self.take(presented(way=way))

    def take(self, put: Presented) -> ReceiptNumber:
        """Have bronwen and kofi receive something."""
        second = self.office.open("kofi").member
        number = self.patient.number
        return receive_hand_in(self.desk("bronwen"), number, put, second=second)[
            0
        ].receipt


def presented(seal: str = "A1", *, way: HandInWay | None = None) -> Presented:
    """Return a bag of 42 g and a bag of two plants on the counter."""
    bag = HandInStock(
        form=StockForm.DRIED,
        gross_grams=Fraction(50),
        net_grams=Fraction(42),
        seal_tag=seal,
    )
    plants = HandInPlants(stage=Stage.FLOWERING, count=2, seal_tag=f"{seal}-P")
    return Presented(
        site=0,
        stock=(bag,),
        plants=(plants,),
        presented_by="the patient",
        identity_seen=True,
        signature_seen=True,
        place="Front counter",
        way=way,
    )


def agreed(**changed: object) -> Agreed:
    """Return an appointment for tomorrow."""
    made = Agreed(
        site=0,
        on=date(2026, 11, 25),
        at=time(10, 30),
        place="Front counter",
        whom="PC Rees",
    )
    return replace(made, **changed)  # type: ignore[arg-type] # fields of it
