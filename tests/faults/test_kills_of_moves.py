"""A move to a server or back is killed at any instant, and made again."""

from __future__ import annotations

import os
import time
from collections import Counter
from contextlib import suppress
from random import Random  # noqa: TID251 - seeded: the same moves are cut short
from typing import TYPE_CHECKING

import pytest

from amnesty.errors.moving import AlreadyThereError
from amnesty.errors.server import ServerRefusedError
from db.audit.replaying import replay
from db.engines.server import read_server
from db.upkeep.moving import Mover, move_to_file, move_to_server
from tests.faults.trials.judging import counted
from tests.faults.trials.killing import kill_after, tell
from tests.faults.trials.scale import how_many
from tests.faults.trials.starting import start
from tests.faults.trials.work import TickingClock
from tests.store.office import Office, note, with_everybody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import URL

    from amnesty.domain.registration import Registration
    from tests.faults.trials.starting import Worker
    from tests.store.postgres import Postgres

DIRECTIONS = ("server", "file")
KILLS = how_many(quick=2, long=40)
SEED = 26
PATIENTS = how_many(quick=5, long=70)


@pytest.fixture
def own(tmp_path: Path, person: Callable[..., Registration]) -> Iterator[Office]:
    """Return a register that is no copy of another, with a few patients."""
    code = with_everybody(tmp_path / "own")
    office = Office(folder=tmp_path / "own", recovery_code=code)
    with office.stack:
        for place in range(PATIENTS):
            with office.open("bronwen").transaction() as transaction:
                kept = transaction.add_registration(person(f"Ada Number{place}"))
                note(transaction, kept.id)
        office.stack.close()
        yield office


@pytest.mark.timeout(7200)
def test_a_killed_move_left_the_register_whole_in_one_place(
    own: Office, postgres: Postgres
) -> None:
    """It opens where it was or where it went, or is closed until the move is ended."""
    url = postgres.url(postgres.make_database())
    chance = Random(SEED)  # noqa: S311 - no secret
    found: Counter[str] = Counter()
    longest = dict.fromkeys(DIRECTIONS, 0.0)
    for place in range(2 + KILLS):
        to = DIRECTIONS[place % 2]
        process = start(own.folder, "move", to, _address(url), "0")
        if place < 2:
            longest[to] = 1.1 * _time_to_move(process)
            (own.folder / "register.db.moved").unlink(missing_ok=True)
            continue
        told = kill_after(process, 1, chance.uniform(0, longest[to]))
        where = _where(own)
        found[f"to the {to}, found {where}"] += 1
        assert len(told) == 1 or where == f"in the {to}"
        _end_the_move(own, to, url)
        assert _where(own) == f"in the {to}"
        (own.folder / "register.db.moved").unlink(missing_ok=True)
        assert not list(own.folder.glob("register.db?*"))
    tell("a move", KILLS, found)


def _address(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _time_to_move(process: Worker) -> float:
    """Return in how many seconds a move ends, so that kills fall within it."""
    process.stdout.readline()
    started_at = time.monotonic()
    assert "moved" in process.stdout.readline()
    ended_at = time.monotonic()
    process.communicate()
    return ended_at - started_at


def _end_the_move(own: Office, to: str, url: URL) -> None:
    mover = Mover(
        name="idris",
        passphrase=own.passphrase("idris"),
        clock=TickingClock(),
        chance=os.urandom,
    )
    with suppress(AlreadyThereError):
        {"server": move_to_server, "file": move_to_file}[to](own.folder, mover, url)
    if to == "server":
        # Of a move that was killed after it had been decided.
        (own.folder / "register.db").unlink(missing_ok=True)


def _where(own: Office) -> str:
    """Return where the register is: whole, with everybody in it."""
    is_on_server = read_server(own.folder) is not None
    try:
        with own.open("idris").transaction() as transaction:
            assert not replay(transaction).differences
            note(transaction)
    except ServerRefusedError:
        assert is_on_server
        return "closed"
    assert counted(own.open("idris"))["registered"] == PATIENTS
    own.stack.close()
    return "in the server" if is_on_server else "in the file"
