"""A register moves to a server and back with every record, or stays where it is."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.searched import Query
from amnesty.errors import StoreError
from amnesty.errors.backup import RegisterOpenError
from amnesty.errors.moving import (
    AlreadyThereError,
    CopyDiffersError,
    PlaceTakenError,
    RegisterMovedError,
)
from amnesty.errors.rules import RoleMayNotError
from amnesty.errors.server import ServerRefusedError, ServerRightError
from db.audit.replaying import replay
from db.engines.server import SERVER_FILE
from db.upkeep import moving
from db.upkeep.moving import Mover, move_to_file, move_to_server
from tests.store.office import FixedClock, Office, with_everybody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import URL

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from tests.store.postgres import Postgres

    Log = Callable[..., None]
    Person = Callable[..., Registration]


@pytest.fixture
def own(tmp_path: Path, person: Person, log: Log) -> Iterator[Office]:
    """Return a register that is no copy of another, with a few patients.

    Logins belong to a whole server, and are named after the register.
    """
    code = with_everybody(tmp_path / "own")
    office = Office(folder=tmp_path / "own", recovery_code=code)
    with office.stack:
        clerk = office.open("bronwen")
        for place in range(70):
            with clerk.transaction() as transaction:
                kept = transaction.add_registration(person(f"Ada Number{place}"))
                log(transaction, kept.id)
        office.stack.close()
        yield office


@pytest.fixture
def url(postgres: Postgres) -> URL:
    """Return the address of an empty database, as its owner."""
    return postgres.url(postgres.make_database())


def mover(office: Office, name: str = "idris") -> Mover:
    """Return somebody who moves the register."""
    return Mover(
        name=name,
        passphrase=office.passphrase(name),
        clock=FixedClock(),
        chance=os.urandom,
    )


def require_whole(office: Office, log: Log) -> None:
    """Everybody is there, follows from the log, and can be worked with."""
    with office.open("idris").transaction() as transaction:
        assert transaction.find(Query(names=("number",)), limit=500).total == 70
        assert replay(transaction).differences == ()
        log(transaction)
    for name in ("bronwen", "nerys", "padraig", "linh"):
        assert office.open(name).member.name == name
    office.stack.close()


def test_there_and_back(own: Office, url: URL, log: Log) -> None:
    """The same people, the same log and the same passphrases in both places."""
    arrived = move_to_server(own.folder, mover(own), url)
    assert arrived > 70
    assert not (own.folder / "register.db").exists()
    require_whole(own, log)
    said = (own.folder / SERVER_FILE).read_bytes()
    move_to_file(own.folder, mover(own), url)
    require_whole(own, log)
    (own.folder / SERVER_FILE).write_bytes(said)
    with pytest.raises(ServerRefusedError):
        own.open("bronwen")


def test_a_place_that_is_taken_is_left_alone(own: Office, url: URL, log: Log) -> None:
    """Neither an earlier file nor an earlier schema is written over."""
    with pytest.raises(AlreadyThereError, match="in a file"):
        move_to_file(own.folder, mover(own), url)
    move_to_server(own.folder, mover(own), url)
    with pytest.raises(AlreadyThereError, match="on a server"):
        move_to_server(own.folder, mover(own), url)
    (own.folder / "register.db").write_bytes(b"something")
    with pytest.raises(PlaceTakenError):
        move_to_file(own.folder, mover(own), url)
    (own.folder / "register.db").unlink()
    require_whole(own, log)


def test_nobody_may_have_it_open(own: Office, url: URL, log: Log) -> None:
    """A clerk at work is not left with a file that is no longer the register."""
    with own.open("bronwen").transaction() as transaction:
        log(transaction)
    with pytest.raises(RegisterOpenError):
        move_to_server(own.folder, mover(own), url)
    own.stack.close()
    require_whole(own, log)


@pytest.mark.parametrize("name", ["nerys", "bronwen", "padraig"])
def test_a_supervisor_alone_moves_it(own: Office, url: URL, name: str) -> None:
    """Whoever else tries is told, and nothing is on the server."""
    with pytest.raises(RoleMayNotError, match="may not move the register"):
        move_to_server(own.folder, mover(own, name), url)
    assert (own.folder / "register.db").exists()


@pytest.mark.parametrize("step", ["rows_in", "make_logins", "write_server"])
def test_a_move_that_fails_is_none(
    *,
    own: Office,
    url: URL,
    log: Log,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    """Wherever it breaks off, the register is where it was, and whole."""

    def fail(*_: object, **__: object) -> None:
        raise InterruptedError

    with monkeypatch.context() as patched:
        patched.setattr(moving, step, fail)
        with pytest.raises(InterruptedError):
            move_to_server(own.folder, mover(own), url)
    require_whole(own, log)


def test_what_arrives_is_compared(
    own: Office, url: URL, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A single byte that is lost on the way keeps the register where it was."""
    true = moving.rows_in

    def lossy(connection: object, table: object, rows: list[dict[str, object]]) -> None:
        if str(table) == "registration":
            rows[0]["growing"] = bytes(rows[0]["growing"])[:-1]  # type: ignore[arg-type] # bytes
        true(connection, table, rows)  # type: ignore[arg-type] # as they came

    with monkeypatch.context() as patched:
        patched.setattr(moving, "rows_in", lossy)
        with pytest.raises(CopyDiffersError, match="registration"):
            move_to_server(own.folder, mover(own), url)
    require_whole(own, log)


