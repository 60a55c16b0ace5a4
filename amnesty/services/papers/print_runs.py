"""Print runs: one merged file, read back, sorted, counted; none lost and none doubled.

A run is marked as gone out before it is drawn. Whatever stops it then, the same run is
drawn again by `redraw`, the same bytes for the same certificates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from amnesty.domain.event import Verb
from amnesty.domain.printing import PrintJob, PrintState
from amnesty.domain.staff import Act, require
from amnesty.errors import PaperError
from amnesty.errors.printing import (
    NoSuchPrintError,
    NothingWaitsError,
    RunNotClosedError,
)
from amnesty.errors.rules import CertificateNotActiveError
from amnesty.errors.store import NoSuchCertificateError
from amnesty.papers.design import Page
from amnesty.papers.run import Printed, draw_run
from amnesty.repeating import repeated
from amnesty.services.papers.drawing import signed_page
from amnesty.services.papers.letter_reading import require_letter
from amnesty.services.papers.lettering import plain_letter
from amnesty.services.papers.print_queue import (
    hold,
    keep_queue,
    queue_of,
    see_queue,
    standing,
)
from amnesty.services.papers.reading_back import require_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.papers.letter import Letter
    from amnesty.services.desk import Desk

MOST: Final = 500
"""Certificates in one run: what a paper tray holds, and what memory need hold."""
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
        taken = []
        for job in waiting[:most]:
            try:
                issued = register.certificate(job.number)
            except NoSuchCertificateError:
                # Its record was erased while it waited.
                queue = queue.held(job.serial)
                continue
            taken.append(job)
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
        if not taken:
            raise NothingWaitsError
        keep_queue(register, queue.taken(taken))
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
        NoSuchPrintError: the last print that came out is none of this run.
    """
    queue = see_queue(desk)
    jobs = [job for job in queue.of_run(run) if job.state is PrintState.SENT]
    ready, held = _pages(desk, jobs)
    ready.sort(key=lambda one: one.order)
    came_out = [one.job.serial for one in ready]
    if after:
        if after not in came_out:
            raise NoSuchPrintError(after)
        ready = ready[came_out.index(after) + 1 :]
    printed = [Printed(serial=one.job.serial, page=one.page) for one in ready]
    counted = _count_sheet(_count_letter(desk), printed, run)
    drawn = draw_run(counted, printed)
    require_letter(drawn.pdf, counted)
    require_all(
        drawn.pdf,
        [(one.page, one.code) for one in ready],
        first=drawn.first_page,
        step=step,
    )
    for job, _ in held:
        hold(desk, job)
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
        some_ready, some_held = _some_pages(desk, jobs[at : at + _AT_ONCE])
        ready += some_ready
        held += some_held
    return ready, held


@repeated
def _some_pages(
    desk: Desk, jobs: list[PrintJob]
) -> tuple[list[_Ready], list[tuple[PrintJob, str]]]:
    """Return what some certificates show, and those that cannot be printed.

    One that ended while it waited is of them: nobody is sent what does not hold.
    """
    ready: list[_Ready] = []
    held: list[tuple[PrintJob, str]] = []
    with desk.transaction() as register:
        for job in jobs:
            try:
                issued = standing(register, job.number)
                page, code = signed_page(
                    register, issued, house=desk.house, copy=job.copy or None
                )
            except (PaperError, CertificateNotActiveError) as error:
                held.append((job, str(error)))
                continue
            ready.append(_Ready(job=job, page=page, code=code))
        register.append(desk.note(Verb.CONSULTATION, Act.PRINT, what="run"))
    return ready, held


@repeated
def _count_letter(desk: Desk) -> Letter:
    """Return the count sheet with nothing counted on it yet."""
    with desk.transaction() as register:
        letter = plain_letter(desk, register, "count")
        register.append(desk.note(Verb.CONSULTATION, Act.PRINT, what="count sheet"))
    return letter


def _count_sheet(letter: Letter, printed: list[Printed], run: int) -> Letter:
    rows = [f"{one.serial}: {one.page.facts.number}" for one in printed]
    lists = [tuple(rows[at : at + SHEET]) for at in range(0, len(rows), SHEET)]
    count = str(len(printed))
    return replace(
        letter,
        values={"certificates": count, "sheets": count, "run": str(run)},
        details=tuple(("certificates", one) for one in lists),
    )


SHEET: Final = 42
"""Rows of the count sheet that stay together."""
