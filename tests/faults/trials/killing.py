"""Kills processes at an instant of chance, and tells what was counted."""

from __future__ import annotations

import json
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections import Counter

    from tests.faults.trials.starting import Worker

Acts = list[list[str]]


def kill_after(process: Worker, acts: int, pause: float) -> Acts:
    """Kill a process some time after so many acts; return all that it was told."""
    lines = [process.stdout.readline() for _ in range(acts)]
    Event().wait(pause)
    process.kill()
    lines += process.communicate().splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]


def tell(what: str, kills: int, found: Counter[str]) -> None:
    """Print the figures, which the long form is run for."""
    print(json.dumps({"killed in": what, "kills": kills, **found}))  # noqa: T201 - as said
