"""The record: who it is, what is declared, and the check beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.registration import Move, State, Step
from amnesty.domain.staff import Role, StaffId
from amnesty.policies import DEFAULT_POLICY, load_policy
from tui.app import RegistryApp
from tui.record_view import papers
from tui.screens.declare import DeclareScreen
from tui.screens.record import RecordScreen
from tui.screens.verify import VerifyScreen
from tui.text import safe

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.screen import Screen

    from amnesty.services.desk import Desk
    from amnesty.services.registrations.searching import Record
    from tui.front import Front

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]
    MakeRecord = Callable[..., Record]

PASSPHRASE = "four unrelated made-up words"


class App(RegistryApp):
    """An app that opens on a screen that a test made."""

    first: Screen[None]

    def home(self) -> Screen[None]:
        """Return the test's screen."""
        return self.first


def _app(front: Front, screen: Screen[None], desk: Desk | None = None) -> App:
    app = App(front, desk=desk or front.open("ada", PASSPHRASE))
    app.first = screen
    return app


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_record_shows_any_name(
    *,
    front: Front,
    make_record: MakeRecord,
    hostile_name: str,
    size: tuple[int, int],
    shown: Shown,
) -> None:
    """Every name is shown as a name on the record and on the plants' form."""
    record = make_record(hostile_name)
    app = _app(front, RecordScreen(record))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert safe(hostile_name)[:20] in shown(app)
        policy = load_policy(DEFAULT_POLICY)
        app.push_screen(DeclareScreen(record.registration, policy, 0))
        await pilot.pause()
        assert safe(hostile_name)[:20] in shown(app)


async def test_the_check_stands_beside_what_is_declared(
    front: Front, make_record: MakeRecord, shown: Shown
) -> None:
    """At 120 columns one row holds the heads of both; at 80 one follows the other."""
    for width, beside in ((120, True), (80, False)):
        app = _app(front, RecordScreen(make_record()))
        async with app.run_test(size=(width, 40)) as pilot:
            await pilot.pause()
            heads = [line for line in shown(app).splitlines() if "Declared" in line]
            assert any("Quantity check" in line for line in heads) is beside
            assert "Quantity check" in shown(app)


async def test_a_demonstration_is_marked(
    front: Front, real_front: Front, make_record: MakeRecord, shown: Shown
) -> None:
    """The mark stands on the record, and nowhere on a real register."""
    for one in (front, real_front):
        app = _app(one, RecordScreen(make_record()))
        async with app.run_test() as pilot:
            await pilot.pause()
            assert ("DEMONSTRATION · SPECIMEN" in shown(app)) is one.is_demonstration


@pytest.mark.parametrize(
    ("key", "role", "state", "words"),
    [
        ("a", Role.CLERK, State.SUBMITTED, "Only a supervisor may approve"),
        ("a", Role.SUPERVISOR, State.DRAFT, "only one that is submitted"),
        ("s", Role.CLERK, State.SUBMITTED, "only one that is draft"),
        ("f6", Role.SUPERVISOR, State.SUBMITTED, "only one that is approved"),
        ("f9", Role.CLERK, State.DRAFT, "No certificate is issued yet."),
        ("f8", Role.CLERK, State.ACTIVE, "Only a supervisor may revoke"),
    ],
)
async def test_a_key_that_cannot_act_says_why(
    *,
    front: Front,
    desk_as: Callable[[Role], Desk],
    make_record: MakeRecord,
    press: Press,
    key: str,
    role: Role,
    state: State,
    words: str,
) -> None:
    """The status line names the role or the state that stands in the way."""
    app = _app(front, RecordScreen(make_record(state=state)), desk_as(role))
    async with app.run_test() as pilot:
        await press(pilot, key)
        assert words in app.screen.query_one("StatusLine").sentence


async def test_a_form_asks_before_it_is_left(
    front: Front, make_record: MakeRecord, press: Press, shown: Shown
) -> None:
    """An untouched form is left at once; a changed one asks, and may stay."""
    record = make_record()
    app = _app(front, RecordScreen(record))
    async with app.run_test(size=(100, 40)) as pilot:
        policy = load_policy(DEFAULT_POLICY)
        app.push_screen(DeclareScreen(record.registration, policy, 0))
        await pilot.pause()
        await press(pilot, "escape")
        assert isinstance(app.screen, RecordScreen)
        app.push_screen(DeclareScreen(record.registration, policy, 0))
        await pilot.pause()
        await press(pilot, "x", "escape")
        assert "Leave without saving?" in shown(app)
        await press(pilot, "n")
        assert isinstance(app.screen, DeclareScreen)
        await press(pilot, "ctrl+q")
        assert "Sign out?" in shown(app)


async def test_who_may_not_search_verifies(
    front: Front, desk_as: Callable[[Role], Desk]
) -> None:
    """Police and auditors start where they may do something."""
    for role in (Role.POLICE, Role.AUDITOR):
        app = RegistryApp(front, desk=desk_as(role))
        async with app.run_test() as pilot:
            await pilot.pause()
            assert isinstance(app.screen, VerifyScreen)


async def test_a_site_is_chosen_where_there_are_several(
    front: Front, make_record: MakeRecord, press: Press, shown: Shown
) -> None:
    """With two sites the plants' key asks at which one, by digit."""
    record = make_record()
    growing = record.registration.growing
    two = replace(growing, sites=growing.sites * 2)
    record = replace(record, registration=replace(record.registration, growing=two))
    app = _app(front, RecordScreen(record))
    async with app.run_test(size=(100, 40)) as pilot:
        await press(pilot, "p")
        assert "Which site?" in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, RecordScreen)


def test_the_days_of_a_case_are_those_of_london(make_record: MakeRecord) -> None:
    """What was done half an hour after midnight in summer was done on the new day."""
    record = make_record()
    step = Step(
        move=Move.RECEIVE,
        state=State.DRAFT,
        by=StaffId(1),
        by_name="ada",
        at=datetime(2026, 8, 24, 23, 30, tzinfo=UTC),
    )
    record = replace(record, registration=record.registration.after(step))
    assert "25 Aug 2026: draft, by ada" in papers(record).plain
