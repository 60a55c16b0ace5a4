"""Print runs: one merged file, read back, sorted, counted; none lost and none doubled.

A run is marked as gone out before it is drawn. Whatever stops it then, the same run is
drawn again by `redraw`, the same bytes for the same certificates.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from amnesty.domain.event import Verb
from amnesty.domain.printing import PrintJob, PrintQueue, PrintState
from amnesty.domain.staff import Act, Compartment, require
from amnesty.errors import PaperError
from amnesty.errors.printing import (
    NothingWaitsError,
    QueueUnreadableError,
    RunNotClosedError,
)
from amnesty.errors.rules import CardHasNoPageError, CertificateNotActiveError
from amnesty.papers.design import Page
from amnesty.papers.run import Printed, draw_run
from amnesty.repeating import repeated
from amnesty.services.drawing import signed_page
from amnesty.services.issuing import STANDING
from amnesty.services.lettering import plain_letter
from amnesty.services.reading_back import require_all

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from amnesty.domain.identifiers import CertificateNumber
    from amnesty.domain.issued import IssuedCertificate
    from amnesty.papers.letter import Letter
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk

MOST: Final = 500
"""Certificates in one run: what a paper tray holds, and what memory need hold."""
_QUEUE: Final = "print queue"
_AT_ONCE: Final = 25
"""How many are read from the register at a time, so that nobody else waits long."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run as it goes to the printer."""

    number: int
    pdf: bytes
    jobs: tuple[PrintJob, ...]
    held: tuple[tuple[PrintJob, str], ...]
    """What was set aside, and why."""


def queue_of(register: Transaction) -> PrintQueue:
    """Return the print queue.

    Raises:
        QueueUnreadableError: it is not one that this version wrote.
    """
    kept = register.secrets(Compartment.GROWING).get(_QUEUE)
    if kept is None:
        return PrintQueue()
    try:
        loaded: dict[str, Any] = json.loads(kept)
        jobs = tuple(
            PrintJob(**{**one, "state": PrintState(one["state"])})
            for one in loaded.pop("jobs")
        )
        return PrintQueue(jobs=jobs, **loaded)
    except (ValueError, TypeError, KeyError):
        raise QueueUnreadableError from None


def _keep(register: Transaction, queue: PrintQueue) -> None:
    data = asdict(queue)
    for one in data["jobs"]:
        one["state"] = one["state"].value
    written = json.dumps(data, separators=(",", ":")).encode()
    register.keep_secret(Compartment.GROWING, _QUEUE, written)


@repeated
def see_queue(desk: Desk) -> PrintQueue:
    """Return the print queue, and write down that it was looked at."""
    require(desk.member, Act.PRINT)
    with desk.transaction() as register:
        queue = queue_of(register)
        register.append(desk.note(Verb.CONSULTATION, Act.PRINT, what="queue"))
    return queue


@repeated
def queue_prints(
    desk: Desk, numbers: Sequence[CertificateNumber], reason: str
) -> PrintQueue:
    """Put certificates that stand into the queue: all of them, or none.

    Raises:
        NoSuchCertificateError: there is none with a number.
        CertificateNotActiveError: one does not stand any more.
        CardHasNoPageError: one is a card.
        WaitsAlreadyError: one waits already.
    """
    require(desk.member, Act.PRINT)
    with desk.transaction() as register:
        queue = queue_of(register)
        for number in numbers:
            issued = _standing(register, number)
            queue = queue.with_job(number, reason)
            if issued.prints:
                *others, job = queue.jobs
                queue = replace(queue, jobs=(*others, replace(job, copy=issued.prints)))
            register.append(
                desk.note(
                    Verb.ALTERATION, Act.PRINT, issued.registration, queued=reason
                )
            )
        _keep(register, queue)
    return queue


def _standing(register: Transaction, number: CertificateNumber) -> IssuedCertificate:
    issued = register.certificate(number)
    if issued.certificate.place is None:
        raise CardHasNoPageError(number)
    if issued.status not in STANDING:
        status = issued.status.name.lower().replace("_", " ")
        raise CertificateNotActiveError(number, status)
    return issued


def start_run(
    desk: Desk, *, most: int = MOST, step: Callable[[int, int], None] | None = None
) -> Run:
    """Send the next run: what waits, sorted, as one file that was read back.

    Raises:
        NothingWaitsError: there is nothing to print.
        RunNotClosedError: a run is at the printer.
    """
    return redraw(desk, _take(desk, most), step=step)


@repeated
def _take(desk: Desk, most: int) -> int:
    """Mark the next waiting prints as gone out, and return the number of their run."""
    require(desk.member, Act.PRINT)
    with desk.transaction() as register:
        queue = queue_of(register)
        for job in queue.jobs:
            if job.state is PrintState.SENT:
                raise RunNotClosedError(job.run)
        waiting = [job for job in queue.jobs if job.state is PrintState.WAITING]
        if not waiting:
            raise NothingWaitsError
        run = queue.next_run
        taken = waiting[:most]
        for job in taken:
            issued = register.certificate(job.number)
            prints = register.count_print(job.number)
            register.append(
                desk.note(
                    Verb.DISCLOSURE,
                    Act.PRINT,
                    issued.registration,
                    print=str(prints),
                    run=str(run),
                    serial=str(job.serial),
                )
            )
        _keep(register, queue.taken(taken))
    return run


