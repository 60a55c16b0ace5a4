"""A program that dies with a record open leaves its memory nowhere."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.register import Created

NEEDLE = "Gwydwen-Thistlethwaite"
PATTERN = Path("/proc/sys/kernel/core_pattern")

DIES = """
import os, resource, sys
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
name = "-".join(("Gwydwen", "Thistlethwaite"))
{before}
assert name
os.abort()
"""
OPENS = """
from pathlib import Path
from amnesty.cli.wiring import open_desk
desk = open_desk(Path({folder!r}), "idris", "made-up passphrase of idris")
with desk.transaction() as register:
    assert register.policy()
"""

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows writes no core files")
]


def cores(folder: Path, before: str) -> list[bytes]:
    """Return the core files that a dying program leaves in a folder."""
    folder.mkdir()
    died = subprocess.run(
        [sys.executable, "-c", DIES.format(before=before)],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert died.returncode < 0, died.stderr.decode()
    return [file.read_bytes() for file in folder.iterdir()]


@pytest.fixture
def opens(tmp_path: Path, create: Callable[..., Created]) -> str:
    """Return what opens a register as the command does."""
    folder = tmp_path / "register"
    create(folder)
    return OPENS.format(folder=str(folder))


def test_whoever_opens_a_register_leaves_no_core(tmp_path: Path, opens: str) -> None:
    """Keys and names stay out of any file, even where the system would write one."""
    assert cores(tmp_path / "dies", opens) == []


def test_without_it_the_memory_would_be_left(tmp_path: Path) -> None:
    """The control: a program that forbids nothing leaves the name, if any core is."""
    found = cores(tmp_path / "dies", "")
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    written = PATTERN.exists() and PATTERN.read_text().startswith("core")
    if written and hard == resource.RLIM_INFINITY:
        [core] = found
        assert NEEDLE.encode() in core
