"""The wiring of the screens: a register as the screens meet it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from amnesty.cli.log import log_lines
from amnesty.cli.session import default_directory
from amnesty.errors.session import NoTerminalError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amnesty.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class WiredFront:
    """One register on this machine, for `tui.front.Front`."""

    directory: Path
    title: str = ""
    is_demonstration: bool = False
    sign_in_hint: str = ""

    def accounts(self) -> Sequence[str]:
        """Return the names of the accounts of this register."""
        from db.register import account_names

        return account_names(self.directory)

    def warm_up(self) -> None:
        """Import what is heavy, while the passphrase is being typed."""
        import amnesty.cli.wiring
        import amnesty.services.issuing  # noqa: F401 - imported for its time

    def open(self, name: str, passphrase: str) -> Desk:
        """Open the register for a member of staff."""
        from amnesty.cli.wiring import open_desk

        return open_desk(self.directory, name, passphrase)

    def confirm(self, desk: Desk, passphrase: str) -> None:
        """Check the passphrase of the person who is signed in."""
        self.open(desk.member.name, passphrase).register.close()

    def log(self, lines: Sequence[str]) -> None:
        """Append lines to the program's log; they name nobody."""
        log_lines(lines)


def open_screens(directory: str | None) -> None:
    """Open the screens on a register.

    Raises:
        NoTerminalError: there is no terminal to draw on.
    """
    run_screens(Path(directory) if directory else default_directory())


def run_screens(
    directory: Path,
    *,
    title: str = "",
    is_demonstration: bool = False,
    hint: str = "",
    desk: Desk | None = None,
) -> None:
    """Run the screens until their user leaves.

    Raises:
        NoTerminalError: there is no terminal to draw on.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminalError
    from tui.app import RegistryApp

    front = WiredFront(
        directory=directory,
        title=title,
        is_demonstration=is_demonstration,
        sign_in_hint=hint,
    )
    app = RegistryApp(front, desk=desk)
    app.run()
    if app.return_code:
        sys.exit(app.return_code)
