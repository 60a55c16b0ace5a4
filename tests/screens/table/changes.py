"""What changes after the decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from amnesty.domain.asked import Asked, GrowerAsked
from amnesty.domain.registration import Move, State, Step, WindingDown
from amnesty.domain.staff import Role, StaffId, StaffMember
from tests.screens.table.answered import AT, TODAY, fixed
from tests.screens.table.entry import Asks, Entry
from tui.changes import changes_of
from tui.ending_acts import endings_of
from tui.screens.act import ActScreen
from tui.screens.change import ChangeScreen
from tui.screens.choose import Choose
from tui.screens.record import RecordScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from tests.screens.table.answered import Services
    from tui.change_forms import Change
    from tui.form_act import Told


_ADA = StaffMember(id=StaffId(1), name="ada", role=Role.CLERK)


def _changes(services: Services) -> tuple[Change, ...]:
    return changes_of(services.record.registration, _ADA)


def _asked(services: Services) -> ChangeScreen:
    """Return the form that takes back what ada asked for herself."""
    kept = _active(services)
    asked = Asked(
        what=GrowerAsked(grower=None), by=_ADA.id, by_name=_ADA.name, on=TODAY
    )
    waiting = replace(kept, growing=replace(kept.growing, asked=asked)).after(
        Step(
            move=Move.ASK_FOR_CHANGE,
            state=State.ACTIVE,
            by=_ADA.id,
            by_name=_ADA.name,
            at=AT,
        )
    )
    return ChangeScreen(waiting, changes_of(waiting, _ADA)[-1])


def _active(services: Services) -> Registration:
    return replace(services.record.registration, state=State.ACTIVE)


def _ending(services: Services) -> Registration:
    """Return the patient as who died, with whom to turn to."""
    kept = fixed(services.record, state=State.WINDING_DOWN).registration
    ending = WindingDown(
        until=TODAY + timedelta(days=28),
        contact="Mair Made-Up",
        telephone="01632 960111",
        ends_as=State.DECEASED,
    )
    return replace(kept, growing=replace(kept.growing, winding_down=ending))


def _end(place: int, *, closing: bool = False) -> Callable[[Services], ActScreen[Told]]:
    """Return what makes the form of one way to end."""

    def make(services: Services) -> ActScreen[Told]:
        decided = replace(_active(services), valid_from=TODAY)
        kept = _ending(services) if closing else decided
        act = endings_of(kept, replace(_ADA, role=Role.SUPERVISOR), TODAY)[place]
        return ActScreen(act, {} if closing else {"until": "24 December 2026"})

    return make


ENTRIES = (
    Entry(
        screen=ChangeScreen,
        name="change-tenure",
        make=lambda services: ChangeScreen(
            services.record.registration, _changes(services)[1]
        ),
        asks=Asks(keys=("f10",)),
        answers={"tui.screens.change.as_it_was_read": lambda _: lambda desk, _: desk},
        wrong="The fields differ from change to change; one form shows them all.",
    ),
    Entry(
        screen=ChangeScreen,
        name="change-taken-back",
        make=_asked,
        wrong=("sure",),
    ),
    Entry(
        screen=ActScreen,
        name="end-after-death",
        make=_end(0),
        roles=(Role.SUPERVISOR,),
        wrong=("contact", "telephone", "confirm"),
    ),
    Entry(
        screen=ActScreen,
        name="end-lapsed",
        make=_end(2),
        roles=(Role.SUPERVISOR,),
        wrong="Its form is the same as after a death.",
    ),
    Entry(
        screen=ActScreen,
        name="end-closed",
        make=_end(0, closing=True),
        roles=(Role.SUPERVISOR,),
        wrong="The confirmation of an erasure shows it.",
    ),
    Entry(
        screen=RecordScreen,
        name="record-winding-down",
        make=lambda services: RecordScreen(
            replace(services.record, registration=_ending(services))
        ),
        asks=Asks(keys=("f5",)),
        answers={
            "amnesty.services.registrations.searching.open_record": lambda one: (
                lambda *_: replace(one.record, registration=_ending(one))
            )
        },
    ),
    Entry(
        screen=Choose,
        name="change-chosen",
        make=lambda services: Choose(
            "What changes?", [one.name for one in changes_of(_active(services), _ADA)]
        ),
    ),
)
