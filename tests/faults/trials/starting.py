"""Starts processes of their own that work at a register."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def start(folder: Path, what: str, *more: str) -> subprocess.Popen[str]:
    """Start a process that works."""
    return start_module("tests.faults.trials.worker", str(folder), what, *more)


def start_module(name: str, *given: str) -> subprocess.Popen[str]:
    """Start a module as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", name, *given],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
