"""What the first frame waits for."""

from __future__ import annotations

import subprocess
import sys

_HEAVY = {
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


def test_the_first_screen_imports_nothing_heavy() -> None:
    """A fresh process that has built the app holds Textual and nothing heavy."""
    script = (
        "import sys; from tui.app import RegistryApp; "
        "from tui.screens.sign_in import SignInScreen; "
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "textual" in loaded
    assert not loaded & _HEAVY
