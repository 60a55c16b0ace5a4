"""Processes are killed at any instant; what they told is kept, and nothing half."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random  # noqa: TID251 - seeded: the same acts are cut short
from typing import TYPE_CHECKING

import pytest

from amnesty.errors.register import NothingToUpgradeError
from amnesty.services.desk import Desk
from amnesty.services.trust.signing import make_signing_keys
from db.audit.replaying import replay
from db.register import open_register
from db.rotating import key_status
from db.tables import REVISION
from db.upkeep.upgrading import upgrade_register
from tests.faults.trials.judging import counted, judged
from tests.faults.trials.killing import kill_after, tell
from tests.faults.trials.scale import how_many
from tests.faults.trials.starting import start
from tests.faults.trials.work import TickingClock
from tests.store.office import CHEAP, note

if TYPE_CHECKING:
    from tests.store.office import Office

ROOT = Path(__file__).parents[2]
DESK_KILLS = how_many(quick=5, long=300)
KEY_KILLS = how_many(quick=2, long=40)
UPGRADE_KILLS = how_many(quick=2, long=20)
SEED = 27
LONGEST = 0.02
"""Seconds from an acknowledgement to the kill, at most: an act takes a third of it."""


@pytest.mark.timeout(7200)
def test_a_killed_desk_loses_nothing_that_it_was_told(office: Office) -> None:
    """Registration, submission, approval, issue, reprint, hand-in, at any instant."""
    make_signing_keys(_desk(office))
    chance = Random(SEED)  # noqa: S311 - no secret
    found: Counter[str] = Counter()
    for place in range(DESK_KILLS):
        before = counted(office.open("gareth"))
        process = start(office.folder, "desk", "bronwen", str(place * 10), "5")
        acts = kill_after(process, chance.randrange(20), chance.uniform(0, LONGEST))
        assert process.returncode == -9
        found += judged(office.open("gareth"), acts, before, killed=1)
        office.stack.close()
    tell("the desk", DESK_KILLS, found)
    assert set(found) == {"kept"}


def test_what_is_told_too_early_is_found_lost(office: Office) -> None:
    """The control: a desk that acknowledges before it commits loses what it told."""
    before = counted(office.open("gareth"))
    acts = kill_after(start(office.folder, "careless", "bronwen", "0", "0"), 1, 0)
    assert judged(office.open("gareth"), acts, before, killed=1) == {"lost": 1}


@pytest.mark.timeout(7200)
def test_a_killed_rotation_goes_on(office: Office) -> None:
    """Whatever step it was in, the register is whole, and the next one ends it."""
    chance = Random(SEED)  # noqa: S311 - no secret
    epochs: list[int] = []
    for _ in range(KEY_KILLS):
        process = start(office.folder, "keys", "idris", "0", "50")
        acts = kill_after(process, chance.randrange(6), chance.uniform(0, 0.2))
        assert process.returncode == -9
        register = office.open("gareth")
        newest, *_ = key_status(register).epochs
        told = [int(epoch) for act, epoch, _ in acts if act == "rotated"]
        assert max([*epochs, *told, 1]) <= newest
        epochs.append(newest)
        with register.transaction() as transaction:
            assert not replay(transaction).differences
            note(transaction)
        office.stack.close()
    tell("rotation", KEY_KILLS, Counter(kept=KEY_KILLS))
    told = start(office.folder, "keys", "idris", "0", "1").communicate()
    assert "retired" in told
    assert len(key_status(office.open("gareth")).epochs) == 1


@pytest.mark.timeout(7200)
def test_a_killed_upgrade_left_the_old_register_or_the_new(tmp_path: Path) -> None:
    """Then it opens, or a second upgrade carries it on; nobody is missing."""
    old = ROOT / "tests" / "store" / "registers" / "0001"
    chance = Random(SEED)  # noqa: S311 - no secret
    outcomes: Counter[str] = Counter()
    for place in range(UPGRADE_KILLS):
        folder = tmp_path / str(place)
        shutil.copytree(old, folder)
        process = start(folder, "upgrade", "idris", "0", "0")
        acts = kill_after(process, 1, chance.uniform(0, 0.25))
        passphrase = "made-up passphrase of idris"
        state = "new"
        with suppress(NothingToUpgradeError):
            upgrade_register(folder, "idris", passphrase, clock=TickingClock())
            state = "old"
        assert state == "new" or len(acts) == 1
        outcomes[state] += 1
        register = open_register(folder, "idris", passphrase, cost=CHEAP)
        with register.transaction() as transaction:
            assert not replay(transaction).differences
            note(transaction)
        assert counted(register)["registered"] == 7
        register.close()
    tell(f"upgrade to {REVISION}", UPGRADE_KILLS, outcomes)


def _desk(office: Office) -> Desk:
    return Desk(register=office.open("idris"), clock=TickingClock(), chance=os.urandom)
