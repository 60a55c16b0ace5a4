"""A whole registration at the keys: the form, its rows, the check, and what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from amnesty.domain.registration import State
from amnesty.services.intake.fields import fields_by_path, sections
from amnesty.services.registrations.searching import find_registrations
from tests.screens.listed import registrations_in
from tui.app import RegistryApp
from tui.forms import typed
from tui.screens.check_answers import CheckAnswersScreen
from tui.screens.record import RecordScreen
from tui.screens.register import RegisterScreen
from tui.screens.registered import RegisteredScreen
from tui.screens.work import WorkScreen
from tui.text import safe
from tui.widgets.error_summary import ErrorSummary
from tui.widgets.form import Form

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    import pytest
    from textual.app import App
    from textual.pilot import Pilot

    from amnesty.cli.screens import WiredFront
    from amnesty.services.desk import Desk

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]
    Until = Callable[[Pilot[None], Callable[[], bool]], Awaitable[None]]
    Opened = Callable[[Pilot[None]], Awaitable[None]]

WIDE, NARROW = (120, 40), (80, 24)


async def _type(pilot: Pilot[None], answers: Mapping[str, str]) -> None:
    """Paste into each box in turn and go on with Tab, as a fast clerk would."""
    app = pilot.app
    for path, field in fields_by_path().items():
        text = typed(field, answers.get(path.replace("*", "0"), ""))
        if text:
            app.post_message(events.Paste(text))
        app.post_message(events.Key("tab", None))
    await pilot.press("tab")
    await app._waiting.join()


def _show_form(pilot: Pilot[None], answers: Mapping[str, str]) -> None:
    """Show the form as it is once everything was typed."""
    screen = RegisterScreen()
    screen._form = Form(sections(), answers)
    pilot.app.push_screen(screen, pilot.app._show_registered)


async def _checked(
    pilot: Pilot[None], press: Press, until: Until, answers: Mapping[str, str]
) -> None:
    _show_form(pilot, answers)
    await until(pilot, lambda: isinstance(pilot.app.screen, RegisterScreen))
    await press(pilot, "f10")
    await until(pilot, lambda: _is_read(pilot.app))


def _is_read(app: App[None]) -> bool:
    """Return whether the answers are up for long enough to be read."""
    screen = app.screen
    return isinstance(screen, CheckAnswersScreen) and not screen.why_not_register()


async def test_a_whole_registration(
    *,
    front: WiredFront,
    clerk: Desk,
    answers: dict[str, str],
    press: Press,
    shown: Shown,
    until: Until,
    opened: Opened,
) -> None:
    """Typed, checked with its quantities, kept, submitted, and shown as a record."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        await _type(pilot, answers)
        await press(pilot, "f10")
        await until(pilot, lambda: _is_read(app))
        await until(pilot, lambda: "Plants, site 1: WITHIN" in shown(app))
        words = shown(app)
        assert "Siân Llŷr ap Gwŷn" in words
        assert "F10 Register this patient" in words
        assert "Not provided" in words
        assert "may be registered already" not in words
        assert not registrations_in(clerk, State.DRAFT)
        await press(pilot, "f10")
        await until(pilot, lambda: isinstance(app.screen, RegisteredScreen))
        (kept,) = registrations_in(clerk, State.DRAFT)
        assert str(kept.number) in shown(app)
        assert "What happens next" in shown(app)
        await press(pilot, "s")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        assert app.screen.number == kept.number
        assert registrations_in(clerk, State.SUBMITTED)
        await press(pilot, "escape")
        assert isinstance(app.screen, WorkScreen)


