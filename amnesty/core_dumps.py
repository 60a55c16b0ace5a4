"""Keeps what is in memory from being written to the disk when the program dies."""

from __future__ import annotations

import sys
from contextlib import suppress

_SET_DUMPABLE = 4
"""PR_SET_DUMPABLE of Linux: see prctl(2)."""


def forbid_core_dumps() -> None:
    """Have the system write no memory of this process to a file, whatever happens.

    A core file would hold the keys and whoever's record is open. On Linux it is told
    twice: the limit keeps files from being written, and a process that is not dumpable
    is not piped to a crash handler either, nor read by another of the same account.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - for Linux alone

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