def test_a_move_may_be_made_again(
    own: Office, url: URL, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a move left behind that was cut short after its copy is cleared away."""

    def fail(*_: object, **__: object) -> None:
        raise EOFError

    for step, move in (("write_server", move_to_server), ("settle", move_to_file)):
        with monkeypatch.context() as patched:
            patched.setattr(moving, step, fail)
            with pytest.raises(EOFError):
                move(own.folder, mover(own), url)
        move(own.folder, mover(own), url)
        require_whole(own, log)
    assert not list(own.folder.glob("*.arriving*"))
    (own.folder / "register.db.moved").unlink()
    move_to_server(own.folder, mover(own), url)
    require_whole(own, log)


def test_another_state_of_the_register_is_left_alone(
    own: Office, url: URL, log: Log
) -> None:
    """A copy that has what the register has not is never cleared away."""
    elsewhere = own.folder.parent / "elsewhere"
    shutil.copytree(own.folder, elsewhere)
    other = Office(folder=elsewhere, recovery_code="")
    with other.stack, other.open("bronwen").transaction() as transaction:
        log(transaction)
    move_to_server(own.folder, mover(own), url)
    with pytest.raises(PlaceTakenError, match="schema"):
        move_to_server(elsewhere, mover(own), url)
    shutil.copyfile(elsewhere / "register.db", own.folder / "register.db")
    with pytest.raises(PlaceTakenError):
        move_to_file(own.folder, mover(own), url)
    (own.folder / "register.db").unlink()
    require_whole(own, log)


@pytest.mark.parametrize("to", ["server", "file"])
def test_who_waits_meanwhile_writes_nowhere(
    *,
    own: Office,
    url: URL,
    log: Log,
    person: Person,
    monkeypatch: pytest.MonkeyPatch,
    to: str,
) -> None:
    """A clerk whose turn comes when the register has left is told so."""
    move, error = move_to_server, RegisterMovedError
    if to == "file":
        move_to_server(own.folder, mover(own), url)
        move, error = move_to_file, ServerRightError
    signed_in: list[SqlRegister] = []
    told: list[type[Exception]] = []

    def logged(*arguments: object, **named: object) -> object:
        """Sign a clerk in at the last moment."""
        signed_in.append(own.open("kofi", wait=30))
        return true(*arguments, **named)  # type: ignore[arg-type] # as they came

    def register() -> None:
        try:
            with signed_in[0].transaction() as transaction:
                transaction.add_registration(person("Bea Lord"))
                log(transaction)
        except StoreError as raised:
            told.append(type(raised))

    waiting = Thread(target=register)

    def while_moving(_: int) -> None:
        if waiting.ident is None:
            waiting.start()
            waiting.join(0.3)
            assert waiting.is_alive()

    true = moving._logged
    monkeypatch.setattr(moving, "_logged", logged)
    move(own.folder, replace(mover(own), step=while_moving), url)
    waiting.join()
    assert told == [error]
    own.stack.close()
    require_whole(own, log)
