"""Hands that type too fast, paste too much, scan into the wrong box, or resize."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.geometry import Size

from tui.app import RegistryApp
from tui.screens.confirm import Confirm
from tui.screens.register import RegisterScreen
from tui.widgets.field import FieldRow

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from amnesty.cli.screens import WiredFront
    from amnesty.services.desk import Desk

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]
    Opened = Callable[[Pilot[None]], Awaitable[None]]

_PROGRAM = """
import json, os, pathlib
from tests.screens.bare import Front
from tui.app import RegistryApp
from tui.keys import Place
from tui.screens.help import HelpScreen
from tui.screens.register import RegisterScreen

class Form(RegisterScreen):
    def action_save(self):
        pathlib.Path(os.environ["SAVED"]).write_text(json.dumps(self.raw()))
        self.app.exit()
    def keep_now(self): pass
    def _keep(self): pass

class App(RegistryApp):
    def get_default_screen(self): return Form()

App(Front()).run()
"""
_TYPED = (
    ("patient.full_name", "Sian Llyr"),
    ("patient.date_of_birth", "27 3 1970"),
    ("patient.health_number", "9990000018"),
    ("patient.also_known_as", "Sian Rees"),
    ("patient.photo_identity", "D"),
    ("patient.home.line_1", "14 Canal Row"),
    ("patient.home.line_2", "Flat 2"),
    ("patient.home.town", "Penmaen"),
    ("patient.home.postcode", "ZZ1 4AB"),
    ("patient.telephone", "07700 900123"),
)


@pytest.mark.parametrize("milliseconds", [0, 1, 3, 5])
def test_the_form_takes_keys_at_any_speed(
    terminal: Callable[..., Any], tmp_path: Path, milliseconds: int
) -> None:
    """Every field of the form is as it was typed, over the border of a page."""
    saved = tmp_path / "saved"
    program = terminal(_PROGRAM, SAVED=str(saved))
    program.wait_for(b"Section 1 of")
    text = "\t".join(value for _, value in _TYPED)
    keys = [bytes([one]) for one in text.encode()]
    program.type([*keys, b"\x1b[21~"], milliseconds / 1000)
    program.wait_for_end()
    assert json.loads(saved.read_text()) == dict(_TYPED)


def test_a_poor_terminal_can_be_worked_at(
    terminal: Callable[..., Any], tmp_path: Path
) -> None:
    """Too narrow it says so; without UTF-8 and colours the form is filled in.

    A letter in another encoding is left out, told of, and ends nothing.
    """
    saved = tmp_path / "saved"
    poor = {"TERM": "vt100", "NO_COLOR": "1", "LC_ALL": "POSIX", "PYTHONUTF8": "0"}
    program = terminal(
        _PROGRAM, SAVED=str(saved), PYTHONCOERCECLOCALE="0", COLORTERM="", **poor
    )
    program.resize(60, 24)
    program.wait_for(b"This window is 60x24. Make it at least 80x24.")
    program.output = b""
    program.resize(80, 24)
    program.wait_for(b"Section 1 of")
    program.type([b"Si", b"\xe2", b"n", b"\xe2n"], 0.2)
    program.wait_for(b"sent a letter that is not UTF-8")
    program.type([b"\t27 3 1970", b"\x1b[21~"], 0.2)
    program.wait_for_end()
    assert json.loads(saved.read_text()) == {
        "patient.full_name": "Sinn",
        "patient.date_of_birth": "27 3 1970",
    }
    assert b"\\u" not in program.output
    assert b"38;2;" not in program.output


async def test_a_paste_of_ten_thousand_lines_is_one_line(
    *, front: WiredFront, clerk: Desk, press: Press, opened: Opened
) -> None:
    """The first line is taken, the box stays one line, and keys go on working."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await app.on_event(events.Paste("Ada Lord\n" + "x\n" * 10_000))
        await press(pilot, "tab", "1")
        raw = app.screen.raw()
        assert raw["patient.full_name"] == "Ada Lord"
        assert raw["patient.date_of_birth"] == "1"


async def test_a_scanner_in_the_wrong_field_does_no_harm(
    *, front: WiredFront, clerk: Desk, press: Press, opened: Opened
) -> None:
    """A code of digits that ends in Enter fills one box and goes to the next."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await press(pilot, *("0123456789" * 4), "enter")
        assert app.screen.raw() == {"patient.full_name": "0123456789" * 4}
        row = app.screen.focused.parent
        assert isinstance(row, FieldRow)
        assert row.path == "patient.date_of_birth"


async def test_a_window_resized_under_a_question_keeps_it(
    *, front: WiredFront, clerk: Desk, press: Press, shown: Shown, opened: Opened
) -> None:
    """Smaller, too small and large again: the question is still there, and answers."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        await press(pilot, "a", "escape")
        assert isinstance(app.screen, Confirm)
        for width, height in ((80, 24), (60, 20), (100, 30)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
        assert "Leave without saving?" in shown(app)
        await press(pilot, "n")
        assert isinstance(app.screen, RegisterScreen)
        assert app.screen.raw() == {"patient.full_name": "a"}
        assert app.size == Size(100, 30)


async def test_a_register_that_is_gone_for_a_minute_loses_nothing(
    *, front: WiredFront, clerk: Desk, press: Press, shown: Shown, opened: Opened
) -> None:
    """What is typed stays, the sentence says so, and F10 goes on when it is back."""
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        await press(pilot, *"Ada")
        there = app.desk
        app.desk = replace(there, register=_Gone(there.register))
        await press(pilot, "f10")
        for _ in range(500):
            await pilot.pause(0.01)
            if "does not answer" in shown(app):
                break
        assert "does not answer" in shown(app)
        assert app.screen.raw() == {"patient.full_name": "Ada"}
        app.desk = there
        await press(pilot, "f10")
        for _ in range(500):
            await pilot.pause(0.01)
            if "to put right" in shown(app):
                break
        assert "to put right" in shown(app)
        assert app.screen.raw() == {"patient.full_name": "Ada"}


class _Gone:
    """A register whose server went away."""

    def __init__(self, register: Any) -> None:  # noqa: ANN401 - whatever it is
        self.member = register.member

    def transaction(self) -> Any:  # noqa: ANN401 - it never comes to one
        """Answer nobody."""
        from amnesty.errors.server import ServerGoneError

        raise ServerGoneError
