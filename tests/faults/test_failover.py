"""The primary is killed under load, its standby promoted, and everybody goes on."""

from __future__ import annotations

import json
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random  # noqa: TID251 - seeded: the same instants again
from threading import Event
from typing import TYPE_CHECKING

import pytest

from amnesty.errors.anchor import RegisterWentBackError
from amnesty.services.desk import Desk
from amnesty.services.registrations.registering import read_answers, register_patient
from amnesty.services.trust.signing import make_signing_keys
from tests.faults.trials.carried import ACTS, DONE_AGAIN, LOST, PRESSED_AGAIN
from tests.faults.trials.judging import counted, judged
from tests.faults.trials.scale import how_many
from tests.faults.trials.starting import start_module
from tests.faults.trials.work import TickingClock, people
from tests.store.office import Office, note, with_everybody
from tests.store.standby import Pair, pair

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from db.register import SqlRegister
    from tests.faults.trials.starting import Worker

FAILOVERS = how_many(quick=1, long=8)
CLERKS = ("bronwen", "kofi", "bronwen", "kofi")[: how_many(quick=2, long=4)]
PATIENTS = how_many(quick=2, long=12)
SEED = 27
LONGEST = 0.1
"""Seconds from an acknowledgement to the kill, at most."""

Acts = list[list[str]]


@pytest.fixture(scope="module")
def servers() -> Iterator[Pair]:
    """Return a primary, beside which a test attaches a standby."""
    with pair() as started:
        yield started


@pytest.fixture(scope="module")
def made_on_pair(
    servers: Pair, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """Return a register on the pair, and its recovery code."""
    folder = tmp_path_factory.mktemp("made") / "on-pair"
    url = servers.url(servers.primary.make_database())
    code = with_everybody(folder, url)
    office = Office(folder=folder, recovery_code=code)
    with office.stack:
        make_signing_keys(desk_of(office.open("idris")))
    return folder, code


@pytest.fixture
def office(made_on_pair: tuple[Path, str]) -> Iterator[Office]:
    """Return the office whose register is on the pair."""
    folder, code = made_on_pair
    office = Office(folder=folder, recovery_code=code)
    with office.stack:
        yield office


def desk_of(register: SqlRegister) -> Desk:
    """Return a desk at a register."""
    return Desk(register=register, clock=TickingClock(), chance=os.urandom)


def begin(office: Office, first: int) -> list[Worker]:
    """Have clerks begin to work, each on patients of their own."""
    return [
        start_module(
            *("tests.faults.trials.carried", str(office.folder), clerk),
            *(str(first + place * PATIENTS), str(PATIENTS)),
        )
        for place, clerk in enumerate(CLERKS)
    ]


def told_by(processes: list[Worker], count: int) -> Acts:
    """Return what is told until all work, and one of them told so many acts more."""
    asked = [*processes, *processes[:1] * count]
    return [json.loads(one.stdout.readline()) for one in asked]


def rest_of(processes: list[Worker]) -> Acts:
    """Return what is told until all have ended."""
    told = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return [json.loads(line) for lines in told for line in lines.splitlines()]


def count_troubles(acts: Acts) -> Counter[str]:
    """Return how often an act was done again, by itself or by whoever did it."""
    return Counter(act for act, *_ in acts if act in {DONE_AGAIN, PRESSED_AGAIN})


@pytest.mark.timeout(1800)
def test_a_failover_loses_and_doubles_nothing(servers: Pair, office: Office) -> None:
    """Every act that was told is kept once on the standby, and nothing besides."""
    chance = Random(SEED)  # noqa: S311 - no secret
    found: Counter[str] = Counter()
    troubles: Counter[str] = Counter()
    for place in range(FAILOVERS):
        servers.attach(is_synchronous=True)
        before = counted(office.open("gareth"))
        processes = begin(office, place * len(CLERKS) * PATIENTS)
        acts = told_by(processes, chance.randrange(PATIENTS * 3))
        Event().wait(chance.uniform(0, LONGEST))
        servers.crash()
        servers.promote()
        acts += rest_of(processes)
        troubles += count_troubles(acts)
        kept = [act for act in acts if act[0] in ACTS]
        assert len(kept) == len(CLERKS) * PATIENTS * len(ACTS)
        found += judged(office.open("gareth"), kept, before, killed=0)
        office.stack.close()
    print(json.dumps({"failovers": FAILOVERS, **found, **troubles}))  # noqa: T201 - the long form tells its figures
    assert set(found) == {"kept"}


@pytest.mark.timeout(300)
def test_a_standby_that_is_behind_loses_what_was_told(
    servers: Pair, office: Office
) -> None:
    """The control: asynchronous and held back, it lost acts, and everybody is told."""
    servers.attach(is_synchronous=False)
    before, open_all_day = counted(office.open("gareth")), office.open("idris")
    servers.hold_back()
    with open_all_day.transaction() as transaction:
        note(transaction)
    processes = begin(office, 500)
    acts = told_by(processes, 4)
    servers.crash()
    servers.promote()
    acts += rest_of(processes)
    kept = [act for act in acts if act[0] in ACTS]
    found = judged(office.open("gareth"), kept, before, killed=0)
    print(json.dumps({"behind": 1, **found}))  # noqa: T201 - as above
    assert found["lost"] >= 4
    assert [act[0] for act in acts].count(LOST) == len(CLERKS)
    with (
        pytest.raises(RegisterWentBackError, match="is missing"),
        open_all_day.transaction(),
    ):
        pass


def waits_for_the_standby(servers: Pair) -> int:
    """Wait until a commit waits for the standby; return the process that serves it."""
    asked = "FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    servers.await_rows(f"SELECT count(*)::text {asked}", [("1",)])
    ((pid,),) = servers.primary.ask(f"SELECT pid {asked}")
    return int(pid)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("is_kept", [True, False])
def test_what_waits_for_the_standby_is_not_told_before(
    *, servers: Pair, office: Office, is_kept: bool
) -> None:
    """When its connection dies, it is kept where a standby has it, else done again."""
    servers.attach(is_synchronous=True)
    before = counted(office.open("gareth"))
    waited: list[float] = []
    desk = Desk(
        register=office.open("bronwen", wait=30),
        clock=TickingClock(),
        chance=os.urandom,
        pause=waited.append,
    )
    applied = read_answers(desk, next(people(800 + is_kept)))
    with ThreadPoolExecutor() as threads:
        servers.hold_back()
        ours = threads.submit(register_patient, desk, applied)
        serves = waits_for_the_standby(servers)
        if is_kept:
            servers.primary.run(f"SELECT pg_terminate_backend({serves}, 5000)")
            waits_for_the_standby(servers)
            assert not ours.done()
            servers.release()
        else:
            servers.crash()
            servers.promote()
        number = ours.result(timeout=60).number
    assert len(waited) == (0 if is_kept else 1)
    told = [["registered", number, ""]]
    found = judged(office.open("gareth"), told, before, killed=0)
    assert found == {"kept": 1}
