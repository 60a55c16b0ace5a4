"""The record: who it is, what is declared, and the check beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.certificate import Setting
from amnesty.domain.check import check
from amnesty.domain.patient import Language
from amnesty.domain.registration import Move, State, Step
from amnesty.domain.staff import Role, StaffId
from amnesty.policies import DEFAULT_POLICY, load_policy
from amnesty.services.intake.fields import fields_by_path
from amnesty.services.registrations.differences import differences
from tui import record_view
from tui.app import RegistryApp
from tui.commands import RegistryCommands
from tui.forms import hint, spoken
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


async def test_the_command_list_has_what_the_role_may_do(
    front: Front, desk_as: Callable[[Role], Desk], make_record: MakeRecord
) -> None:
    """A supervisor finds the approval by its name there, and a clerk does not."""
    for role, has_it in ((Role.SUPERVISOR, True), (Role.CLERK, False)):
        app = _app(front, RecordScreen(make_record()), desk_as(role))
        async with app.run_test() as pilot:
            await pilot.pause()
            found = [one.name for one in RegistryCommands(app.screen)._commands()]
            assert any(name.startswith("Approve") for name in found) is has_it
            assert any(name.startswith("Plants") for name in found)


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


@pytest.mark.parametrize(
    ("unsigned", "grams", "decided", "told"),
    [
        (False, 1, False, "Nothing stands in the way of an approval."),
        (True, 1, False, "1 thing stands in the way of an approval: undertaking."),
        (
            True,
            900,
            False,
            "2 things stand in the way of an approval: undertaking, and 1 more.",
        ),
        (False, 900, True, "1 thing is to be put right: dried equivalent, site 1."),
        (False, 1, True, "Nothing is to be put right."),
    ],
)
def test_what_stands_in_the_way_is_named(
    *,
    make_record: MakeRecord,
    unsigned: bool,
    grams: int,
    decided: bool,
    told: str,
    today: date,
) -> None:
    """The last line of the check names the first thing, and counts the others."""
    registration = make_record().registration
    growing = registration.growing
    (site,) = growing.sites
    held = replace(site.stock[0], grams=Fraction(grams))
    growing = replace(growing, sites=(replace(site, stock=(held,)),))
    if unsigned:
        growing = replace(growing, undertaking=None)
    report = check(
        registration.clinical,
        growing,
        policy=load_policy(DEFAULT_POLICY),
        today=today,
    )
    assert record_view.check(report, decided=decided).plain.endswith(f"\n{told}")


def test_an_approval_is_awaited_of_what_is_not_decided(
    make_record: MakeRecord,
) -> None:
    """A draft and a submission wait for one; what is active does not."""
    awaited = {
        state
        for state in State
        if not record_view.is_decided(make_record(state=state).registration)
    }
    assert awaited == {State.DRAFT, State.SUBMITTED}


def test_a_choice_is_read_by_its_name(make_record: MakeRecord) -> None:
    """What a file calls `cy` is Welsh where people type it, read it and change it."""
    field = fields_by_path()["patient.language"]
    assert hint(field) == "E English · W Welsh"
    assert spoken(field, "welsh") == spoken(field, "W") == spoken(field, "cy") == "cy"
    before = make_record().registration
    patient = replace(before.identity.patient, language=Language.WELSH)
    now = replace(before, identity=replace(before.identity, patient=patient))
    (found,) = differences(before, now)
    assert str(found) == "Contact, language of letters: English → Welsh"


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


def test_a_site_in_turn_says_so_in_words(make_record: MakeRecord) -> None:
    """A word of a list is for who fills it in, not for who reads it."""
    registration = make_record().registration
    site, *others = registration.growing.sites
    both = (replace(site, setting=Setting.BOTH), *others)
    growing = replace(registration.growing, sites=both)
    words = record_view.declared(replace(registration, growing=growing)).plain
    assert "indoor and outdoor in turn, " in words
    assert "both" not in words
