"""A fault of the program shows and keeps nobody's data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PROGRAM = """
import os, pathlib
from tests.screens.bare import Front
from tui.app import RegistryApp
from tui.keys import Place
from tui.screens.base import RegistryScreen
from tui.text import label
from tui.widgets.words import Words

class Logging(Front):
    sign_in_hint = ""
    def log(self, lines):
        with pathlib.Path(os.environ["LOG"]).open("a") as log:
            log.write("\\n".join(lines))

class Broken(RegistryScreen):
    PLACE = Place.HELP
    HEADING = "Broken"
    def compose_body(self):
        yield Words(label("READY"))
    def key_z(self):
        canary = "CANARY 999 000 0018"
        raise ValueError(canary)
    def key_w(self):
        def work(canary="CANARY 999 000 0018"):
            raise KeyError(canary)
        self.ask(work, print)

class App(RegistryApp):
    def on_mount(self):
        self.push_screen(Broken())

app = App(Logging())
app.run()
raise SystemExit(app.return_code)
"""


def _crash(terminal: Callable[..., Any], log: Path, key: bytes) -> bytes:
    program = terminal(_PROGRAM, LOG=str(log))
    program.wait_for(b"READY")
    program.type([key], 0)
    assert program.wait_for_end() == 1
    return bytes(program.output)


def test_a_crash_shows_no_local_variable(
    terminal: Callable[..., Any], tmp_path: Path
) -> None:
    """The terminal and the log hold the place of a fault and no word of a patient."""
    log = tmp_path / "log"
    shown = _crash(terminal, log, b"z")
    assert b"CANARY" not in shown
    assert b"Traceback" not in shown
    assert "CANARY" not in log.read_text()
    assert "in key_z" in log.read_text()
    incident = log.read_text().splitlines()[0]
    assert incident.encode() in shown


def test_a_crash_in_a_worker_shows_no_local_variable(
    terminal: Callable[..., Any], tmp_path: Path
) -> None:
    """A fault in a worker thread leaves by the same door."""
    log = tmp_path / "log"
    shown = _crash(terminal, log, b"w")
    assert b"CANARY" not in shown
    assert "CANARY" not in log.read_text()
    assert "builtins.KeyError" in log.read_text()
