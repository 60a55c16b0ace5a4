"""Eight processes register, approve and issue at once, on a file and on a server."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from amnesty.services.desk import Desk
from amnesty.services.trust.signing import make_signing_keys
from tests.faults.trials.judging import counted, judged
from tests.faults.trials.scale import how_many
from tests.faults.trials.starting import start
from tests.faults.trials.work import TickingClock

if TYPE_CHECKING:
    from tests.store.office import Office

PROCESSES = 8
PATIENTS = how_many(quick=2, long=25)


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("office", ["file", "server"], indirect=True)
def test_eight_processes_lose_and_double_nothing(office: Office) -> None:
    """Every act of all eight is there once, and all rows follow from one log."""
    supervisor = office.open("idris")
    make_signing_keys(
        Desk(register=supervisor, clock=TickingClock(), chance=os.urandom)
    )
    before = counted(supervisor)
    processes = [
        start(
            office.folder,
            "desk",
            ("bronwen", "kofi")[place % 2],
            str(place * 50),
            str(PATIENTS),
        )
        for place in range(PROCESSES)
    ]
    told = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0] * PROCESSES
    acts = [json.loads(line) for lines in told for line in lines.splitlines()]
    found = judged(supervisor, acts, before, killed=0)
    print(json.dumps({"processes": PROCESSES, "acts": len(acts), **found}))  # noqa: T201 - the long form tells its figures
    assert found == {"kept": len(acts)}
    assert len(acts) >= PROCESSES * PATIENTS * 4
