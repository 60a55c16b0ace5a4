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


def main() -> None:
    """Print the ratio of the two medians, each program started in turn."""
    with tempfile.TemporaryDirectory() as folder:
        ours = [
            str(Path(sys.executable).with_name("amnesty")),
            *("--register", f"{folder}/register"),
        ]
        bare = [sys.executable, "-c", _BARE]
        seconds = [
            (seconds_to_first_frame(ours), seconds_to_first_frame(bare))
            for _ in range(_ROUNDS)
        ]
    ours_took, bare_took = (median(one) for one in zip(*seconds, strict=True))
    print(
        json.dumps(
            {
                "name": "first_frame_vs_bare_textual",
                "value": round(ours_took / bare_took, 2),
                "unit": "ratio",
                "against": "bare Textual app of the same parts, at most 1.15",
                "milliseconds": round(ours_took * 1000),
            }
        )
    )


def seconds_to_first_frame(command: list[str]) -> float:
    """Return the seconds from a program's start to its first words on a terminal."""
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
        return time.monotonic() - started
    finally:
        process.kill()
        process.wait()
        os.close(master)


if __name__ == "__main__":
    main()
