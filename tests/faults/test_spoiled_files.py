"""Any file of a register is flipped by a bit or cut short: refused, or as it was.

What a register answers afterwards is compared with what it answered before. It may be
one of our errors, or the same; another answer, or another kind of error, is a fault.
A backup is spoiled byte by byte in tests/store/test_backup.py. The spare root is read
by no part of the program.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random  # noqa: TID251 - seeded: the same bytes in every run
from typing import TYPE_CHECKING

import pytest

from amnesty.credential.bundle import read_bundle
from amnesty.credential.digits import to_digits
from amnesty.credential.roots import parse_roots
from amnesty.domain.identifiers import CertificateNumber, RegistrationNumber
from amnesty.domain.searched import Query
from amnesty.domain.staff import Role
from amnesty.errors import AmnestyError, NotFoundError
from amnesty.services.desk import Desk
from amnesty.services.police.publishing import publish
from amnesty.services.trust.signing import make_signing_keys
from amnesty.services.verifying.steps import verify
from db.audit.replaying import replay
from db.erasures import read_erasures
from db.register import open_register, open_with_recovery
from tests.faults.trials.scale import how_many
from tests.faults.trials.work import (
    ISSUED,
    REGISTERED,
    TODAY,
    TickingClock,
    day,
    desks_of,
)
from tests.store.office import CHEAP, NOW, Office, note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from db.register import SqlRegister
    from db.transaction import SqlTransaction

SPOILED = how_many(quick=4, long=200)
"""How often each file is spoiled."""
SEED = 7
FILES = (
    *("register.db", "register.db-wal", "keys.json", "recovery.json"),
    *("erasures.json", "anchor"),
)
NAME = "made-up passphrase of "


@dataclass(frozen=True, kw_only=True)
class Sound:
    """The files of a register whose clerk was killed, and what it answers."""

    numbers: tuple[RegistrationNumber, ...]
    folder: Path
    anchors: Path
    recovery_code: str

    def copied_to(self, place: Path) -> Sound:
        """Return a copy that may be spoiled."""
        shutil.copytree(self.folder, place / "register")
        shutil.copytree(self.anchors, place / "anchors")
        return replace(self, folder=place / "register", anchors=place / "anchors")

    def file(self, name: str) -> Path:
        """Return a file by its name."""
        if name == "anchor":
            return next(self.anchors.glob("*.anchor"))
        return self.folder / name

    def answers(self, *, recovery_first: bool) -> str:
        """Return all that a clerk, a supervisor and the recovery code are told.

        Whoever opens the register first puts the other key file right.
        """
        told: list[object] = []
        with ExitStack() as stack:
            names = ["bronwen", "idris"]
            for name in ["", *names] if recovery_first else [*names, ""]:
                register = self._opened_by(name)
                stack.callback(register.close)
                with register.transaction() as transaction:
                    told += self._told(transaction)
                    note(transaction)
        return json.dumps(told)

    def _opened_by(self, name: str) -> SqlRegister:
        if not name:
            return open_with_recovery(self.folder, self.recovery_code, cost=CHEAP)
        return open_register(
            self.folder, name, NAME + name, cost=CHEAP, anchors=self.anchors
        )

    def _told(self, transaction: SqlTransaction) -> Iterator[object]:
        access = transaction.access
        yield access.member.name
        for number in self.numbers:
            record = transaction.registration(number)
            yield repr(record)
            words = tuple(record.identity.patient.full_name.split())
            found = transaction.find(Query(names=words), limit=50)
            yield from sorted(map(repr, found.summaries))
            yield from map(repr, transaction.certificates_of(record.id))
            yield from map(repr, transaction.hand_ins_of(record.id))
        if access.member.role is Role.SUPERVISOR:
            yield from map(str, replay(transaction).differences)
            yield from sorted(read_erasures(self.folder, access.keyring))


@pytest.fixture
def sound(office: Office, tmp_path: Path) -> Sound:
    """Return a register with everything in it, as a power cut left it."""
    make_signing_keys(
        Desk(register=office.open("idris"), clock=TickingClock(), chance=os.urandom)
    )
    desks = desks_of(office.open)
    acts = day(desks, start=0, count=6, issue_every=3)
    gone, *numbers = [
        RegistrationNumber(one.registration) for one in acts if one.act == REGISTERED
    ]
    with office.open("idris").transaction() as transaction:
        record = transaction.registration(gone)
        transaction.erase(record.id, erased_on=TODAY)
        note(transaction)
    sound = Sound(
        numbers=tuple(numbers),
        folder=tmp_path / "sound",
        anchors=tmp_path / "anchors",
        recovery_code=office.recovery_code,
    )
    seen = open_register(
        office.folder, "bronwen", NAME + "bronwen", cost=CHEAP, anchors=sound.anchors
    )
    with seen.transaction() as transaction:
        note(transaction)
    seen.close()
    shutil.copytree(office.folder, sound.folder)
    assert (sound.folder / "register.db-wal").stat().st_size
    return sound


def spoiled(content: bytes, chance: Random) -> bytes:
    """Return content with a bit flipped, or cut short."""
    at = chance.randrange(len(content))
    if chance.random() < 0.3:
        return content[:at]
    flipped = content[at] ^ (1 << chance.randrange(8))
    return content[:at] + bytes([flipped]) + content[at + 1 :]


def outcomes(try_one: Callable[[Random], str], sound: str) -> Counter[str]:
    """Spoil something again and again; return what came of it."""
    chance = Random(SEED)  # noqa: S311 - no secret
    found: Counter[str] = Counter()
    for _ in range(SPOILED):
        try:
            told = try_one(chance)
        except NotFoundError:
            # Of somebody who is there: an answer, and a wrong one.
            found["another"] += 1
        except AmnestyError:
            found["refused"] += 1
        else:
            found["the same" if told == sound else "another"] += 1
    return found


def tell(name: str, found: Counter[str]) -> None:
    """Print the figures, which the long form is run for."""
    print(json.dumps({"spoiled": name, **found}))  # noqa: T201 - as said


@pytest.mark.timeout(7200)
def test_a_spoiled_file_of_a_register_tells_nothing_else(
    sound: Sound, tmp_path: Path
) -> None:
    """Every answer is the one before, or one of our errors."""
    place = tmp_path / "spoiled"

    def try_one(name: str, chance: Random | None) -> str:
        copy = sound.copied_to(place)
        try:
            file = copy.file(name)
            if chance is not None:
                file.write_bytes(spoiled(file.read_bytes(), chance))
            return copy.answers(recovery_first=name == "recovery.json")
        finally:
            shutil.rmtree(place)

    for name in FILES:
        before = try_one(name, None)
        found = outcomes(partial(try_one, name), before)
        tell(name, found)
        assert not found["another"]


@pytest.mark.timeout(7200)
def test_a_spoiled_police_file_tells_nothing_else(office: Office) -> None:
    """A device verifies as before, or takes none of it in."""
    desk = Desk(register=office.open("idris"), clock=TickingClock(), chance=os.urandom)
    roots_file = make_signing_keys(desk).roots_file
    desks = desks_of(office.open)
    (paper,) = [
        CertificateNumber(one.paper)
        for one in day(desks, start=0, count=1)
        if one.act == ISSUED
    ]
    with office.open("idris").transaction() as transaction:
        token = transaction.certificate(paper).token
        note(transaction)
    files = publish(desk)
    now = NOW + timedelta(hours=1)

    def answer(given: dict[str, bytes], roots: bytes) -> str:
        bundle = read_bundle(given, roots=parse_roots(roots), now=now, seen={})
        return repr(verify(to_digits(token), bundle=bundle, now=now))

    before = answer(files, roots_file)
    for name, content in files.items():
        found = outcomes(
            lambda chance, name=name, content=content: answer(
                {**files, name: spoiled(content, chance)}, roots_file
            ),
            before,
        )
        tell(name, found)
        assert found["refused"] == SPOILED
    found = outcomes(lambda chance: answer(files, spoiled(roots_file, chance)), before)
    tell("roots.cbor", found)
    assert not found["another"]


def _unknown(*_: object, **__: object) -> None:
    """Answer as where no network names another machine."""
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("office", ["server"], indirect=True)
def test_a_spoiled_address_tells_nothing_else(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody signs in to another register because a bit of database.json flipped."""
    monkeypatch.setattr(socket, "getaddrinfo", _unknown)
    file = office.folder / "database.json"
    content = file.read_bytes()

    def try_one(chance: Random) -> str:
        file.write_bytes(spoiled(content, chance))
        with office.open("bronwen").transaction() as transaction:
            note(transaction)
            return transaction.authority().name

    found = outcomes(try_one, "Penmaen Council")
    tell("database.json", found)
    assert not found["another"]
