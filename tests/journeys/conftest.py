"""The command, run in this process as a person would type it."""

from __future__ import annotations

import io
import json
import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.cli.clock import SystemClock
from amnesty.cli.main import main
from amnesty.cli.wiring import open_desk
from amnesty.credential.bundle import Bundle, read_bundle
from amnesty.credential.key_files import GuessCost, seal_key
from amnesty.credential.roots import parse_roots
from amnesty.domain.london import london_day
from db.creating import Scale
from db.keyring.slots import Cost
from db.register import create_register, open_register, open_with_recovery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

PASSPHRASES = {
    "nerys": "made-up administrator",
    "idris": "made-up supervisor",
    "gareth": "another made-up one",
    "bronwen": "made-up clerk pass",
    "kofi": "second made-up clerk",
    "ann": "made-up auditor pass",
    "pat": "made-up police pass",
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

    @property
    def register(self) -> Path:
        """Where the register is."""
        return self.folder / "register"

    def run(self, *arguments: str, feed: str = "") -> Ran:
        """Run the command; `{fd}` in an argument is a descriptor that holds `feed`."""
        reader, writer = os.pipe()
        os.write(writer, feed.encode())
        os.close(writer)
        out, err = io.StringIO(), io.StringIO()
        try:
            with redirect_stdout(out), redirect_stderr(err):
                main([one.replace("{fd}", str(reader)) for one in arguments])
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            os.close(reader)
        return Ran(code=code, out=out.getvalue(), err=err.getvalue())

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

    def done(self, name: str, *arguments: str, feed: str = "") -> Ran:
        """Run a job as one of the people, which must succeed and says so as JSON."""
        ran = self.run_as(name, *arguments, "--json", feed=feed)
        assert ran.code == 0, ran.err
        return ran

    def police_file(self) -> Bundle:
        """Return the police file that was published last, taken in now."""
        folder = self.folder / "police"
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        roots = parse_roots((self.register / "roots.cbor").read_bytes())
        return read_bundle(files, roots=roots, now=SystemClock().now())

    def hand_in(self, name: str, number: str, *arguments: str, second: str) -> Ran:
        """Run `hand-in receive` as two people, each with their own passphrase."""
        return self.run_as(
            *(name, "hand-in", "receive", number, *arguments),
            *("--second", second, "--second-passphrase-fd", "{fd}"),
            feed=f"{PASSPHRASES[second.strip().casefold()]}\n",
        )

    def registered(self, data: dict[str, Any], file: Path) -> str:
        """Register somebody from a file and approve it; return the number."""
        file.write_text(json.dumps(data), encoding="utf-8")
        number: str = self.done("bronwen", "register", str(file)).json["number"]
        self.done("bronwen", "submit", number)
        self.done("idris", "approve", number)
        return number

    def issue(self, data: dict[str, Any], name: str) -> str:
        """Register somebody, approve and issue; return the certificate's PDF."""
        number = self.registered(data, self.folder / "patient.json")
        pdf = str(self.folder / name)
        self.done("idris", "issue", number, "--out", pdf)
        return pdf

    def verdict(self, pdf: str, roots: Path) -> str:
        """Publish, and return what an officer is answered who holds the roots."""
        police = str(self.folder / "police")
        self.done("idris", "publish", "--to", police)
        device = ("--bundle", police, "--roots", str(roots), "--json")
        answer: str = self.run("verify", pdf, *device).json["verdict"]
        return answer

    def add(self, name: str, role: str) -> None:
        """Have an account proposed and granted."""
        added = self.run_as(
            "nerys",
            *("staff", "add", name, "--role", role, "--new-passphrase-fd", "{fd}"),
            "--chosen-by-owner",
            feed=f"{PASSPHRASES[name]}\n",
        )
        assert added.code == 0, added.err
        granted = self.run_as("idris", "staff", "grant", name)
        assert granted.code == 0, granted.err


@dataclass
class Keeper:
    """Whoever keeps a federation's roots, in a folder without a register."""

    office: Office
    """The authority that joins."""
    folder: Path
    root: str = "made-up root passphrase"
    spare: str = "made-up spare passphrase"

    @property
    def out(self) -> Path:
        """What is handed out."""
        return self.folder.parent / "handed out"

    def run(self, job: str, *arguments: str, feed: str = "") -> Ran:
        """Run a job of `amnesty trust`."""
        return self.office.run(
            *("trust", job, *arguments, "--folder", str(self.folder)),
            *("--as", "keeper", "--passphrase-fd", "{fd}"),
            feed=feed,
        )

    def sign(self, *arguments: str) -> None:
        """Sign the next list and hand it out."""
        out = str(self.out)
        feed = f"{self.root}\n"
        done = self.run("sign", "--yes", "--out", out, *arguments, feed=feed)
        assert done.code == 0, done.err

    def admit(self) -> None:
        """Have the authority ask, admit its keys, and sign."""
        file = str(self.folder.parent / "request.cbor")
        asked = self.office.done("idris", "trust", "request", "--out", file)
        told = asked.json["fingerprint"]
        done = self.run("admit", file, "--fingerprint", told.lower())
        assert done.code == 0, done.err
        self.sign()

    def adopt(self, *arguments: str) -> Ran:
        """Have the register take in what was handed out."""
        listed = self.run("list", "--json")
        files = (str(self.out / "trust.cbor"), str(self.out / "roots.cbor"))
        told = ("--fingerprint", listed.json["roots_fingerprint"])
        return self.office.run_as("idris", "trust", "adopt", *files, *told, *arguments)


@pytest.fixture
def keeper(office: Office) -> Keeper:
    """Return a keeper who has made roots."""
    keeper = Keeper(office=office, folder=office.folder / "trust")
    made = keeper.run("init", feed=f"{keeper.root}\n{keeper.spare}\n")
    assert made.code == 0, made.err
    return keeper


@pytest.fixture
def today() -> date:
    """Return the day that the command's own clock tells."""
    return london_day(SystemClock().now())


@pytest.fixture(scope="session", autouse=True)
def passphrases_cost_little() -> Iterator[None]:
    """Spare each command the guess's price, which the store's own tests look at."""
    cheap = Cost(memory_kib=16, iterations=1, lanes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(create_register.__kwdefaults__, "scale", Scale(cost=cheap))
        for opens in (open_desk, open_register, open_with_recovery):
            patch.setitem(opens.__kwdefaults__, "cost", cheap)
        of_a_file = GuessCost(memory_kib=16, iterations=1, lanes=1)
        patch.setitem(seal_key.__kwdefaults__, "cost", of_a_file)
        yield


@pytest.fixture(scope="session")
def offices(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """Return the folders of two offices, with an agreement and without, to copy."""
    folders = {}
    for with_agreement in (True, False):
        folder = tmp_path_factory.mktemp("office")
        set_up(Office(folder=folder), with_agreement=with_agreement)
        folders[with_agreement] = folder
    return folders


@pytest.fixture(autouse=True)
def settings_of_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's own configuration and log out of it."""
    monkeypatch.setenv("AMNESTY_CONFIG", str(tmp_path / "configuration"))
    monkeypatch.setenv("AMNESTY_LOG", str(tmp_path / "amnesty.log"))


@pytest.fixture
def office(offices: dict[bool, Path], tmp_path: Path) -> Office:
    """Return an office with a register, an agreement and five people."""
    return Office(folder=Path(copytree(offices[True], tmp_path / "office")))


@pytest.fixture
def office_without_agreement(offices: dict[bool, Path], tmp_path: Path) -> Office:
    """Return an office that no agreement covers."""
    return Office(folder=Path(copytree(offices[False], tmp_path / "office")))


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
        "--json",
        feed=f"{PASSPHRASES['nerys']}\n{PASSPHRASES['idris']}\n",
    )
    assert made.code == 0, made.err
    (office.folder / "recovery code").write_text(made.json["recovery_code"])
    office.add("bronwen", "clerk")
    office.add("kofi", "clerk")
    office.add("gareth", "supervisor")
    office.add("ann", "auditor")
    office.add("pat", "police")
