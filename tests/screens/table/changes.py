"""What changes after the decision."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.asked import Asked, GrowerAsked
from amnesty.domain.registration import Move, State, Step
from amnesty.domain.staff import Role, StaffId, StaffMember
from tests.screens.table.answered import AT, TODAY
from tests.screens.table.entry import Asks, Entry
from tui.changes import changes_of
from tui.screens.change import ChangeScreen
from tui.screens.choose import Choose

if TYPE_CHECKING:
    from amnesty.domain.registration import Registration
    from tests.screens.table.answered import Services
    from tui.change_forms import Change


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
        screen=Choose,
        name="change-chosen",
        make=lambda services: Choose(
            "What changes?", [one.name for one in changes_of(_active(services), _ADA)]
        ),
    ),
)
