"""Whether there is a terminal to draw on and to type at."""

from __future__ import annotations

import sys


def is_at_a_terminal() -> bool:
    """Return whether somebody both sees what is drawn and types.

    The screens are drawn on standard error; where standard output goes elsewhere, a
    script is at work and not a person.
    """
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return all(stream is not None and stream.isatty() for stream in streams)
