"""`amnesty verify` in a process of its own: what it loads."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

HEAVY = {"sqlmodel", "sqlalchemy", "reportlab", "textual", "pydantic", "PIL", "segno"}


def fresh(arguments: list[str], environment: dict[str, str]) -> str:
    """Run the command in a process of its own; return its output."""
    script = (
        "import sys, atexit\n"
        "atexit.register(lambda: print(*sorted(sys.modules)))\n"
        "from amnesty.cli.main import main\n"
        "main(sys.argv[1:])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_fresh_process_answers_without_the_heavy_modules(
    world: ModuleType, tmp_path: Path
) -> None:
    """From nothing to VALID: no store, papers or screens are loaded."""
    # The process has the machine's clock, so the lists are made for today.
    now = datetime.fromtimestamp(int(time.time()), UTC) - world.DAY
    certificate = world.certificate(
        issued_at=now - world.DAY,
        valid_from=now.date() - world.DAY,
        valid_to=now.date() + 100 * world.DAY,
    )
    keys = [
        world.listed_key(
            signer,
            issuer=world.AUTHORITY,
            use=use,
            issues_from=now - 100 * world.DAY,
            issues_to=now + 100 * world.DAY,
        )
        for signer, use in (
            (world.CERTIFICATE_KEY, world.ListedUse.CERTIFICATE),
            (world.STATUS_KEY, world.ListedUse.STATUS),
        )
    ]
    trust = world.trust_list(keys=keys, issued_at=now, expires_at=now + 100 * world.DAY)
    (tmp_path / "roots.cbor").write_bytes(world.roots_file())
    (tmp_path / "police").mkdir()
    files = world.files(certificate, published=now, trust=trust)
    for name, content in files.items():
        (tmp_path / "police" / name).write_bytes(content)
    environment = dict(os.environ) | {
        "AMNESTY_CONFIG": str(tmp_path),
        "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    printed = fresh(["verify", world.text(certificate)], environment)
    answer, _, modules = printed.rstrip().rpartition("\n")
    assert answer.startswith("VALID\n")
    loaded = {name.partition(".")[0] for name in modules.split()}
    assert "amnesty" in loaded
    assert not loaded & HEAVY
