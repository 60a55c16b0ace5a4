"""Keys arrive in the order in which they were typed, however fast that was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PROGRAM = """
import os, pathlib, sys, time
from textual.app import App
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input, Static
from tui.ordered_keys import OrderedKeysMixin
from tui.widgets.inputs import TextInput

class Form(Screen):
    BINDINGS = [("f10", "save", "Save")]
    def compose(self):
        for _ in range(4):
            yield TextInput()
    def on_mount(self):
        time.sleep(0.15)
    def action_save(self):
        values = "|".join(box.value for box in self.query(Input))
        pathlib.Path(os.environ["SAVED"]).write_text(values)
        self.app.exit()

class Start(App):
    BINDINGS = [("f2", "open", "Open")]
    def compose(self):
        yield Static("READY")
    def action_open(self):
        self.push_screen(Form())

class Ordered(OrderedKeysMixin, Start):
    pass

(Ordered if os.environ["ORDERED"] == "yes" else Start)().run()
"""

_KEYS = (
    b"\x1bOQ",  # F2 opens the form
    *(bytes([one]) for one in b"Okafro\x7f\x7for\tChinedu\t01021970\t"),
    b"\x1b[200~ZZ1\x1b[201~",  # a paste between keys keeps its place
    *(bytes([one]) for one in b"1AA"),
    b"\x1b[21~",  # F10 saves
)
_TYPED = "Okafor|Chinedu|01021970|ZZ11AA"


@pytest.mark.parametrize("milliseconds", [0, 1, 3, 5])
def test_fast_keys_land_in_their_fields(
    terminal: Callable[..., Any], tmp_path: Path, milliseconds: int
) -> None:
    """A form typed ahead, through the screen that it opens, is saved as typed."""
    saved = tmp_path / "saved"
    program = terminal(_PROGRAM, SAVED=str(saved), ORDERED="yes")
    program.wait_for(b"READY")
    program.type(_KEYS, milliseconds / 1000)
    program.wait_for_end()
    assert saved.read_text() == _TYPED


def test_the_same_keys_are_lost_without_it(
    terminal: Callable[..., Any], tmp_path: Path
) -> None:
    """The keys of these tests do break a stock app, so the tests have teeth."""
    saved = tmp_path / "saved"
    program = terminal(_PROGRAM, SAVED=str(saved), ORDERED="no")
    program.wait_for(b"READY")
    program.type(_KEYS, 0)
    for _ in range(40):
        if not program.read(0.05):
            break
    assert not saved.exists() or saved.read_text() != _TYPED
