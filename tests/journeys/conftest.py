"""The command, run in this process as a person would type it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.cli.clock import SystemClock
from amnesty.cli.main import main
from amnesty.domain.london import london_day

if TYPE_CHECKING:
    from datetime import date

PASSPHRASES = {
    "nerys": "made-up administrator",
    "idris": "made-up supervisor",
    "gareth": "another made-up one",
    "bronwen": "made-up clerk pass",
    "kofi": "second made-up clerk",
}

AGREEMENT = """
reference = "PEN-1"
force = "Llanfair Constabulary"
starts_on = "1 1 2020"
ends_on = "31 12 2099"
text = "Who keeps within these limits is not arrested for them."
"""


@dataclass
class Ran:
    """What one run of the command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The JSON it printed."""
        data: dict[str, Any] = json.loads(self.out)
        return data


@dataclass
class Office:
    """A council's office: a folder, its register and its people."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    numbers: list[str] = field(default_factory=list)

    @property
    def register(self) -> Path:
        """Where the register is."""
        return self.folder / "register"

    def run(self, *arguments: str, feed: str = "") -> Ran:
        """Run the command; `{fd}` in an argument is a descriptor that holds `feed`."""
        reader, writer = os.pipe()
        os.write(writer, feed.encode())
        os.close(writer)
        self.capsys.readouterr()
        try:
            main([one.replace("{fd}", str(reader)) for one in arguments])
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            os.close(reader)
        printed = self.capsys.readouterr()
        return Ran(code=code, out=printed.out, err=printed.err)

    def run_as(self, name: str, *arguments: str, feed: str = "") -> Ran:
        """Run a job as one of the people."""
        return self.run(
            *arguments,
            *(
                "--register",
                str(self.register),
                "--as",
                name,
                "--passphrase-fd",
                "{fd}",
            ),
            feed=f"{PASSPHRASES[name]}\n{feed}",
        )

    def add(self, name: str, role: str) -> None:
        """Have an account proposed and granted."""
        added = self.run_as(
            "nerys",
            *("staff", "add", name, "--role", role, "--new-passphrase-fd", "{fd}"),
            feed=f"{PASSPHRASES[name]}\n",
        )
        assert added.code == 0, added.err
        granted = self.run_as("idris", "staff", "grant", name)
        assert granted.code == 0, granted.err


@pytest.fixture
def today() -> date:
    """Return the day that the command's own clock tells."""
    return london_day(SystemClock().now())


@pytest.fixture
def empty_office(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Office:
    """Return an office without a register, and with no settings of the machine."""
    monkeypatch.setenv("AMNESTY_CONFIG", str(tmp_path / "configuration"))
    monkeypatch.setenv("AMNESTY_LOG", str(tmp_path / "amnesty.log"))
    return Office(folder=tmp_path, capsys=capsys)


@pytest.fixture
def office(empty_office: Office) -> Office:
    """Return an office with a register, an agreement and four people."""
    set_up(empty_office, with_agreement=True)
    return empty_office


@pytest.fixture
def office_without_agreement(empty_office: Office) -> Office:
    """Return an office that no agreement covers."""
    set_up(empty_office, with_agreement=False)
    return empty_office


def set_up(office: Office, *, with_agreement: bool) -> None:
    """Set up a register with a clerk, a second clerk and a second supervisor."""
    agreement = office.folder / "agreement.toml"
    agreement.write_text(AGREEMENT, encoding="utf-8")
    made = office.run(
        *("init", "--register", str(office.register), "--gss", "E07000008"),
        *("--name", "Penmaen Council", "--force", "Llanfair Constabulary"),
        *("--telephone", "01632960100", "--passphrase-fd", "{fd}"),
        *("--administrator", "nerys", "--supervisor", "idris"),
        *(("--agreement", str(agreement)) if with_agreement else ()),
        feed=f"{PASSPHRASES['nerys']}\n{PASSPHRASES['idris']}\n",
    )
    assert made.code == 0, made.err
    office.add("bronwen", "clerk")
    office.add("kofi", "clerk")
    office.add("gareth", "supervisor")
