"""How long a clerk waits for sign-in, against a bare Textual app of the same parts.

The command as it is typed, `amnesty --register DIR`, each in a terminal of its own.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

_ROUNDS = 15
_LIMIT = 60.0
_FIRST_WORDS = b"Your account name"

_BARE = """
from textual.app import App
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Static

class Bare(App):
    def compose(self):
        yield Static("Sign in")
        with VerticalScroll():
            for name in ("Your account name", "Passphrase"):
                with Horizontal():
                    yield Static(name)
                    yield Input()
                    yield Static("")
            yield Static("Accounts here")
            yield Static("")
        yield Static("")
        yield Static("F1 Help  F10 Sign in  ^Q Leave")

Bare().run()
"""


class Frame(NamedTuple):
    """What a first frame took, in seconds."""

    waited: float
    of_processor: float
    """Hardly changed by what else the machine does."""


def main() -> None:
    """Print the ratios of the medians, each program started in turn."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            str(Path(sys.executable).with_name("amnesty")),
            *("--register", f"{folder}/register"),
        ]
        ours, bare = [], []
        for _ in range(_ROUNDS):
            ours.append(first_frame(command))
            bare.append(first_frame([sys.executable, "-c", _BARE]))
    _tell(
        "first_frame_vs_bare_textual",
        [one.waited for one in ours],
        [one.waited for one in bare],
    )
    _tell(
        "first_frame_vs_bare_textual_by_processor",
        [one.of_processor for one in ours],
        [one.of_processor for one in bare],
    )


def _tell(name: str, ours: list[float], bare: list[float]) -> None:
    told = {
        "name": name,
        "value": round(median(ours) / median(bare), 2),
        "unit": "ratio",
        "against": "bare Textual app of the same parts, at most 1.15",
        "milliseconds": round(median(ours) * 1000),
    }
    print(json.dumps(told), flush=True)


def first_frame(command: list[str]) -> Frame:
    """Return what it took from a program's start to its first words on a terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = dict(os.environ)
    # Compiled modules are kept, as on a desk.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        env={**environment, "TERM": "xterm-256color", "AMNESTY_CONFIG": os.devnull},
    )
    os.close(slave)
    drawn = b""
    try:
        while _FIRST_WORDS not in drawn:
            if time.monotonic() - started > _LIMIT:
                msg = "No first frame came."
                raise TimeoutError(msg)
            if select.select([master], [], [], 0.05)[0]:
                drawn += os.read(master, 1 << 16)
        waited = time.monotonic() - started
    finally:
        process.kill()
        _, process.returncode, used = os.wait4(process.pid, 0)
        os.close(master)
    return Frame(waited, used.ru_utime + used.ru_stime)


if __name__ == "__main__":
    main()
