"""What is half typed is found again: after a pause, a lock, a closed window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amnesty.cli.demonstration.setting import CLERK, PASSPHRASE
from amnesty.services.registrations.keeping_forms import keep_form, kept_form
from amnesty.services.registrations.registering import read_answers, register_patient
from tui.app import RegistryApp
from tui.screens.choose import Choose
from tui.screens.register import RegisterScreen
from tui.screens.work import WorkScreen
from tui.widgets.field import FieldRow

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from amnesty.cli.screens import WiredFront
    from amnesty.services.desk import Desk

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]
    Until = Callable[[Pilot[None], Callable[[], bool]], Awaitable[None]]
    Opened = Callable[[Pilot[None]], Awaitable[None]]

_PROGRAM = """
import os, pathlib
from amnesty.cli.screens import WiredFront
from tui.app import RegistryApp

app = RegistryApp(WiredFront(directory=pathlib.Path(os.environ["REGISTER"]),
                             is_demonstration=True))
app.run()
raise SystemExit(app.return_code)
"""


def _box(app: RegistryApp, path: str) -> str:
    (row,) = (one for one in app.screen.query(FieldRow) if one.path == path)
    return row.box.value


async def test_a_form_is_offered_again(
    *,
    front: WiredFront,
    clerk: Desk,
    press: Press,
    shown: Shown,
    until: Until,
    opened: Opened,
) -> None:
    """F9 keeps and leaves; F2 offers it, and goes on with all that was typed."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        await press(pilot, *"Ada Lord", "f9")
        await until(pilot, lambda: isinstance(app.screen, WorkScreen))
        found = kept_form(clerk)
        assert found is not None
        assert found.answers == {"patient.full_name": "Ada Lord"}
        await press(pilot, "f2")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        assert "Ada Lord" in shown(app)
        await press(pilot, "1")
        await until(pilot, lambda: isinstance(app.screen, RegisterScreen))
        assert _box(app, "patient.full_name") == "Ada Lord"
        await press(pilot, "escape", "y")
        await until(pilot, lambda: kept_form(clerk) is None)


async def test_it_is_kept_a_moment_after_the_last_key(
    *, front: WiredFront, clerk: Desk, press: Press, until: Until, opened: Opened
) -> None:
    """Nobody has to press anything, and the screen stays as it is."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        await press(pilot, *"Ada")
        await until(pilot, lambda: kept_form(clerk) is not None)
        assert isinstance(app.screen, RegisterScreen)


def test_a_closed_window_keeps_the_form(
    terminal: Callable[..., Any], front: WiredFront, tmp_path: Path
) -> None:
    """The terminal goes away with a half-filled form: the next sign-in finds it."""
    program = terminal(
        _PROGRAM, REGISTER=str(front.directory), AMNESTY_LOG=str(tmp_path / "log")
    )
    program.wait_for(b"Accounts here")
    program.type([CLERK.encode(), b"\t", PASSPHRASE.encode(), b"\r"], 0)
    program.wait_for(b"All active")
    program.type([b"\x1bOQ", b"Ada Lord"], 0)
    program.wait_for(b"Ada Lord")
    program.hang_up()
    assert program.process.wait(60) != 0
    desk = front.open(CLERK, PASSPHRASE)
    found = kept_form(desk)
    desk.register.close()
    assert found is not None
    assert found.answers["patient.full_name"] == "Ada Lord"


async def test_a_draft_is_corrected_under_its_number(
    *,
    front: WiredFront,
    clerk: Desk,
    answers: dict[str, str],
    press: Press,
    shown: Shown,
    until: Until,
) -> None:
    """E opens the form with all its answers; what is changed is kept, and shown."""
    draft = register_patient(clerk, read_answers(clerk, answers))
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: "1 to 1 of 1" in shown(app))
        await press(pilot, "1", "e")
        await until(pilot, lambda: isinstance(app.screen, RegisterScreen))
        assert _box(app, "patient.full_name") == draft.identity.patient.full_name
        assert str(draft.number) in shown(app)
        await press(pilot, "ctrl+u", *"Ada Lord", "f10")
        await until(pilot, lambda: "Check the answers" in shown(app))
        await pilot.pause(1)
        await press(pilot, "f10")
        await until(pilot, lambda: "Corrected." in shown(app))
        assert "Ada Lord" in shown(app)


async def test_what_was_submitted_is_taken_back(
    *,
    front: WiredFront,
    clerk: Desk,
    answers: dict[str, str],
    press: Press,
    shown: Shown,
    until: Until,
) -> None:
    """U makes it a draft again at once; later there is nothing to take back."""
    register_patient(clerk, read_answers(clerk, answers))
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: "1 to 1 of 1" in shown(app))
        await press(pilot, "1", "s")
        await until(pilot, lambda: "u takes it back" in shown(app))
        await press(pilot, "u")
        await until(pilot, lambda: "Taken back." in shown(app))
        assert "Taken back by whoever submitted it" in shown(app)
        await press(pilot, "u")
        assert "nothing to take back" in shown(app)


async def test_another_clerks_change_is_shown_before_anything_is_done(
    *,
    front: WiredFront,
    clerk: Desk,
    answers: dict[str, str],
    press: Press,
    shown: Shown,
    until: Until,
) -> None:
    """Submitting what changed meanwhile does nothing, and says what changed."""
    from amnesty.services.registrations.correcting import correct_draft, read_correction

    draft = register_patient(clerk, read_answers(clerk, answers))
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: "1 to 1 of 1" in shown(app))
        await press(pilot, "1")
        await until(pilot, lambda: "Quantity check" in shown(app))
        changed = answers | {"patient.telephone": "07700 900999"}
        correct_draft(clerk, draft, read_correction(clerk, draft, changed))
        await press(pilot, "s")
        await until(pilot, lambda: "Somebody else changed" in shown(app))
        assert "07700 900999" in shown(app)
        assert "draft" in shown(app)
        await press(pilot, "s")
        await until(pilot, lambda: "Submitted." in shown(app))


async def test_a_kept_form_is_forgotten_where_an_empty_one_is_begun(
    *, front: WiredFront, clerk: Desk, press: Press, until: Until
) -> None:
    """Whoever chooses an empty form gets one, with nothing of the other in it."""
    keep_form(clerk, {"patient.full_name": "Ada Lord"})
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, WorkScreen))
        await press(pilot, "f2")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await press(pilot, "2")
        await until(pilot, lambda: isinstance(app.screen, RegisterScreen))
        assert _box(app, "patient.full_name") == ""
