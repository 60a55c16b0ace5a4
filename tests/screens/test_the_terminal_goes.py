"""A window that is closed leaves no program behind with a register open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

_PROGRAM = """
import signal
import tui.locking
from tests.screens.bare import Front
from tui.app import RegistryApp

# As under a program that ignores hang-ups, or in a session without a terminal.
signal.signal(signal.SIGHUP, signal.SIG_IGN)

class Drawing(RegistryApp):
    def on_mount(self):
        super().on_mount()
        if {draws}:
            self.set_interval(0.005, lambda: self._driver.write("."))

tui.locking._LEAVE_WITHIN = 0.5
app = Drawing(Front())
app.run()
raise SystemExit(app.return_code)
"""


@pytest.mark.parametrize("draws", [False, True], ids=["idle", "drawing"])
def test_a_program_whose_terminal_is_gone_ends(
    draws: bool,  # noqa: FBT001 - a parameter of the test
    terminal: Callable[..., Any],
) -> None:
    """Nobody sees it any more, so it ends by itself within seconds, busy or not."""
    program = terminal(_PROGRAM.replace("{draws}", str(draws)))
    program.wait_for(b"READY")
    program.hang_up()
    assert program.process.wait(60) != 0
