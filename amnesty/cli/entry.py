"""What starts when `amnesty` is typed: the screens at once, or any of the jobs.

What reads the options of some sixty jobs takes a sixth of the time to the first frame,
so the screens open without it (`docs/adr/0057-screens-open-without-the-jobs.md`).
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_COMPLETION = "_AMNESTY_COMPLETE"
"""Set by a shell that asks how a command goes on."""


class Screens(NamedTuple):
    """How the screens are to open."""

    directory: str | None
    accessible: bool


def main() -> None:
    """Open the screens, or do the job that is asked for."""
    screens = screens_asked_for(sys.argv[1:], os.environ)
    if screens is None:
        from amnesty.cli.main import main as do_job

        do_job()
        return
    try:
        _open(screens)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - each has its words
        from amnesty.cli.main import tell_end

        sys.exit(tell_end(error))


def screens_asked_for(
    arguments: Sequence[str], environment: Mapping[str, str]
) -> Screens | None:
    """Return how the screens are to open; None where anything else is asked for."""
    if _COMPLETION in environment:
        return None
    directory, is_accessible = None, False
    left = list(arguments)
    while left:
        option, has_value, value = left.pop(0).partition("=")
        if option == "--accessible" and not has_value:
            is_accessible = True
        elif option == "--register" and has_value:
            directory = value
        elif option == "--register" and left and not left[0].startswith("-"):
            directory = left.pop(0)
        else:
            return None
    return Screens(directory, is_accessible)


def _open(screens: Screens) -> None:
    import gc

    # Hardly anything made before the first frame is ever let go.
    gc.disable()
    from amnesty.cli.screens import open_screens

    open_screens(screens.directory, accessible=screens.accessible)


if __name__ == "__main__":
    main()
