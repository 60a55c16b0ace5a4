"""What is read of one patient: the record and what hangs on it."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain import registration
from amnesty.domain.account import AccountDay
from amnesty.domain.staff import Role
from amnesty.services.growing.plants_and_stock import Account
from amnesty.services.intake.typed import answers_of
from amnesty.services.registrations.foreseeing import Foreseen
from amnesty.services.registrations.history import Past
from tests.screens.table.answered import AT, TODAY, Services, fixed
from tests.screens.table.entry import Asks, Entry, Make
from tui.screens.approval import ApprovalScreen
from tui.screens.certificates import CertificatesScreen
from tui.screens.check_answers import CheckAnswersScreen
from tui.screens.details import DetailsScreen, HistoryScreen
from tui.screens.record import RecordScreen
from tui.screens.registered import RegisteredScreen
from tui.screens.stock_account import AccountScreen

if TYPE_CHECKING:
    from collections.abc import Callable


def _in_state(state: registration.State) -> Make:
    return lambda services: RecordScreen(
        fixed(services.record, state=state), following=("R-2222-2222-2222",)
    )


def _application(services: Services) -> registration.Application:
    kept = services.record.registration
    return registration.Application(
        identity=kept.identity, clinical=kept.clinical, growing=kept.growing
    )


def raw(services: Services) -> dict[str, str]:
    """Return what was typed of the patient."""
    return answers_of(services.record.registration, {})


def _past(services: Services) -> tuple[Past, ...]:
    name = services.record.registration.identity.patient.full_name
    changes = (f"Holder: nothing → {name}", "+ 2 seedlings, Blue Dale")
    return (Past(at=AT, what="Site 1: plants added", by="Bronwen", changes=changes),)


def _account(services: Services) -> Account:
    """Return forty days: opened, eaten into, harvested, and eaten into again."""
    days = tuple(
        AccountDay(
            on=TODAY - timedelta(days=40 - day),
            opened=Fraction(120 if not day else 0),
            harvested=Fraction(90 if day == _CUT_ON else 0),
            consumed=Fraction(3, 2),
            expected=120 + 90 * (day >= _CUT_ON) - Fraction(3, 2) * day,
        )
        for day in range(41)
    )
    return Account(registration=services.record.registration, entries=(), days=days)


def _no_account(services: Services) -> Account:
    return Account(registration=services.record.registration, entries=(), days=())


def _read(services: Services) -> Callable[..., object]:
    return lambda *_: services.record


_CUT_ON = 25
_LIMIT = 330
_AGAIN = Asks(keys=("f5",))
_OPEN = {"amnesty.services.registrations.searching.open_record": _read}

ENTRIES = (
    *(
        Entry(
            screen=RecordScreen,
            name=f"record-{state.value}",
            make=_in_state(state),
            roles=roles,
            asks=_AGAIN,
            answers=_OPEN,
        )
        for state, roles in (
            (registration.State.DRAFT, (Role.CLERK,)),
            (registration.State.SUBMITTED, (Role.SUPERVISOR, Role.CLERK)),
            (registration.State.APPROVED, (Role.SUPERVISOR,)),
            (registration.State.ACTIVE, (Role.CLERK, Role.SUPERVISOR)),
        )
    ),
    Entry(
        screen=ApprovalScreen,
        name="approval",
        make=lambda services: ApprovalScreen(
            services.record,
            Foreseen(
                registration=services.record.registration,
                report=services.record.report,
            ),
        ),
        roles=(Role.SUPERVISOR,),
    ),
    Entry(
        screen=DetailsScreen,
        name="details",
        make=lambda services: DetailsScreen(
            services.record.registration, raw(services)
        ),
    ),
    Entry(
        screen=HistoryScreen,
        name="history",
        make=lambda services: HistoryScreen(
            services.record.registration, _past(services)
        ),
    ),
    Entry(
        screen=CertificatesScreen,
        name="certificates",
        make=lambda services: CertificatesScreen(services.record),
        roles=(Role.SUPERVISOR, Role.CLERK),
        asks=Asks(keys=("f9",)),
        empty="It opens only where a certificate was issued.",
    ),
    Entry(
        screen=CheckAnswersScreen,
        name="check-answers",
        make=lambda services: CheckAnswersScreen(_application(services), raw(services)),
        asks=Asks(keys=("f10",)),
        answers={
            "amnesty.services.registrations.previewing.preview_check": (
                lambda one: lambda *_: one.record.report
            ),
            "amnesty.services.registrations.previewing.find_alike": (
                lambda one: lambda *_: one.summaries[1:2]
            ),
        },
    ),
    Entry(
        screen=RegisteredScreen,
        name="registered",
        make=lambda services: RegisteredScreen(services.record.registration),
        asks=Asks(keys=("s",)),
    ),
    Entry(
        screen=AccountScreen,
        name="stock-account",
        make=lambda services: AccountScreen(_account(services), _LIMIT),
        empty=lambda services: AccountScreen(_no_account(services), _LIMIT),
    ),
)
