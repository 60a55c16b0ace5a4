"""A token in software, made anew for the session: SoftHSM, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from amnesty.hsm import Hsm

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@pytest.fixture(scope="session")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Token]:
    """Return a token with a PIN; the library reads its settings once a process."""
    tool = shutil.which("softhsm2-util")
    module = next((one for one in _MODULES if Path(one).is_file()), None)
    if tool is None or module is None:
        pytest.skip("SoftHSM2 is not installed (apt-get install softhsm2)")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(
        f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n"
    )
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    made = ("--init-token", "--free", "--label", "penmaen", "--so-pin", "97531-so")
    subprocess.run([tool, *made, "--pin", PIN], check=True, capture_output=True)
    try:
        yield Token(module=module, label="penmaen", pin=PIN)
    finally:
        if before is None:
            del os.environ["SOFTHSM2_CONF"]
        else:
            os.environ["SOFTHSM2_CONF"] = before


@pytest.fixture
def hsm(token: Token) -> Iterator[Hsm]:
    """Return what reaches the token; it is logged out afterwards."""
    opened = token.opened()
    yield opened
    opened.close()
