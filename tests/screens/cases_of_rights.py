"""The screens of a patient's rights and of the office's cases, with fixed answers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from amnesty.domain.staff import Role, StaffId, StaffMember
from tests.screens.answered import TODAY
from tests.screens.case import STATES, Case
from tui.breach_acts import BREACHES
from tui.form_act import Told
from tui.office_acts import BREAK_GLASS, COMPLAINTS, ERASURES
from tui.patient_acts import acts_for
from tui.screens.act import ActScreen, ToldScreen
from tui.screens.audit import AuditScreen
from tui.screens.cases import CasesScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.services.desk import Desk
    from tests.screens.answered import Services
    from tui.case_list import Listing
    from tui.form_act import FormAct


def rights() -> Iterator[Case]:
    """Yield each of them, by state."""
    for listing in (COMPLAINTS, ERASURES, BREACHES):
        yield from _cases_of(listing)
    for state in STATES:
        yield Case(
            name="audit",
            make=lambda _: AuditScreen(),
            role=Role.SUPERVISOR,
            state=state,
        )
    for name, act in (
        ("disclose", "Tell the patient everything"),
        ("restrict", "Restrict the record"),
        ("put-right", "Put the record right"),
        ("equality", "Ask the equality questions"),
    ):
        yield Case(name=name, make=_act(act), role=Role.SUPERVISOR)
    yield Case(
        name="confirm-erasure",
        make=lambda _: ActScreen(_opened(ERASURES)),
        role=Role.SUPERVISOR,
        problems=("confirm",),
    )
    yield Case(
        name="break-glass",
        make=lambda _: ActScreen(BREAK_GLASS),
        role=Role.SUPERVISOR,
    )
    yield Case(
        name="told",
        make=lambda services: ToldScreen(
            "Tell the patient everything",
            Told(
                said="Answer by 24 December 2026. F9 saves it to hand over.",
                lines=(services.record.registration.identity.patient.full_name,),
                files={"report.pdf": b""},
            ),
        ),
        role=Role.SUPERVISOR,
    )


def _cases_of(listing: Listing) -> Iterator[Case]:
    for state in STATES:
        yield Case(
            name=listing.name.casefold().replace(" ", "-"),
            make=lambda _: CasesScreen(listing),
            role=Role.SUPERVISOR,
            state=state,
        )


def _act(name: str) -> Callable[[Services], ActScreen[Any]]:
    """Return what makes the form of one of a patient's rights."""

    def make(services: Services) -> ActScreen[Any]:
        registration = services.record.registration
        supervisor = StaffMember(id=StaffId(1), name="ada", role=Role.SUPERVISOR)
        acts = acts_for(registration, supervisor)
        return ActScreen(next(one for one in acts if one.name == name))

    return make


def _opened(listing: Listing) -> FormAct[Told]:
    """Return the act that the first row of a list opens."""
    act = listing.rows(cast("Desk", SimpleNamespace(today=lambda: TODAY)))[0].opens
    assert act is not None
    return act
