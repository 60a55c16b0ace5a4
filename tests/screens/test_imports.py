"""What the first frame waits for."""

from __future__ import annotations

import subprocess
import sys

_HEAVY = {
    "click",
    "sqlmodel",
    "sqlalchemy",
    "sqlcipher3",
    "alembic",
    "reportlab",
    "pyhanko",
    "aiohttp",
    "PIL",
    "pyarrow",
    "pydantic",
    "cryptography",
    "rapidfuzz",
    "pypdfium2",
    "zxingcpp",
}

_PROGRAM = """
import sys
from amnesty.cli import entry, screens
from tui.app import RegistryApp

def show(app):
    print(*{name.split('.')[0] for name in sys.modules})

RegistryApp.run = show
screens.is_at_a_terminal = lambda: True
sys.argv[1:] = ["--register", "nowhere"]
entry.main()
"""


def test_the_first_screen_imports_nothing_heavy() -> None:
    """What `amnesty` has loaded when its app runs is Textual and nothing heavy."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "textual" in loaded
    assert not loaded & _HEAVY
