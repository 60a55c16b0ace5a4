"""What a fresh process has loaded, as it really is and not as the source reads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

_HEAVY = ("sqlmodel", "sqlalchemy", "reportlab", "textual", "pydantic", "alembic")


def loaded_by(statement: str) -> set[str]:
    """Return the top-level modules that a fresh process holds after a statement."""
    script = (
        f"{statement}\nimport sys; print(*{{n.split('.')[0] for n in sys.modules}})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("statement", "forbidden"),
    [
        ("import amnesty.services.verifying.steps", _HEAVY),
        ("import amnesty.cli.verifying.verify", _HEAVY),
        ("import amnesty.cli.main", (*_HEAVY, "cryptography")),
        ("import amnesty.cli.growing.calculators", (*_HEAVY, "cryptography")),
        ("import tui.app", ("sqlmodel", "sqlalchemy", "reportlab", "alembic", "PIL")),
        ("import db.register", ("alembic", "textual", "reportlab", "psycopg")),
    ],
)
def test_a_fresh_process_loads_no_more_than_it_needs(
    statement: str, forbidden: tuple[str, ...]
) -> None:
    """Heavy imports stay inside the command that needs them."""
    assert not loaded_by(statement) & set(forbidden)


@pytest.mark.parametrize("name", ["amnesty", "db", "tui"])
def test_our_own_packages_are_imported(name: str) -> None:
    """`db` and `tui` are names on the package index too: ours must win."""
    module = __import__(name)
    assert module.__file__ is not None
    assert Path(module.__file__).is_relative_to(ROOT)
