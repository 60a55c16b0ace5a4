"""The registration form and the find box, on a real register."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.cli.demonstration.setting import (
    PASSPHRASE,
    SECOND_SUPERVISOR,
    Folders,
    open_desks,
    register_people,
)
from tests.screens.waiting import until
from tui.app import RegistryApp
from tui.screens.beside import BesideScreen
from tui.screens.hand_in import HandInScreen
from tui.screens.record import RecordScreen
from tui.screens.register import RegisterScreen
from tui.screens.work import WorkScreen
from tui.widgets.error_summary import ErrorSummary
from tui.widgets.field import FieldRow

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from amnesty.cli.screens import WiredFront
    from amnesty.services.desk import Desk

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]

_PEOPLE = 8


@pytest.fixture(scope="module")
def folders(folders: Folders) -> Folders:
    """Return a made-up authority with a few patients."""
    with open_desks(folders) as desks:
        register_people(desks, count=_PEOPLE, seed=1, step=lambda _: None)
    return folders


_ALL_MET = ("f8",) * 12
"""Shows every section of the form once."""


async def test_what_waits_is_seen_first(
    front: WiredFront, clerk: Desk, shown: Shown
) -> None:
    """A clerk sees the first list with anything in it as soon as the screen opens."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "1 to 2 of 2" in shown(app))
        assert "Finish and submit" in shown(app)
        assert "1 to 2 of 2" in shown(app)


async def test_it_finds_while_one_types(
    front: WiredFront, clerk: Desk, press: Press, shown: Shown
) -> None:
    """The table follows the box; a name that nobody has says so."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "1 to 2 of 2" in shown(app))
        name = app.screen._page.lines[0].summary.full_name.split()[-1]
        await press(pilot, "slash", *name[:4])
        await until(pilot, lambda: "found" in shown(app))
        assert name in shown(app)
        await press(pilot, *"qqqq")
        await until(pilot, lambda: "No record matches" in shown(app))


async def test_enter_opens_the_record(
    front: WiredFront, clerk: Desk, press: Press, shown: Shown
) -> None:
    """The arrows choose, Enter opens, n is the next patient, Esc comes back."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "1 to 2 of 2" in shown(app))
        first, second = (one.summary.number for one in app.screen._page.lines)
        await press(pilot, "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        assert app.screen.number == second
        await press(pilot, "n")
        assert "no next patient" in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, WorkScreen)
        await press(pilot, "1", "n")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        assert app.screen.number == second != first


async def test_all_problems_are_told_at_once(
    front: WiredFront, clerk: Desk, press: Press, shown: Shown
) -> None:
    """A save with mistakes lists them all, each said again at its field."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "f2")
        await until(pilot, lambda: isinstance(app.screen, RegisterScreen))
        await press(pilot, *"Smith [/b]", "tab", *"31 2 1970")
        await press(pilot, *_ALL_MET, "f10")
        summary = app.screen.query_one(ErrorSummary)
        await until(pilot, lambda: summary.option_count > 0)
        assert app.screen.focused is summary
        rows = {row.path: row for row in app.screen.query(FieldRow)}
        wrong = [path for path, row in rows.items() if row.problem]
        assert summary.option_count == len(wrong)
        assert "patient.full_name" not in wrong
        assert "Date of birth must be a real date" in shown(app)
        assert "sites.0.setting" in wrong
        assert "Error: Register a patient" in shown(app)
        await press(pilot, "enter")
        assert app.screen.focused is rows["patient.date_of_birth"].box
        await press(pilot, "home", "delete")
        await until(pilot, lambda: not rows["patient.date_of_birth"].problem)
        assert rows["patient.full_name"].box.value == "Smith [/b]"
        await press(pilot, "escape", "y")


async def test_nobody_is_blamed_for_what_was_not_asked_yet(
    front: WiredFront, clerk: Desk, press: Press, shown: Shown
) -> None:
    """F10 on the first page tells its own problems; without any, it goes on."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "f2")
        await until(pilot, lambda: isinstance(app.screen, RegisterScreen))
        await press(pilot, *"Mair", "tab", *"27 3", "tab", "tab", "tab", "p", "tab")
        await press(pilot, *"1 Row", "tab", "tab", *"Penmaen", "tab", *"ZZ1 4AB")
        await press(pilot, "f10")
        summary = app.screen.query_one(ErrorSummary)
        await until(pilot, lambda: summary.option_count > 0)
        assert summary.option_count == 1
        assert "Date of birth must include a year" in shown(app)
        await press(pilot, "1", "end", *" 1970", "f10")
        await until(pilot, lambda: "Section 2 of 13 comes next" in shown(app))
        assert not summary.option_count
        await press(pilot, *["f8"] * 10, "f10")
        await until(pilot, lambda: summary.option_count > 5)
        assert "Not saved" in shown(app)
        await press(pilot, "escape", "y")


async def test_a_problem_on_another_page_is_reached(
    front: WiredFront, clerk: Desk, press: Press
) -> None:
    """F6 walks through the fields with problems, over the pages' borders."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "f2")
        await until(pilot, lambda: isinstance(app.screen, RegisterScreen))
        await press(pilot, *_ALL_MET, "f10")
        summary = app.screen.query_one(ErrorSummary)
        await until(pilot, lambda: summary.option_count > 0)
        seen = set()
        for _ in range(8):
            await press(pilot, "f6")
            seen.add(app.screen.focused.parent.path)
        assert len(seen) == 8
        assert "patient.full_name" in seen
        assert not all(path.startswith("patient") for path in seen)


async def test_a_representative_is_left_out_when_nobody_acts(
    front: WiredFront, clerk: Desk, press: Press
) -> None:
    """What is left empty, or stands by default, is not sent as an answer."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "f2")
        await until(pilot, lambda: isinstance(app.screen, RegisterScreen))
        await press(pilot, *["f8"] * 12)
        assert app.screen.raw() == {}
        assert not app.screen.unsaved


async def test_a_hand_in_gives_a_receipt(
    front: WiredFront, clerk: Desk, press: Press, shown: Shown
) -> None:
    """Typed field by field from the record; the record says the receipt's number."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: "1 to 2 of 2" in shown(app))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        await press(pilot, "f7", "y", "tab", "y", "tab", *SECOND_SUPERVISOR)
        await press(pilot, "f8", "tab", "2", "tab", "1", "tab")
        await press(pilot, "s", "1", "f10")
        await until(pilot, lambda: isinstance(app.screen, BesideScreen))
        assert "Gareth signs in" in shown(app)
        await press(pilot, *"not theirs", "enter")
        await until(pilot, lambda: "the account of Gareth, who stands" in shown(app))
        assert isinstance(app.screen, HandInScreen)
        await press(pilot, "f10", *PASSPHRASE, "enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        await until(pilot, lambda: "Receipt H-" in shown(app))
        assert "Hand-in H-" in shown(app)
        await press(pilot, "f7")
        await until(pilot, lambda: isinstance(app.screen, HandInScreen))
        await press(pilot, "y", "tab", "y", "f8", "tab", "2", "tab", "1", "f10")
        await until(pilot, lambda: "weighed and sealed: s2." in shown(app))
