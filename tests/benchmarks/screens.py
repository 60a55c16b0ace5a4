"""How the screens answer the hands: echo, find as one types, a list without end.

In a real terminal, on a real register of BENCH_SIZE made-up patients (100,000).
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

from people import people

from amnesty.cli.demonstration.setting import (
    CLERK,
    PASSPHRASE,
    Folders,
    found_authority,
    open_desks,
)
from amnesty.cli.wiring import store_of
from amnesty.domain.event import Verb
from amnesty.domain.registration import State
from amnesty.domain.staff import Act

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk

SIZE = int(os.environ.get("BENCH_SIZE", "100000"))
AT_ONCE = 10_000
ECHO_MS, FIND_MS, OPEN_MS = 25, 100, 500
ECHOED, NAMES, LETTERS, OPENED = 120, 24, 5, 5
_PAUSE = 0.06
_LIMIT = 60.0
_LIST_BEFORE = b"\x1b[Z"
_NEXT_LIST = b"\t"

_PROGRAM = """
import gc
gc.disable()  # as `amnesty` itself does until all that is heavy is imported
import os, pathlib
from amnesty.cli.screens import WiredFront
from tui.app import RegistryApp

register = pathlib.Path(os.environ["REGISTER"])
RegistryApp(WiredFront(directory=register, is_demonstration=True)).run()
"""


_BARE = """
from textual.app import App
from textual.widgets import Input, Static

class Bare(App):
    def compose(self):
        yield Static("READY")
        for _ in range(9):
            yield Input()

Bare().run()
"""


def main() -> None:
    """Print the milliseconds from a key to what it shows, beside their limits."""
    with tempfile.TemporaryDirectory() as folder:
        made = Folders(out=Path(folder))
        found_authority(made)
        with open_desks(made) as desks:
            surnames = _fill(desks.clerk)
        ours = _Terminal(_PROGRAM, made.register)
        bare = _Terminal(_BARE, made.register)
        try:
            _measure(ours, bare, surnames)
        finally:
            ours.close()
            bare.close()


def _fill(desk: Desk) -> list[str]:
    """Keep so many active registrations, and return some surnames of theirs."""
    rows = enumerate(people(SIZE))
    surnames: list[str] = []
    today = desk.today()

    def active() -> Iterator[Registration]:
        for row, one in rows:
            if row % (SIZE // NAMES or 1) == 0:
                surnames.append(one.identity.patient.full_name.split()[-1])
            last = today + timedelta(days=40 + row % 320)
            yield replace(one, state=State.ACTIVE, valid_from=today, valid_to=last)

    some = active()
    while page := list(islice(some, AT_ONCE)):
        notes = [desk.note(Verb.COLLECTION, Act.REGISTER, one.id) for one in page]
        with store_of(desk).transaction() as register:
            register.add_registrations(page, notes)
    return surnames[:NAMES]


def _measure(terminal: _Terminal, bare: _Terminal, surnames: list[str]) -> None:
    bare.wait_for(rb"READY")
    terminal.wait_for(rb"Accounts here")
    terminal.send(f"{CLERK}\t{PASSPHRASE}\r".encode())
    terminal.wait_for(rb"All active")
    terminal.rest(2.0)
    terminal.send(_NEXT_LIST)
    terminal.wait_for(rb"Nothing to do here")
    terminal.rest(0.5)
    opened = []
    for _ in range(OPENED):
        opened += [
            terminal.milliseconds(_LIST_BEFORE, rb"1 to 50 of %d" % SIZE),
            terminal.milliseconds(b"\x1b[F", rb"%d of %d" % (SIZE, SIZE)),
        ]
        terminal.send(_NEXT_LIST)
        terminal.wait_for(rb"Nothing to do here")
        terminal.rest(0.5)
    _tell("list_from_key_vs_limit", max(opened), OPEN_MS)

    terminal.send(b"\x1bOQ")
    terminal.wait_for(rb"Section 1 of")
    terminal.rest(0.5)
    echo, plain = [], []
    for _ in range(ECHOED):
        echo.append(terminal.milliseconds(b"a", rb"."))
        plain.append(bare.milliseconds(b"a", rb"."))
    _tell("key_echo_p95_vs_limit", _p95(echo), ECHO_MS)
    _tell("key_echo_of_a_bare_app_p95_vs_limit", _p95(plain), ECHO_MS)
    terminal.send(b"\x1b")
    terminal.wait_for(rb"Leave without")
    terminal.send(b"y")
    terminal.rest(1.0)

    terminal.send(b"/")
    terminal.wait_for(rb"Type two letters")
    found = []
    for surname in surnames:
        terminal.send(surname[0].encode())
        terminal.rest(_PAUSE)
        for letter in surname[1:LETTERS]:
            told = rb"found|add a (name|first)|No record"
            found.append(terminal.milliseconds(letter.encode(), told))
        terminal.send(b"\x15")
        terminal.rest(0.2)
    _tell("find_from_key_p95_vs_limit", _p95(found), FIND_MS)


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


def _tell(name: str, value: float, limit: int) -> None:
    told = {
        "name": name,
        "value": round(value / limit, 2),
        "unit": "ratio",
        "against": f"{limit} ms from the key, {SIZE} patients",
        "milliseconds": round(value, 1),
    }
    print(json.dumps(told), flush=True)


class _Terminal:
    """A program in a terminal of 100 by 30, and what it draws."""

    def __init__(self, program: str, register: Path) -> None:
        """Start it."""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", "REGISTER": str(register)},
        )
        os.close(slave)
        self._drawn = b""

    def send(self, keys: bytes) -> None:
        """Type keys."""
        self._drawn = b""
        os.write(self._master, keys)

    def rest(self, seconds: float) -> None:
        """Let the program come to rest, for a while."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self._read(left)
        self._drawn = b""

    def wait_for(self, words: bytes) -> None:
        """Read until a pattern was drawn."""
        until = time.perf_counter() + _LIMIT
        while not re.search(words, self._drawn):
            if time.perf_counter() > until:
                msg = f"{words!r} was not drawn: {self._drawn[-500:]!r}"
                raise TimeoutError(msg)
            self._read(0.5)

    def milliseconds(self, key: bytes, words: bytes) -> float:
        """Return how long after a key a pattern is drawn, then come to rest."""
        self.send(key)
        begun = time.perf_counter()
        self.wait_for(words)
        taken = (time.perf_counter() - begun) * 1000
        self.rest(_PAUSE)
        return taken

    def close(self) -> None:
        """End the program."""
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def _read(self, seconds: float) -> None:
        if select.select([self._master], [], [], seconds)[0]:
            self._drawn += os.read(self._master, 1 << 16)


if __name__ == "__main__":
    main()
