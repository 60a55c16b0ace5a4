"""The wiring of the screens: a register as the screens meet it."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from amnesty.cli.places import register_folder
from amnesty.cli.screen_settings import keep_settings, read_settings
from amnesty.cli.terminal import is_at_a_terminal
from amnesty.errors.session import NoTerminalError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amnesty.services.desk import Desk
    from amnesty.services.papers.print_runs import Run
    from tui.front import Checked


@dataclass(kw_only=True)
class WiredFront:
    """One register on this machine, for `tui.front.Front`."""

    directory: Path
    title: str = ""
    """The authority's name, once somebody has signed in."""
    is_demonstration: bool = False
    sign_in_hint: str = ""
    police: Path | None = None
    """The folder of the daily police file; None for the configuration folder's."""
    roots: Path | None = None

    def accounts(self) -> Sequence[str]:
        """Return the names of the accounts of this register."""
        from db.register import account_names

        return account_names(self.directory)

    def warm_up(self) -> None:
        """Import what is heavy, while the passphrase is being typed."""
        try:
            import amnesty.cli.wiring
            import amnesty.services.papers.issuing  # noqa: F401 - imported for its time
        finally:
            _collect_again()

    def open(self, name: str, passphrase: str) -> Desk:
        """Open the register for a member of staff."""
        from amnesty.cli.door import come_in
        from amnesty.cli.session import second_secret_in

        desk, authority = come_in(
            self.directory,
            name,
            passphrase,
            key_file=second_secret_in(None),
            anchored=not self.is_demonstration,
        )
        self.title = authority.name
        return desk

    def verify(self, source: str) -> Checked:
        """Check every code in a file, or the one code that was scanned or typed."""
        from amnesty.cli.verifying.screen import checked
        from amnesty.cli.verifying.verify import verifier

        police = str(self.police) if self.police else None
        return checked(
            source, verifier(police, str(self.roots) if self.roots else None)
        )

    def save(self, path: Path, content: bytes) -> None:
        """Write a paper to a file that its owner alone may read."""
        from amnesty.cli.output import write_file

        write_file(path, content)

    def print_run(self, run: Run, printer: str) -> None:
        """Hand a run to a printer, with the options that keep its geometry."""
        from amnesty.cli.papers.printing import hand_out

        hand_out(run, printer or None, None)

    def portrait(self, path: Path) -> str:
        """Return the photograph in a file as a record keeps it."""
        from amnesty.cli.registrations.photo import read_portrait

        return read_portrait(path)

    def save_all(self, folder: Path, files: Mapping[str, bytes]) -> None:
        """Write files into a folder of their own, which their owner alone may read."""
        from amnesty.cli.output import write_files
        from amnesty.cli.staging import make_empty_folder

        make_empty_folder(folder)
        write_files({folder / name: content for name, content in files.items()})

    def publish(
        self, place: str, files: Mapping[str, bytes]
    ) -> tuple[str, Sequence[str]]:
        """Write the daily police file into a folder or a zip."""
        from amnesty.cli.police.publish import write_publication
        from amnesty.cli.verifying.police_folder import own_police_folder

        where = Path(place) if place else self.police or own_police_folder()
        return str(where), write_publication(where, files)

    def let_try_again(self, name: str) -> None:
        """Forget how often somebody's passphrase was wrong on this computer."""
        from amnesty.cli.attempts import Attempts
        from amnesty.cli.wiring import state_folder

        Attempts(state_folder(), self.directory).forget(name)

    def read(self, path: Path) -> str:
        """Return the text of a file."""
        from amnesty.cli.output import read_text

        return read_text(path)

    def log(self, lines: Sequence[str]) -> None:
        """Append lines to the program's log; they name nobody."""
        from amnesty.cli.log import log_lines

        log_lines(lines)


def _collect_again() -> None:
    """Collect what nobody needs any more, which `amnesty.cli.entry` had put off.

    What is there by now stays for good; to look through it only makes keys wait.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def open_screens(directory: str | None, *, accessible: bool = False) -> None:
    """Open the screens on a register.

    Args:
        directory: the register's folder.
        accessible: whether the real cursor follows, with no boxes and no bars.

    Raises:
        NoTerminalError: there is no terminal to draw on.
    """
    folder = register_folder(directory, os.environ)
    run_screens(WiredFront(directory=folder), accessible=accessible)


def run_screens(
    front: WiredFront, *, desk: Desk | None = None, accessible: bool = False
) -> None:
    """Run the screens until their user leaves.

    Raises:
        NoTerminalError: there is no terminal to draw on.
    """
    if not is_at_a_terminal():
        raise NoTerminalError
    from tui.app import RegistryApp

    settings = read_settings()
    if accessible:
        settings = replace(settings, accessible=True)
    app = RegistryApp(front, desk=desk, settings=settings, keep_settings=keep_settings)
    app.run()
    if app.return_code:
        sys.exit(app.return_code)