async def test_answers_that_nobody_saw_are_not_kept(
    *,
    front: WiredFront,
    clerk: Desk,
    answers: dict[str, str],
    press: Press,
    shown: Shown,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ten times F10 on the form lead to the answers, and no further.

    Pressed ten times once they are read, it keeps one registration; F2 starts anew.
    """
    monkeypatch.setattr("tui.screens.check_answers._UNREAD", 3600)
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=WIDE) as pilot:
        _show_form(pilot, answers)
        await until(pilot, lambda: isinstance(app.screen, RegisterScreen))
        await press(pilot, *["f10"] * 10)
        assert isinstance(app.screen, CheckAnswersScreen)
        assert "Read the answers, then press the key again." in shown(app)
        assert registrations_in(clerk) == ()
        app.screen._may_be_read()
        await press(pilot, *["f10"] * 10)
        await until(pilot, lambda: isinstance(app.screen, RegisteredScreen))
        await press(pilot, *["f10"] * 3)
        assert len(registrations_in(clerk, State.DRAFT)) == 1
        await press(pilot, "f2")
        assert isinstance(app.screen, RegisterScreen)
        assert app.screen.raw() == {}


async def test_asking_the_service_twice_keeps_one(
    *,
    front: WiredFront,
    clerk: Desk,
    answers: dict[str, str],
    press: Press,
    until: Until,
) -> None:
    """Even keys that were not held back register once."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=WIDE) as pilot:
        await _checked(pilot, press, until, answers)
        for _ in range(3):
            app.screen.action_register()
        await until(pilot, lambda: isinstance(app.screen, RegisteredScreen))
        assert find_registrations(clerk, "llyr sian").total == 1


async def test_nothing_is_kept_before_the_answers_are_checked(
    *,
    front: WiredFront,
    clerk: Desk,
    answers: dict[str, str],
    press: Press,
    until: Until,
) -> None:
    """Going back from the check leaves the form as it was and the register too."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=WIDE) as pilot:
        await _checked(pilot, press, until, answers)
        await press(pilot, "escape")
        assert isinstance(app.screen, RegisterScreen)
        assert app.screen.raw()["sites.0.plants.0.count"] == "3"
        assert registrations_in(clerk) == ()


async def test_who_may_be_the_same_patient_is_shown(
    *,
    front: WiredFront,
    clerk: Desk,
    answers: dict[str, str],
    press: Press,
    shown: Shown,
    until: Until,
) -> None:
    """A second registration of the name and birth date warns, and leads to the first.

    The warning does not stop anybody: two people may share both.
    """
    del answers["patient.health_number"]
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=NARROW) as pilot:
        await _checked(pilot, press, until, answers)
        await press(pilot, "f3")
        assert "Nobody else is registered" in shown(app)
        await press(pilot, "f10")
        await until(pilot, lambda: isinstance(app.screen, RegisteredScreen))
        (first,) = registrations_in(clerk, State.DRAFT)
        await press(pilot, "escape")
        await _checked(pilot, press, until, answers)
        await until(pilot, lambda: "may be registered already" in shown(app))
        assert str(first.number) in shown(app)
        await press(pilot, "f3")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        assert app.screen.number == first.number
        await press(pilot, "escape", "f10")
        await until(pilot, lambda: isinstance(app.screen, RegisteredScreen))
        assert len(registrations_in(clerk, State.DRAFT)) == 2


async def test_a_refusal_keeps_the_answers(
    *,
    front: WiredFront,
    clerk: Desk,
    answers: dict[str, str],
    press: Press,
    shown: Shown,
    until: Until,
) -> None:
    """The same health number twice is refused; what was typed is still in the form."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=WIDE) as pilot:
        await _checked(pilot, press, until, answers)
        await press(pilot, "f10")
        await until(pilot, lambda: isinstance(app.screen, RegisteredScreen))
        await press(pilot, "escape")
        await _checked(pilot, press, until, answers)
        await press(pilot, "f10")
        await until(pilot, lambda: "Problem: A patient with this NHS" in shown(app))
        await press(pilot, "escape")
        assert isinstance(app.screen, RegisterScreen)
        assert app.screen.raw()["patient.full_name"] == "Siân Llŷr ap Gwŷn"
        assert app.screen.unsaved is False
        assert len(registrations_in(clerk, State.DRAFT)) == 1


async def test_any_name_is_shown_as_a_name(
    *,
    front: WiredFront,
    clerk: Desk,
    answers: dict[str, str],
    hostile_name: str,
    press: Press,
    shown: Shown,
    until: Until,
) -> None:
    """No name breaks the form, the answers to check, or the number's screen."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=NARROW) as pilot:
        _show_form(pilot, answers | {"patient.full_name": hostile_name})
        await until(pilot, lambda: isinstance(app.screen, RegisterScreen))
        await press(pilot, "f10")
        await until(pilot, lambda: _went_on(app))
        if isinstance(app.screen, RegisterScreen):
            assert app.screen.query_one(ErrorSummary).option_count == 1
            return
        await press(pilot, "f10")
        await until(pilot, lambda: isinstance(app.screen, RegisteredScreen))
        (kept,) = registrations_in(clerk, State.DRAFT)
        assert safe(kept.full_name)[:30] in shown(app)


def _went_on(app: RegistryApp) -> bool:
    if isinstance(app.screen, CheckAnswersScreen):
        return _is_read(app)
    return app.screen.query_one(ErrorSummary).option_count > 0