def redraw(
    desk: Desk,
    run: int,
    *,
    after: int = 0,
    step: Callable[[int, int], None] | None = None,
) -> Run:
    """Draw a run that went out, once more: the same pages for the same certificates.

    Args:
        desk: Who prints.
        run: The number of the run.
        after: The serial number of the last print that came out before a jam.
        step: What is told how many of how many are read back.

    Raises:
        NoSuchRunError: nothing that is still open went out in it.
    """
    require(desk.member, Act.PRINT)
    queue = see_queue(desk)
    jobs = [job for job in queue.of_run(run) if job.state is PrintState.SENT]
    ready, held = _pages(desk, jobs)
    ready.sort(key=lambda one: one.order)
    came_out = [one.job.serial for one in ready]
    if after in came_out:
        ready = ready[came_out.index(after) + 1 :]
    with desk.transaction() as register:
        counted = plain_letter(desk, register, "count")
        register.append(desk.note(Verb.CONSULTATION, Act.PRINT, what="count sheet"))
    printed = [Printed(serial=one.job.serial, page=one.page) for one in ready]
    drawn = draw_run(_count_sheet(counted, printed, run), printed)
    require_all(
        drawn.pdf,
        [(one.page, one.code) for one in ready],
        first=drawn.first_page,
        step=step,
    )
    for job, _ in held:
        _hold(desk, job)
    return Run(
        number=run,
        pdf=drawn.pdf,
        jobs=tuple(one.job for one in ready),
        held=tuple(held),
    )


@dataclass(frozen=True, kw_only=True)
class _Ready:
    """One certificate of a run, ready to be drawn."""

    job: PrintJob
    page: Page
    code: str

    @property
    def order(self) -> tuple[str, str]:
        """By where it goes: the last words of the address, its postcode."""
        address = self.page.facts.address
        return address.rpartition(", ")[2], self.job.number


def _pages(
    desk: Desk, jobs: list[PrintJob]
) -> tuple[list[_Ready], list[tuple[PrintJob, str]]]:
    ready: list[_Ready] = []
    held: list[tuple[PrintJob, str]] = []
    for at in range(0, len(jobs), _AT_ONCE):
        with desk.transaction() as register:
            for job in jobs[at : at + _AT_ONCE]:
                token = register.certificate(job.number).token
                try:
                    page, code = signed_page(
                        register, token, house=desk.house, copy=job.copy or None
                    )
                except PaperError as error:
                    held.append((job, str(error)))
                    continue
                ready.append(_Ready(job=job, page=page, code=code))
            register.append(desk.note(Verb.CONSULTATION, Act.PRINT, what="run"))
    return ready, held


def _count_sheet(letter: Letter, printed: list[Printed], run: int) -> Letter:
    rows = [f"{one.serial}: {one.page.facts.number}" for one in printed]
    lists = [tuple(rows[at : at + SHEET]) for at in range(0, len(rows), SHEET)]
    count = str(len(printed))
    return replace(
        letter,
        values={"certificates": count, "sheets": count, "run": str(run)},
        details=tuple(("certificate", one) for one in lists),
    )


SHEET: Final = 25
"""Rows of the count sheet that stay together."""


@repeated
def _hold(desk: Desk, job: PrintJob) -> None:
    with desk.transaction() as register:
        _keep(register, queue_of(register).held(job.serial))
        register.append(desk.note(Verb.ALTERATION, Act.PRINT, held=str(job.serial)))


@repeated
def close_run(desk: Desk, run: int) -> int:
    """Write down that a run came out whole, and return how many certificates it had.

    Raises:
        NoSuchRunError: nothing that is still open went out in it.
    """
    require(desk.member, Act.PRINT)
    with desk.transaction() as register:
        queue = queue_of(register)
        count = len(queue.of_run(run))
        _keep(register, queue.printed(run))
        register.append(desk.note(Verb.ALTERATION, Act.PRINT, printed=str(run)))
    return count


@repeated
def spoil(desk: Desk, serial: int) -> PrintJob:
    """Write down that a print came out unfit; a duplicate of it waits.

    Raises:
        NoSuchPrintError: no open print has this serial number.
        NotSentError: it has not gone out.
    """
    require(desk.member, Act.PRINT)
    with desk.transaction() as register:
        queue, anew = queue_of(register).spoiled(serial)
        _keep(register, queue)
        owner = register.certificate(anew.number).registration
        register.append(
            desk.note(Verb.ALTERATION, Act.PRINT, owner, spoiled=str(serial))
        )
    return anew
