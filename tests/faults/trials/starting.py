"""Starts processes of their own that work at a register.

Each is forked from one that has nothing open and every library loaded: to load them
would take each of them longer than its work.
"""

from __future__ import annotations

import os
from importlib import import_module
from multiprocessing import Pipe, get_context
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

_SERVER = get_context("forkserver")
_SERVER.set_forkserver_preload(
    ["tests.faults.trials.worker", "tests.faults.trials.carried", "pypdfium2", "segno"]
)


class Worker:
    """A process that works, and what it tells."""

    def __init__(self, module: str, given: tuple[str, ...]) -> None:
        """Start it."""
        told, tells = Pipe(duplex=False)
        self._process = _SERVER.Process(
            target=_work, args=(module, given, tells), daemon=True
        )
        self._process.start()
        tells.close()
        self.stdout: TextIO = os.fdopen(os.dup(told.fileno()), encoding="utf-8")
        told.close()

    @property
    def returncode(self) -> int | None:
        """What it ended with; a signal is below 0, None is still at work."""
        return self._process.exitcode

    def kill(self) -> None:
        """Kill it, as `kill -9`."""
        self._process.kill()

    def communicate(self) -> str:
        """Wait for its end; return what it told and nobody read."""
        with self.stdout:
            told = self.stdout.read()
        self._process.join()
        return told


def start(folder: Path, what: str, *more: str) -> Worker:
    """Start a process that works."""
    return start_module("tests.faults.trials.worker", str(folder), what, *more)


def start_module(name: str, *given: str) -> Worker:
    """Start a module's work as a process of its own."""
    return Worker(name, given)


def _work(module: str, given: tuple[str, ...], tells: Connection) -> None:
    os.dup2(tells.fileno(), 1)
    tells.close()
    import_module(module).main(*given)
