"""What changes after the decision."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from amnesty.domain.registration import State
from tests.screens.table.entry import Asks, Entry
from tui.changes import changes_of
from tui.screens.change import ChangeScreen
from tui.screens.choose import Choose

if TYPE_CHECKING:
    from amnesty.domain.registration import Registration
    from tests.screens.table.answered import Services


def _active(services: Services) -> Registration:
    return replace(services.record.registration, state=State.ACTIVE)


ENTRIES = (
    Entry(
        screen=ChangeScreen,
        name="change-tenure",
        make=lambda services: ChangeScreen(
            services.record.registration, changes_of(services.record.registration)[1]
        ),
        asks=Asks(keys=("f10",)),
        answers={"tui.screens.change.as_it_was_read": lambda _: lambda desk, _: desk},
        wrong="The fields differ from change to change; one form shows them all.",
    ),
    Entry(
        screen=Choose,
        name="change-chosen",
        make=lambda services: Choose(
            "What changes?", [one.name for one in changes_of(_active(services))]
        ),
    ),
)
