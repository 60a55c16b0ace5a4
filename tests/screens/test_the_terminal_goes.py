"""A window that is closed leaves no program behind with a register open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_PROGRAM = """
import signal
from tui.app import RegistryApp

# As under a program that ignores hang-ups, or in a session without a terminal.
signal.signal(signal.SIGHUP, signal.SIG_IGN)

class Front:
    title = "Penmaen"
    is_demonstration = False
    sign_in_hint = "READY"
    def accounts(self): return ("ada",)
    def warm_up(self): pass
    def log(self, lines): pass

app = RegistryApp(Front())
app.run()
raise SystemExit(app.return_code)
"""


def test_a_program_whose_terminal_is_gone_ends(terminal: Callable[..., Any]) -> None:
    """Nobody sees it any more, so it ends by itself within seconds."""
    program = terminal(_PROGRAM)
    program.wait_for(b"READY")
    program.hang_up()
    assert program.process.wait(60) != 0
