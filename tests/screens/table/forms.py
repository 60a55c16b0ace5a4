"""The forms about one patient: registering, declaring, handing in, deciding."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.hand_in import HandInPlants, HandInReceipt, HandInStock
from amnesty.domain.identifiers import ReceiptNumber
from amnesty.domain.plants import Stage
from amnesty.domain.policy import HandInRules
from amnesty.domain.quantity import StockForm
from amnesty.domain.staff import Role, StaffId
from amnesty.domain.stock import StockItem, StockOrigin
from amnesty.policies import DEFAULT_POLICY, load_policy
from amnesty.services.papers.issuing import IssuedPaper
from tests.screens.clerks import HAND_IN
from tests.screens.table.answered import AT, TODAY, Services
from tests.screens.table.entry import Asks, Entry, Make
from tests.screens.table.records import raw
from tui.screens.beside import BesideScreen
from tui.screens.declare import DeclareScreen
from tui.screens.growing import HarvestScreen, WeighInScreen
from tui.screens.hand_in import HandInScreen
from tui.screens.hand_in_acts import AppointScreen, DestroyScreen, PassOnScreen
from tui.screens.jump import Jump
from tui.screens.paper import PaperScreen
from tui.screens.reasons import ReasonsScreen
from tui.screens.register import RegisterScreen
from tui.screens.what_if import WhatIfScreen

if TYPE_CHECKING:
    from amnesty.domain.registration import Registration

_SAVE = Asks(keys=("f10",))
_POLICY = load_policy(DEFAULT_POLICY)


def _reasons(decision: str) -> Make:
    return lambda services: ReasonsScreen(decision, services.record.registration)


def _drying(services: Services) -> Registration:
    """Return the patient with a harvest that dries."""
    kept = services.record.registration
    (site,) = kept.growing.sites
    fresh = StockItem(
        form=StockForm.FRESH,
        grams=Fraction(400),
        weighed_on=TODAY - timedelta(days=9),
        origin=StockOrigin.HOME_GROWN,
        harvested_on=TODAY - timedelta(days=9),
    )
    site = replace(site, stock=(*site.stock, fresh))
    return replace(kept, growing=replace(kept.growing, sites=(site,)))


def _receipt(_: Services) -> HandInReceipt:
    return HandInReceipt(
        receipt=ReceiptNumber("H-4T7W-9KX2-M3PD"),
        received_at=AT,
        place="Front desk",
        site=0,
        presented_by="the patient",
        identity_seen=True,
        signature_seen=True,
        stock=(
            HandInStock(
                form=StockForm.DRIED,
                gross_grams=Fraction("52.5"),
                net_grams=Fraction(50),
                seal_tag="S1001",
            ),
        ),
        plants=(HandInPlants(stage=Stage.FLOWERING, count=2, seal_tag="S1002"),),
        received_by=StaffId(1),
        received_by_name="Bronwen",
        second_person=StaffId(2),
        second_person_name="Gareth",
    )


ENTRIES = (
    Entry(
        screen=RegisterScreen,
        name="register",
        make=lambda _: RegisterScreen(),
        asks=_SAVE,
        wrong=("patient.date_of_birth", "patient.home.postcode"),
    ),
    Entry(
        screen=Jump,
        name="register-jump",
        make=lambda services: RegisterScreen(raw(services)),
        keys=("ctrl+g",),
    ),
    Entry(
        screen=DeclareScreen,
        name="declare",
        make=lambda services: DeclareScreen(services.record.registration, _POLICY, 0),
        answers={"tui.screens.declare.as_it_was_read": lambda _: lambda desk, _: desk},
        asks=_SAVE,
        wrong=("sites.0.plants.0.count",),
    ),
    Entry(
        screen=HarvestScreen,
        name="harvest",
        make=lambda services: HarvestScreen(services.record.registration, 0),
        asks=_SAVE,
        wrong=("count", "fresh"),
    ),
    Entry(
        screen=WeighInScreen,
        name="weigh-in",
        make=lambda services: WeighInScreen(_drying(services), 0),
        asks=_SAVE,
        wrong=("dried",),
    ),
    Entry(
        screen=WhatIfScreen,
        name="what-if",
        make=lambda services: WhatIfScreen(
            services.record.registration, [_POLICY, load_policy("canada")], 0
        ),
        wrong="It says beneath the boxes what cannot be read, and keeps nothing.",
    ),
    Entry(
        screen=HandInScreen,
        name="hand-in",
        make=lambda services: HandInScreen(services.record.registration, 0),
        asks=Asks(keys=(*HAND_IN.keys[1:], *"1234", "enter")),
        wrong=("place", "stock.0.seal"),
    ),
    Entry(
        screen=BesideScreen,
        name="beside",
        make=lambda _: BesideScreen("Gareth", "They saw what was brought."),
        wrong="An empty box asks again.",
    ),
    Entry(
        screen=AppointScreen,
        name="appoint",
        make=lambda services: AppointScreen(
            services.record.registration.number, HandInRules(), 0
        ),
        asks=_SAVE,
        wrong=("on", "place"),
    ),
    Entry(
        screen=PassOnScreen,
        name="pass-on",
        make=lambda services: PassOnScreen(_receipt(services)),
        asks=_SAVE,
        wrong=("collar",),
    ),
    Entry(
        screen=DestroyScreen,
        name="destroy",
        make=lambda services: DestroyScreen(_receipt(services), HandInRules()),
        roles=(Role.SUPERVISOR,),
        asks=Asks(
            keys=("9", "tab", "2", "tab", "tab", *"fire", "tab", *"Depot", "f10")
        ),
        wrong=("bag0", "method"),
    ),
    Entry(
        screen=ReasonsScreen,
        name="revoke",
        make=_reasons("revoke"),
        roles=(Role.SUPERVISOR,),
        asks=_SAVE,
        wrong=("reasons", "confirm"),
        answers={"tui.screens.reasons.as_it_was_read": lambda _: lambda desk, _: desk},
    ),
    Entry(
        screen=ReasonsScreen,
        name="send-back",
        make=_reasons("send back"),
        roles=(Role.SUPERVISOR,),
    ),
    Entry(
        screen=ReasonsScreen,
        name="reinstate-late",
        make=lambda services: ReasonsScreen(
            "reinstate",
            replace(services.record.registration, valid_to=TODAY - timedelta(days=1)),
        ),
        roles=(Role.SUPERVISOR,),
    ),
    Entry(
        screen=PaperScreen,
        name="paper",
        make=lambda services: PaperScreen(
            IssuedPaper(issued=services.record.certificates[0], pdf=b"")
        ),
        asks=_SAVE,
        wrong=("path",),
    ),
)
