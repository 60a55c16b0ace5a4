"""The screens of a patient's rights and of the office's cases."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from amnesty.domain.staff import Role, StaffId, StaffMember
from tests.screens.table.answered import TODAY
from tests.screens.table.entry import Asks, Entry
from tui.breach_acts import BREACHES
from tui.form_act import Told
from tui.office_acts import BREAK_GLASS, COMPLAINTS, ERASURES
from tui.patient_acts import acts_for
from tui.publish_act import PUBLISH
from tui.screens.act import ActScreen, ToldScreen
from tui.screens.audit import AuditScreen
from tui.screens.cases import CasesScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.services.desk import Desk
    from tests.screens.table.answered import Services
    from tui.case_list import Listing
    from tui.form_act import FormAct

_SUPERVISOR = (Role.SUPERVISOR,)
_AGAIN = Asks(keys=("f5",), on_opening=True)


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


def _told(services: Services) -> ToldScreen:
    return ToldScreen(
        "Tell the patient everything",
        Told(
            said="Answer by 24 December 2026. F9 saves it to hand over.",
            lines=(services.record.registration.identity.patient.full_name,),
            files={"report.pdf": b""},
        ),
    )


def _lists() -> Iterator[Entry]:
    for listing, where, answer in (
        (COMPLAINTS, "casework.complaints", "complaints"),
        (ERASURES, "erasing.proposed_erasures", "erasures"),
        (BREACHES, "breaches.known_breaches", "breaches"),
    ):
        yield Entry(
            screen=CasesScreen,
            name=listing.name.casefold().replace(" ", "-"),
            make=lambda _, listing=listing: CasesScreen(listing),
            roles=_SUPERVISOR,
            asks=_AGAIN,
            empty=True,
            answers={
                f"amnesty.services.rights.{where}": lambda one, answer=answer: getattr(
                    one, answer
                )
            },
        )


def _forms() -> Iterator[Entry]:
    for name, act in (
        ("disclose", "Tell the patient everything"),
        ("restrict", "Restrict the record"),
        ("put-right", "Put the record right"),
        ("equality", "Ask the equality questions"),
    ):
        yield Entry(
            screen=ActScreen,
            name=name,
            make=_act(act),
            roles=_SUPERVISOR,
            wrong="Its form is that of every act, which is looked at with break-glass.",
        )


ENTRIES = (
    *_lists(),
    *_forms(),
    Entry(
        screen=AuditScreen,
        name="audit",
        make=lambda _: AuditScreen(),
        roles=(Role.AUDITOR, Role.SUPERVISOR),
        asks=_AGAIN,
        empty=True,
        answers={"amnesty.services.auditing.browse_log": lambda one: one.log},
    ),
    Entry(
        screen=ActScreen,
        name="confirm-erasure",
        make=lambda _: ActScreen(_opened(ERASURES)),
        roles=_SUPERVISOR,
        wrong=("confirm",),
        answers={
            "amnesty.services.rights.erasing.proposed_erasures": lambda one: (
                one.erasures
            )
        },
    ),
    Entry(
        screen=ActScreen,
        name="break-glass",
        make=lambda _: ActScreen(BREAK_GLASS),
        roles=_SUPERVISOR,
        asks=Asks(keys=("f10",)),
        wrong="The confirmation of an erasure shows it.",
    ),
    Entry(
        screen=ActScreen,
        name="publish",
        make=lambda _: ActScreen(PUBLISH),
        roles=_SUPERVISOR,
        asks=Asks(keys=("f10",)),
        wrong="The confirmation of an erasure shows it.",
    ),
    Entry(screen=ToldScreen, name="told", make=_told, roles=_SUPERVISOR),
)
