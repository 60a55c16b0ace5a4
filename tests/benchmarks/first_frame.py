"""How long a clerk waits for sign-in, against a bare Textual app of the same parts."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from statistics import median

_ROUNDS = 7
_LIMIT = 60.0

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
            yield Static("FIRST FRAME")
        yield Static("")
        yield Static("F1 Help  F10 Sign in  ^Q Leave")

Bare().run()
"""

_OURS = """
from tui.app import RegistryApp

class Front:
    title = "Penmaen"
    is_demonstration = True
    sign_in_hint = "FIRST FRAME"
    def accounts(self):
        return ()
    def warm_up(self):
        pass

RegistryApp(Front()).run()
"""


def main() -> None:
    """Print the ratio of the two medians, each program started in turn."""
    bare, ours = [], []
    for _ in range(_ROUNDS):
        bare.append(seconds_to_first_frame(_BARE))
        ours.append(seconds_to_first_frame(_OURS))
    print(
        json.dumps(
            {
                "name": "first_frame_vs_bare_textual",
                "value": round(median(ours) / median(bare), 2),
                "unit": "ratio",
                "against": "bare Textual app",
            }
        )
    )


def seconds_to_first_frame(program: str) -> float:
    """Return the seconds from a program's start to its first words on a terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm-256color"},
    )
    os.close(slave)
    drawn = b""
    try:
        while b"FIRST FRAME" not in drawn:
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
