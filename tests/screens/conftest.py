"""A front without a register, screens to try widgets on, and a real terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from amnesty.domain.check import check
from amnesty.domain.registration import State
from amnesty.domain.staff import Role, StaffId, StaffMember
from amnesty.errors.store import WrongPassphraseError
from amnesty.policies import DEFAULT_POLICY, load_policy
from amnesty.services.registrations.searching import Record
from tests.screens.table.resting import settled
from tui.front import Checked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from pathlib import Path

    from textual.app import App
    from textual.pilot import Pilot

    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk

PASSPHRASE = "four unrelated made-up words"

HOSTILE_NAMES = (
    "O'Brien [Jr]",
    "Smith [/b]",
    "[@click=app.quit]x",
    "Zoe\u0308 Ange\u0301lique",
    "Ł" * 200,
    "黄小明",
    "محمد علي",
    "Bell\x07 Escape\x1b[2J \u202eesrever",
    "",
)


@dataclass
class BareFront:
    """A front whose desk knows who signed in and nothing else."""

    title: str = "Penmaen"
    is_demonstration: bool = True
    sign_in_hint: str = ""
    role: Role = Role.CLERK
    logged: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def accounts(self) -> Sequence[str]:
        """Return two accounts."""
        return ("ada", "bert")

    def warm_up(self) -> None:
        """Import nothing."""

    def open(self, name: str, passphrase: str) -> Desk:
        """Return a desk of the role, for the one passphrase."""
        if passphrase != PASSPHRASE:
            raise WrongPassphraseError
        member = StaffMember(id=StaffId(1), name=name, role=self.role)
        register = SimpleNamespace(close=lambda: self.closed.append(name))
        desk = SimpleNamespace(
            member=member,
            register=register,
            today=lambda: date(2026, 11, 24),
            now=lambda: datetime(2026, 11, 24, 14, 5, tzinfo=UTC),
        )
        return cast("Desk", desk)

    def verify(self, source: str) -> Checked:
        """Find no code in anything."""
        del source
        return Checked(())

    def log(self, lines: Sequence[str]) -> None:
        """Keep what was logged."""
        self.logged.extend(lines)


@pytest.fixture
def front() -> BareFront:
    """Return a front without a register."""
    return BareFront()


@pytest.fixture
def desk(front: BareFront) -> Desk:
    """Return a desk as if ada had signed in."""
    return front.open("ada", PASSPHRASE)


@pytest.fixture
def desk_as() -> Callable[[Role], Desk]:
    """Return what signs somebody of a role in."""
    return lambda role: BareFront(role=role).open("ada", PASSPHRASE)


@pytest.fixture
def real_front() -> BareFront:
    """Return a front that is no demonstration."""
    return BareFront(is_demonstration=False)


@pytest.fixture
def press() -> Callable[..., Awaitable[None]]:
    """Return what presses keys and waits until all that they do is done."""

    async def pressed(pilot: Pilot[None], *keys: str) -> None:
        await pilot.press(*keys)
        await settled(pilot)

    return pressed


@pytest.fixture
def shown() -> Callable[[App[None]], str]:
    """Return what reads the words that stand on an app's screen now."""

    def words(app: App[None]) -> str:
        strips = app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    return words


@pytest.fixture(params=HOSTILE_NAMES, ids=range(len(HOSTILE_NAMES)))
def hostile_name(request: pytest.FixtureRequest) -> str:
    """Return one name that a careless screen would break on."""
    return str(request.param)


@pytest.fixture
def make_record(
    make_registration: Callable[[], Registration], today: date
) -> Callable[..., Record]:
    """Return what makes the opened record of a made-up patient of any name."""

    def make(name: str = "Siân Llŷr", state: State = State.DRAFT) -> Record:
        made = make_registration()
        patient = replace(made.identity.patient, full_name=name, also_known_as=(name,))
        identity = replace(made.identity, patient=patient)
        registration = replace(made, identity=identity, state=state)
        report = check(
            registration.clinical,
            registration.growing,
            policy=load_policy(DEFAULT_POLICY),
            today=today,
        )
        return Record(
            registration=registration, report=report, certificates=(), courses=()
        )

    return make


def _without_a_size() -> dict[str, str]:
    """Return the environment without the size that a runner of tests sets in it.

    It would hide that of the terminal.
    """
    return {
        name: value
        for name, value in os.environ.items()
        if name not in {"COLUMNS", "LINES"}
    }


class Terminal:
    """A program in a real terminal of 80 by 24."""

    def __init__(self, script: Path, environment: dict[str, str]) -> None:
        """Start a Python script in it."""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, str(script)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={**_without_a_size(), "TERM": "xterm-256color", **environment},
        )
        os.close(slave)
        self.output = b""

    def read(self, seconds: float) -> bool:
        """Take what it draws within some seconds; False once it has ended."""
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return True
        try:
            drawn = os.read(self._master, 1 << 16)
        except OSError:
            return False
        self.output += drawn
        return bool(drawn)

    def wait_for(self, words: bytes, limit: float = 60) -> None:
        """Read until it has drawn some words."""
        end = time.monotonic() + limit
        while words not in self.output:
            alive = self.read(0.05)
            assert alive, self.output[-2000:]
            assert time.monotonic() < end, self.output[-2000:]

    def wait_for_end(self, limit: float = 60) -> int:
        """Read until it ends, and return its exit code."""
        end = time.monotonic() + limit
        while self.read(0.05) and self.process.poll() is None:
            assert time.monotonic() < end, self.output[-2000:]
        return self.process.wait(limit)

    def type(self, keys: Sequence[bytes], gap: float) -> None:
        """Send keys with a gap in seconds between them; 0 sends them as one."""
        if not gap:
            os.write(self._master, b"".join(keys))
            return
        for key in keys:
            os.write(self._master, key)
            until = time.monotonic() + gap
            while (left := until - time.monotonic()) > 0:
                self.read(left)

    def resize(self, columns: int, rows: int) -> None:
        """Make its window as large."""
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)
        self.process.send_signal(signal.SIGWINCH)

    def hang_up(self) -> None:
        """Close the terminal, as somebody closes its window."""
        os.close(self._master)
        self._master = -1

    def close(self) -> None:
        """End the program."""
        self.process.kill()
        self.process.wait()
        if self._master >= 0:
            os.close(self._master)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Return what starts a script in a terminal, and end all of them."""
    started: list[Terminal] = []

    def start(source: str, **environment: str) -> Terminal:
        script = tmp_path / f"program_{len(started)}.py"
        script.write_text(source, encoding="utf-8")
        started.append(Terminal(script, environment))
        return started[-1]

    yield start
    for one in started:
        one.close()
