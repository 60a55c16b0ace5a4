"""A witness apart from the register, and the short program, by commands alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.conftest import Office, Ran

PASSPHRASE = "made-up witness passphrase"


def test_a_log_is_witnessed_and_checked_outside(office: Office) -> None:
    """Checkpoint, growth, cosignature, proof and program fit one another."""
    folder, out = office.folder / "witness", office.folder
    told = office.run_as("ann", "audit", "checkpoint", "--json").json
    key = told["log_key"]
    made = office.run(
        *("audit", "witness", "init", "--folder", str(folder), "--name", "pen.org/w1"),
        *("--log-key", key, "--passphrase-fd", "{fd}"),
        feed=f"{PASSPHRASE}\n",
    )
    assert made.code == 0, made.err
    witness_key = made.out.splitlines()[-1]

    def asked(old: int, name: str) -> None:
        done = office.run_as(
            "ann", "audit", "growth", "--from", str(old), "--out", str(out / name)
        )
        assert done.code == 0, done.err

    def sign(name: str) -> Ran:
        return office.run(
            *("audit", "witness", "sign", str(out / name), "--folder", str(folder)),
            *("--out", str(out / "cosigned"), "--passphrase-fd", "{fd}", "--json"),
            feed=f"{PASSPHRASE}\n",
        )

    asked(0, "first")
    size = sign("first").json["size"]
    asked(size, "second")
    assert sign("second").json["size"] > size
    refused = sign("first")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "does not go on" in refused.err

    proof = out / "event.tlog-proof"
    proved = office.run_as(
        "ann",
        *("audit", "prove", "2", "--checkpoint", str(out / "cosigned")),
        *("--out", str(proof), "--json"),
    )
    assert proved.code == 0, proved.err
    script = out / "check_log.py"
    assert office.run("audit", "verifier", "--out", str(script)).code == 0
    checked = subprocess.run(
        [
            *(sys.executable, "-I", str(script), "proof", str(proof)),
            *(str(out / "event.leaf.json"), "--key", key, "--witness", witness_key),
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "Event 2" in checked.stdout

    leaves = out / "leaves"
    assert office.run_as("ann", "audit", "leaves", "--out", str(leaves)).code == 0
    shutil.copy(leaves, out / "cut")
    for file, code in ((leaves, 0), (out / "cut", 1)):
        if code:
            file.write_text(file.read_text().partition("\n")[2])
        done = subprocess.run(
            [
                *(sys.executable, "-I", str(script), "log", str(file)),
                *(str(out / "leaves.checkpoint"), "--key", key),
                *("--older", str(out / "cosigned")),
            ],
            capture_output=True,
            check=False,
        )
        assert done.returncode == code
