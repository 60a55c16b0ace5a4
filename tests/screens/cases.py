"""Every screen with made-up people and fixed answers, to look at and to compare.

Services are replaced by fixed answers where a screen asks for them, so that a list can
be full, empty, on its way or refused.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from amnesty.domain.registration import State
from amnesty.domain.staff import Role
from amnesty.errors import Problem, ProblemsError
from amnesty.policies import DEFAULT_POLICY, load_policy
from amnesty.services.foreseeing import Foreseen
from amnesty.services.history import Past
from amnesty.services.intake.typed import answers_of
from amnesty.services.issuing import IssuedPaper
from tests.screens.answered import Services, fixed
from tests.screens.case import STATES, Case
from tests.screens.cases_of_rights import rights
from tui.changes import changes_of
from tui.keys import Place
from tui.screens.approval import ApprovalScreen
from tui.screens.certificates import CertificatesScreen
from tui.screens.change import ChangeScreen
from tui.screens.check_answers import CheckAnswersScreen
from tui.screens.choose import Choose
from tui.screens.confirm import Confirm
from tui.screens.declare import DeclareScreen
from tui.screens.details import DetailsScreen, HistoryScreen
from tui.screens.find import FindScreen
from tui.screens.help import HelpScreen
from tui.screens.paper import PaperScreen
from tui.screens.reasons import ReasonsScreen
from tui.screens.record import RecordScreen
from tui.screens.register import RegisterScreen
from tui.screens.registered import RegisteredScreen
from tui.screens.settings import SettingsScreen
from tui.screens.sign_in import SignInScreen
from tui.screens.users import AccountScreen, UsersScreen
from tui.screens.verify import VerifyScreen
from tui.screens.work import WorkScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

    from amnesty.domain.registration import Application, Registration
    from amnesty.services.searching import Record

TODAY = date(2026, 11, 24)
_AT = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)


def _application(services: Services) -> Application:
    from amnesty.domain.registration import Application

    registration = services.record.registration
    return Application(
        identity=registration.identity,
        clinical=registration.clinical,
        growing=registration.growing,
    )


def _active(services: Services) -> Registration:
    return replace(services.record.registration, state=State.ACTIVE)


def _foreseen(services: Services) -> Foreseen:
    record = services.record
    return Foreseen(registration=record.registration, report=record.report)


def _raw(services: Services) -> dict[str, str]:
    return answers_of(services.record.registration, {})


def _past(services: Services) -> tuple[Past, ...]:
    name = services.record.registration.identity.patient.full_name
    changes = (f"Holder: nothing → {name}", "+ 2 seedlings, Blue Dale")
    return (Past(at=_AT, what="Site 1: plants added", by="Bronwen", changes=changes),)


def _declare(services: Services) -> DeclareScreen:
    policy = load_policy(DEFAULT_POLICY)
    return DeclareScreen(services.record.registration, policy, 0)


def _reasons(decision: str) -> Callable[[Services], ReasonsScreen]:
    return lambda services: ReasonsScreen(decision, services.record.registration)


def _lists() -> Iterator[Case]:
    for state in STATES:
        yield Case(name="work", make=lambda _: WorkScreen(), state=state)
        keys = ("s", "i")
        yield Case(name="find", make=lambda _: FindScreen(), state=state, keys=keys)
        yield Case(
            name="users",
            make=lambda _: UsersScreen(),
            state=state,
            role=Role.ADMINISTRATOR,
        )


def _records() -> Iterator[Case]:
    for role, state in (
        (Role.CLERK, State.DRAFT),
        (Role.CLERK, State.ACTIVE),
        (Role.SUPERVISOR, State.SUBMITTED),
        (Role.SUPERVISOR, State.APPROVED),
    ):
        yield Case(
            name=f"record-{state.value}",
            make=lambda services, state=state: RecordScreen(
                fixed(services.record, state=state), following=("R-2222-2222-2222",)
            ),
            role=role,
        )


CASES = (
    *_lists(),
    *_records(),
    *rights(),
    Case(name="work", make=lambda _: WorkScreen(), role=Role.SUPERVISOR),
    Case(name="sign-in", make=lambda _: SignInScreen()),
    Case(
        name="approval",
        make=lambda services: ApprovalScreen(services.record, _foreseen(services)),
        role=Role.SUPERVISOR,
    ),
    Case(
        name="details",
        make=lambda services: DetailsScreen(
            services.record.registration, _raw(services)
        ),
    ),
    Case(
        name="change_tenure",
        make=lambda services: ChangeScreen(
            services.record.registration, changes_of(services.record.registration)[1]
        ),
    ),
    Case(
        name="change_chosen",
        make=lambda services: Choose(
            "What changes?",
            [one.name for one in changes_of(_active(services))],
        ),
    ),
    Case(
        name="history",
        make=lambda services: HistoryScreen(
            services.record.registration, _past(services)
        ),
    ),
    Case(
        name="certificates",
        make=lambda services: CertificatesScreen(services.record),
        role=Role.SUPERVISOR,
    ),
    Case(name="register", make=lambda _: RegisterScreen()),
    Case(
        name="register",
        make=lambda _: RegisterScreen(),
        state="error",
        problems=("patient.date_of_birth", "patient.home.postcode"),
    ),
    Case(
        name="register-jump",
        make=lambda services: RegisterScreen(_raw(services)),
        keys=("ctrl+g",),
    ),
    Case(
        name="check-answers",
        make=lambda services: CheckAnswersScreen(
            _application(services), _raw(services)
        ),
    ),
    Case(
        name="registered",
        make=lambda services: RegisteredScreen(services.record.registration),
    ),
    Case(name="declare", make=_declare),
    Case(
        name="declare",
        make=_declare,
        state="error",
        problems=("sites.0.plants.0.count",),
    ),
    Case(name="revoke", make=_reasons("revoke"), role=Role.SUPERVISOR),
    Case(
        name="revoke",
        make=_reasons("revoke"),
        role=Role.SUPERVISOR,
        state="error",
        problems=("reasons", "confirm"),
    ),
    Case(name="send-back", make=_reasons("send back"), role=Role.SUPERVISOR),
    Case(
        name="paper",
        make=lambda services: PaperScreen(
            IssuedPaper(issued=services.record.certificates[0], pdf=b"")
        ),
    ),
    Case(name="account", make=lambda _: AccountScreen(), role=Role.ADMINISTRATOR),
    Case(name="settings", make=lambda _: SettingsScreen()),
    Case(name="verify", make=lambda _: VerifyScreen()),
    Case(name="help", make=lambda _: HelpScreen(Place.FIND, {})),
    Case(
        name="choose",
        make=lambda services: Choose(
            "Which site?",
            [services.record.registration.identity.patient.full_name, "Allotment 31"],
        ),
    ),
    Case(
        name="confirm",
        make=lambda services: Confirm(
            f"Issue for {services.record.registration.identity.patient.full_name}?",
            "It is signed now, and what is signed is never rewritten.",
            "Issue and sign it",
            "Not now",
        ),
    ),
)
"""Every screen that is compared, by role and state."""


def title_of(case: Case) -> str:
    """Return what a case is called: screen, role, state."""
    return f"{case.name}-{case.role.value}-{case.state}"


@contextmanager
def answering(
    case: Case, record: Record, patch: pytest.MonkeyPatch
) -> Iterator[Services]:
    """Have the services answer as a case wants it, while its screen is looked at."""
    services = Services(record=fixed(record), state=case.state)
    replaced = {
        "amnesty.services.work_list.count_waiting": services.count,
        "amnesty.services.work_list.list_waiting": services.page,
        "amnesty.services.searching.find_registrations": services.found,
        "amnesty.services.staffing.list_accounts": services.accounts,
        "amnesty.services.keeping_forms.kept_form": lambda _: None,
        "amnesty.services.previewing.preview_check": lambda *_: record.report,
        "amnesty.services.casework.complaints": services.complaints,
        "amnesty.services.erasing.proposed_erasures": services.erasures,
        "amnesty.services.breaches.known_breaches": services.breaches,
        "amnesty.services.auditing.browse_log": services.log,
        "amnesty.services.previewing.find_alike": lambda *_: services.summaries[1:2],
    }
    with patch.context() as patched:
        for where, answer in replaced.items():
            patched.setattr(where, answer)
        try:
            yield services
        finally:
            services.release.set()


def refusal(case: Case) -> ProblemsError:
    """Return what a form with problems is refused with."""
    return ProblemsError(
        [Problem(path=one, sentence="Enter it as it stands") for one in case.problems]
    )
