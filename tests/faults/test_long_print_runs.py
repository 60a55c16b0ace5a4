"""A queue of thousands is printed in runs: stopped, resumed, and memory stays flat."""

from __future__ import annotations

import json
import re
from collections import Counter
from random import Random  # noqa: TID251 - seeded: the same runs are cut short
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.identifiers import CertificateNumber, RegistrationNumber
from amnesty.papers.reading import spoken_pages
from amnesty.services.papers.print_queue import queue_prints, see_queue
from amnesty.services.papers.reissuing import issue_like
from amnesty.services.trust.signing import make_signing_keys
from tests.faults.trials.killing import kill_after
from tests.faults.trials.scale import how_many
from tests.faults.trials.starting import start
from tests.faults.trials.work import ISSUED, day, desks_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.trials.work import Desks
    from tests.store.office import Office

QUEUE, SIZE = how_many(quick=20, long=5000), how_many(quick=6, long=500)
KILLS = how_many(quick=2, long=8)
SEED = 5
LONGEST = how_many(quick=1, long=60)
"""Seconds into a run, at most, until it is killed."""
ALLOWANCE = 1.1
"""What the last run may need of the memory that the second one needed."""
AT_ONCE = 250
_BACK = re.compile(r"Overleaf of certificate (\S+)")


@pytest.mark.timeout(7200)
def test_a_long_queue_is_stopped_and_resumed_with_none_lost_or_doubled(
    office: Office, tmp_path: Path
) -> None:
    """Whatever killed a run, each certificate comes out once, and memory is flat."""
    desks = desks_of(office.open)
    make_signing_keys(desks.supervisor)
    waiting = _issued(desks)
    for at in range(0, QUEUE, AT_ONCE):
        queue_prints(desks.clerk, waiting[at : at + AT_ONCE], "first print")
    office.stack.close()
    papers = tmp_path / "papers"
    papers.mkdir()
    chance = Random(SEED)  # noqa: S311 - no secret
    for _ in range(KILLS):
        process = start(office.folder, "runs", str(papers), str(SIZE), "0")
        kill_after(process, chance.randrange(2), chance.uniform(0, LONGEST))
    last = start(office.folder, "runs", str(papers), str(SIZE), "0")
    told = [json.loads(line) for line in last.communicate().splitlines()]
    assert last.returncode == 0
    came_out = [
        number for file in papers.iterdir() for number in _counted(file.read_bytes())
    ]
    assert Counter(came_out) == Counter(waiting)
    assert see_queue(desks_of(office.open).clerk).jobs == ()
    peaks = [int(peak) for _, _, peak in told]
    assert peaks[-1] <= peaks[min(1, len(peaks) - 1)] * ALLOWANCE
    print(json.dumps({"queue": QUEUE, "kills": KILLS, "peaks": peaks}))  # noqa: T201 - the long form tells its figures


def _issued(desks: Desks) -> list[CertificateNumber]:
    """Issue one certificate, and as many that say the same as the queue is long."""
    *_, (number, paper) = (
        (one.registration, one.paper)
        for one in day(desks, start=0, count=1)
        if one.act == ISSUED
    )
    desk, numbers = desks.supervisor, []
    like = None
    for at in range(0, QUEUE, AT_ONCE):
        with desk.transaction() as register:
            like = like or register.certificate(CertificateNumber(paper)).certificate
            registration = register.registration(RegistrationNumber(number))
            numbers += [
                issue_like(desk, register, registration, like).certificate.number
                for _ in range(min(AT_ONCE, QUEUE - at))
            ]
    return numbers


def _counted(pdf: bytes) -> list[str]:
    """Return the numbers of the certificates in a run, each by its own back."""
    return _BACK.findall(" ".join(spoken_pages(pdf)))
