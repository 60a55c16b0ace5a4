"""Power is cut at any instant: all that was acknowledged is there, and nothing half.

The statements are those that the services really sent, with the store's own PRAGMAs, to
an ordinary SQLite on a disk that loses what was not synced. The cipher does not change
what is found: it enciphers each page just as SQLite is about to write it, one page for
one page, and adds no write, no sync and no file.
"""

from __future__ import annotations

import json
from collections import Counter
from random import Random  # noqa: TID251 - seeded, so that a cut can be tried again
from typing import TYPE_CHECKING

import pytest

from amnesty.services.trust.signing import make_signing_keys
from db.engines.engine import PRAGMAS
from tests.faults.trials.power import cuts
from tests.faults.trials.scale import how_many
from tests.faults.trials.statements import readable_copy, recorded, run, state_of
from tests.faults.trials.work import day, desks_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.office import Office

PATIENTS = how_many(quick=6, long=60)
CUTS = how_many(quick=60, long=1_000)
SIGN_OUT_EVERY = 17
SEED = 1124
CARELESS = tuple(one.replace("EXTRA", "NORMAL") for one in PRAGMAS)
"""The control: what SQLite's users are told is good enough with a write-ahead log."""


def outcomes(office: Office, folder: Path, pragmas: tuple[str, ...]) -> Counter[str]:
    """Cut the power of a day's work at many instants; return what was found after."""
    desks = desks_of(office.open)
    make_signing_keys(desks.supervisor)
    engine, _ = desks.clerk.register.opened()  # type: ignore[attr-defined] # our own register
    readable_copy(engine, folder / "work.db")
    before = {str(folder / "work.db"): (folder / "work.db").read_bytes()}
    with recorded() as sent:
        acts = list(day(desks, start=0, count=PATIENTS))
    assert len(acts) > 3 * PATIENTS
    ran = run(sent, folder / "work.db", pragmas, sign_out_every=SIGN_OUT_EVERY)
    assert state_of(folder / "work.db") == ran.states[-1]
    found: Counter[str] = Counter()
    after = folder / "after"
    chance = Random(SEED)  # noqa: S311 - no secret: it has to be the same again
    for acknowledged, files in cuts(ran.log, before, count=CUTS, chance=chance):
        after.mkdir()
        for name, content in files.items():
            (after / name).write_bytes(content)
        found[_outcome(state_of(after / "work.db"), ran.states, acknowledged)] += 1
        for file in after.iterdir():
            file.unlink()
        after.rmdir()
    print(json.dumps({"power cuts": CUTS, "pragmas": pragmas[0], **found}))  # noqa: T201 - the long form tells its figures
    return found


def _outcome(state: str, states: list[str], acknowledged: int) -> str:
    """Return what became of the work: a state that never was is torn."""
    if state not in states:
        return "torn"
    return "kept" if state in states[acknowledged:] else "lost"


@pytest.mark.timeout(7200)
def test_nothing_acknowledged_is_lost_or_torn(office: Office, tmp_path: Path) -> None:
    """After each cut stands a state that was committed, and none before the last."""
    assert set(outcomes(office, tmp_path, PRAGMAS)) == {"kept"}


@pytest.mark.timeout(7200)
def test_a_careless_setting_loses_what_was_acknowledged(
    office: Office, tmp_path: Path
) -> None:
    """The same trial finds what is lost, where something can be."""
    assert CARELESS != PRAGMAS
    found = outcomes(office, tmp_path, CARELESS)
    assert found["lost"] > 0
