"""A file that may grow no further ends an act in one sentence, and nothing is half."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from random import Random  # noqa: TID251 - seeded: the same room in every run
from typing import TYPE_CHECKING

import pytest

from amnesty.services.desk import Desk
from amnesty.services.trust.signing import make_signing_keys
from tests.faults.trials.judging import counted, judged
from tests.faults.trials.scale import how_many
from tests.faults.trials.starting import start
from tests.faults.trials.work import TickingClock, day, desks_of
from tests.store.office import Office

if TYPE_CHECKING:
    from pathlib import Path

FULL_DISKS = how_many(quick=3, long=80)
SEED = 80
ROOM = 300_000
"""Bytes: enough for a few acts, and for none."""


@pytest.mark.timeout(7200)
def test_a_full_disk_keeps_what_was_told(office: Office, tmp_path: Path) -> None:
    """Wherever the limit falls, all acts before are kept, and work goes on after."""
    make_signing_keys(
        Desk(register=office.open("idris"), clock=TickingClock(), chance=os.urandom)
    )
    before = counted(office.open("gareth"))
    office.stack.close()
    chance = Random(SEED)  # noqa: S311 - no secret
    found: Counter[str] = Counter()
    for place in range(FULL_DISKS):
        # A copy each: the file of one that has grown is never the first to be full.
        own = Office(folder=tmp_path / str(place), recovery_code="")
        shutil.copytree(office.folder, own.folder)
        room = str(chance.randrange(ROOM))
        process = start(own.folder, "full", "bronwen", str(place * 60), room)
        told = process.communicate()
        assert process.returncode == 0
        *acts, last = [json.loads(line) for line in told.splitlines()]
        assert last[0] == "full"
        assert "Nothing was kept" in last[2]
        with own.stack:
            found += judged(own.open("gareth"), acts, before, killed=0)
            assert list(day(desks_of(own.open), start=place * 60 + 50, count=1))
        shutil.rmtree(own.folder)
        assert set(found) == {"kept"}
        if (place + 1) % 10 == 0:
            print(json.dumps({"full disks": place + 1, **found}), flush=True)  # noqa: T201 - the long form tells its figures, even where it is cut off
