"""A token in software: SoftHSM, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from amnesty.hsm import Hsm

PIN = "482 Made-up"
_MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)


@dataclass(frozen=True)
class Token:
    """A token in software."""

    module: str
    label: str
    pin: str

    def opened(self) -> Hsm:
        """Return what reaches it, by its PIN."""
        return Hsm(lambda _: self.pin)


def token_in(folder: Path) -> Token:
    """Return a new token whose files are in a folder, with the settings that say so."""
    tool = shutil.which("softhsm2-util")
    module = next((one for one in _MODULES if Path(one).is_file()), None)
    if tool is None or module is None:
        pytest.skip("SoftHSM2 is not installed (apt-get install softhsm2)")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(
        f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n"
    )
    made = ("--init-token", "--free", "--label", "penmaen", "--so-pin", "97531-so")
    subprocess.run(
        [tool, *made, "--pin", PIN],
        check=True,
        capture_output=True,
        env={"SOFTHSM2_CONF": str(settings)},
    )
    return Token(module=module, label="penmaen", pin=PIN)
