"""A process of its own that works at a register, and tells each act once it is kept.

Run with the register's folder, what to do, a clerk, and where to start and how much.
"""

from __future__ import annotations

import json
import os
import resource
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url

from amnesty.cli.output import write_file
from amnesty.domain.identifiers import RegistrationNumber
from amnesty.domain.printing import PrintState
from amnesty.errors import StoreError
from amnesty.errors.printing import NothingWaitsError
from amnesty.services.papers.issuing import issue_certificate
from amnesty.services.papers.print_queue import close_run, see_queue
from amnesty.services.papers.print_runs import redraw, start_run
from amnesty.services.papers.reissuing import print_again
from db.register import open_register
from db.rewrapping import rewrap
from db.rotating import key_status, retire, rotate
from db.upkeep.moving import Mover, move_to_file, move_to_server
from db.upkeep.upgrading import upgrade_register
from tests.faults.trials.work import (
    ISSUED,
    PRINTED,
    REGISTERED,
    TickingClock,
    day,
    desks_of,
)
from tests.store.office import CHEAP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.register import SqlRegister

_WAIT = 120.0
ROTATED, RETIRED, UPGRADED, FULL = "rotated", "retired", "upgraded", "full"
MOVED, WRITTEN = "moved", "written"


def main(*given: str) -> None:
    """Do it, and print a line for each act."""
    folder, what, clerk, start, count = given
    tasks = {
        "desk": lambda: _desk(Path(folder), clerk, int(start), int(count)),
        "keys": lambda: _keys(Path(folder), int(count), start),
        "upgrade": lambda: _upgrade(Path(folder)),
        "full": lambda: _until_full(Path(folder), clerk, int(start), int(count)),
        "papers": lambda: _papers(Path(folder), Path(clerk), start),
        "runs": lambda: _runs(Path(folder), Path(clerk), int(start)),
        "move": lambda: _move(Path(folder), to=clerk, address=start),
        "careless": lambda: _careless(Path(folder), clerk),
    }
    for line in tasks[what]():
        print(json.dumps(line), flush=True)  # noqa: T201 - how an act is acknowledged


def _open(folder: Path, name: str) -> SqlRegister:
    passphrase = f"made-up passphrase of {name}"
    return open_register(folder, name, passphrase, cost=CHEAP, wait=_WAIT)


def _desk(folder: Path, clerk: str, start: int, count: int) -> Iterator[list[str]]:
    desks = desks_of(lambda name: _open(folder, name), clerk)
    for done in day(desks, start=start, count=count, issue_every=2):
        yield [done.act, done.registration, done.paper]


def _keys(folder: Path, count: int, others: str) -> Iterator[list[str]]:
    """Finish what may have been left, and rotate again and again.

    While others have the register open its file keeps its key, and none is retired.
    """
    clock = TickingClock()
    with_keys = _open(folder, "idris")
    for _ in range(count):
        if len(key_status(with_keys).epochs) == 1:
            yield [ROTATED, str(rotate(with_keys, clock=clock).epoch), ""]
        rewrap(with_keys, clock=clock)
        if others == "others":
            continue
        with_keys.give_newest_key()
        yield [RETIRED, str(retire(with_keys, clock=clock)), ""]


def _upgrade(folder: Path) -> Iterator[list[str]]:
    yield ["ready", "", ""]
    upgrade_register(
        folder, "idris", "made-up passphrase of idris", clock=TickingClock()
    )
    yield [UPGRADED, "", ""]


def _papers(folder: Path, papers: Path, numbers: str) -> Iterator[list[str]]:
    """Print a certificate for each of some registrations, and each again."""
    supervisor = desks_of(lambda name: _open(folder, name)).supervisor
    for number in map(RegistrationNumber, numbers.split(",")):
        paper = issue_certificate(supervisor, number)
        issued = paper.issued.certificate.number
        yield [ISSUED, number, issued]
        write_file(papers / f"{issued}.pdf", paper.pdf)
        yield [WRITTEN, number, issued]
        again = print_again(supervisor, issued)
        write_file(papers / f"{issued}.pdf", again.pdf)
        yield [PRINTED, number, issued]


def _runs(folder: Path, papers: Path, most: int) -> Iterator[list[str]]:
    """Print what waits in runs, and first what went out and was not closed."""
    clerk = desks_of(lambda name: _open(folder, name)).clerk
    while True:
        jobs = see_queue(clerk).jobs
        left = [job.run for job in jobs if job.state is PrintState.SENT]
        try:
            run = redraw(clerk, left[0]) if left else start_run(clerk, most=most)
        except NothingWaitsError:
            return
        write_file(papers / f"{run.number}.pdf", run.pdf)
        close_run(clerk, run.number)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        yield [PRINTED, str(run.number), str(peak)]


def _move(folder: Path, *, to: str, address: str) -> Iterator[list[str]]:
    """Move the register to a server or to a file."""
    mover = Mover(
        name="idris",
        passphrase="made-up passphrase of idris",
        clock=TickingClock(),
        chance=os.urandom,
    )
    yield ["ready", "", ""]
    {"server": move_to_server, "file": move_to_file}[to](
        folder, mover, make_url(address)
    )
    yield [MOVED, "", ""]


def _until_full(folder: Path, clerk: str, start: int, room: int) -> Iterator[list[str]]:
    """Work on a disk with so many bytes of room for any file, until one is full."""
    largest = max(file.stat().st_size for file in folder.iterdir())
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    work = _desk(folder, clerk, start, 50)
    yield next(work)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + room, hard))
    try:
        yield from work
    except StoreError as error:
        yield [FULL, type(error).__name__, str(error)]


def _careless(folder: Path, clerk: str) -> Iterator[list[str]]:
    """The control: acknowledge a registration before it is kept, and be slow."""
    desks = desks_of(lambda name: _open(folder, name), clerk)
    drafts = day(desks, start=900, count=1)
    register = desks.clerk.register
    with register.transaction() as transaction:
        transaction.accounts()
        yield [REGISTERED, "R-0000-0000-0000", ""]
        signal.pause()
        next(drafts)
