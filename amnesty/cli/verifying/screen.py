"""The verify screen alone: all that a control room needs, with no register."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amnesty.cli.log import log_lines
from amnesty.cli.verifying.sources import read_source
from tui.front import Checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amnesty.domain.verdict import Answer


Asking = Callable[[], Callable[[str], "Answer"]]
"""Takes in the police file as it is now, and returns what answers for a code."""


@dataclass(frozen=True, kw_only=True)
class VerifyingFront:
    """A device with a daily police file and no register, for `tui.front`."""

    title: str
    """The device's force, for the top of the screen."""
    asking: Asking
    is_demonstration: bool = False

    def verify(self, source: str) -> Checked:
        """Check every code in a file, or the one code that was scanned or typed."""
        return checked(source, self.asking())

    def log(self, lines: Sequence[str]) -> None:
        """Append lines to the program's log; they name nobody."""
        log_lines(lines)


def checked(source: str, ask: Callable[[str], Answer]) -> Checked:
    """Return the answer for every code of a source, with what is told of them all."""
    read = read_source(source)
    return Checked([ask(text) for text in read.texts], read.note)


def open_verify_screen(*, asking: Asking, title: str) -> None:
    """Open the verify screen until its user leaves.

    Raises:
        BadInputError: the police file's folder, the roots or the force's own file are
            not as they must be; it is told before the screen opens.
    """
    asking()
    from tui.verify_app import VerifyApp

    app = VerifyApp(VerifyingFront(title=title, asking=asking))
    app.run()
    if app.return_code:
        sys.exit(app.return_code)
