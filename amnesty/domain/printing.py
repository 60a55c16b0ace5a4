"""The print queue: what waits for paper, what went to a printer, and what came out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from amnesty.domain.identifiers import CertificateNumber
from amnesty.errors.printing import (
    NoSuchPrintError,
    NoSuchRunError,
    NotSentError,
    WaitsAlreadyError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class PrintState(Enum):
    """How far one print has come."""

    WAITING = "waiting"
    SENT = "sent"
    """Drawn, read back and handed to the printer; nobody has said that it came out."""
    PRINTED = "printed"
    SPOILED = "spoiled"
    """Came out unfit: another print took its place."""
    HELD = "held"
    """Could not be drawn truly: nothing of it was handed out."""


@dataclass(frozen=True, kw_only=True)
class PrintJob:
    """One print of one certificate."""

    serial: int
    """Counted from 1, never used twice."""
    number: CertificateNumber
    reason: str
    """Why it is printed, as the clerk says it."""
    state: PrintState = PrintState.WAITING
    run: int = 0
    """The run it went out in; 0 while it waits."""
    copy: int = 0
    """The number of a duplicate; 0 for what is printed first."""


@dataclass(frozen=True, kw_only=True)
class PrintQueue:
    """All prints that are waiting, or went out and are not closed yet."""

    jobs: tuple[PrintJob, ...] = ()
    next_serial: int = 1
    next_run: int = 1

    def of_run(self, run: int) -> tuple[PrintJob, ...]:
        """Return what went out in a run, in its order.

        Raises:
            NoSuchRunError: nothing that is still open did.
        """
        found = tuple(job for job in self.jobs if job.run == run)
        if not found:
            raise NoSuchRunError(run)
        return found

    def with_jobs(
        self, reason: str, *prints: tuple[CertificateNumber, int]
    ) -> PrintQueue:
        """Return the queue with more prints waiting.

        Args:
            reason: why they are printed.
            prints: each certificate, and the number of the duplicate that it is; 0 for
                what is printed first.

        Raises:
            WaitsAlreadyError: a certificate waits already, or is at the printer.
        """
        is_open = {PrintState.WAITING, PrintState.SENT}
        waits = {job.number: job.serial for job in self.jobs if job.state in is_open}
        jobs = list(self.jobs)
        for serial, (number, copy) in enumerate(prints, start=self.next_serial):
            if number in waits:
                raise WaitsAlreadyError(number, waits[number])
            waits[number] = serial
            jobs.append(
                PrintJob(serial=serial, number=number, reason=reason, copy=copy)
            )
        return replace(
            self, jobs=tuple(jobs), next_serial=self.next_serial + len(prints)
        )

    def taken(self, jobs: Iterable[PrintJob]) -> PrintQueue:
        """Return the queue with waiting prints gone out in the next run."""
        sent = {
            job.serial: replace(job, state=PrintState.SENT, run=self.next_run)
            for job in jobs
        }
        return replace(
            self,
            jobs=tuple(sent.get(job.serial, job) for job in self.jobs),
            next_run=self.next_run + 1,
        )

    def printed(self, run: int) -> PrintQueue:
        """Return the queue without a run that came out; what is held stays.

        Raises:
            NoSuchRunError: nothing that is still open went out in it.
        """
        self.of_run(run)
        return self._changed(
            lambda job: job.run == run and job.state is PrintState.SENT, None
        )

    def spoiled(self, serial: int) -> tuple[PrintQueue, PrintJob]:
        """Return the queue with a spoiled print waiting anew, and that print.

        Raises:
            NoSuchPrintError: no open print has this serial number.
            NotSentError: it has not gone out.
        """
        found = next((job for job in self.jobs if job.serial == serial), None)
        if found is None:
            raise NoSuchPrintError(serial)
        if found.state is not PrintState.SENT:
            raise NotSentError(serial, found.state.value)
        without = self._changed(lambda job: job.serial == serial, None)
        anew = PrintJob(
            serial=self.next_serial,
            number=found.number,
            reason=f"spoiled: {serial}",
            copy=found.copy + 1,
        )
        return (
            replace(
                without, jobs=(*without.jobs, anew), next_serial=self.next_serial + 1
            ),
            anew,
        )

    def held(self, serial: int) -> PrintQueue:
        """Return the queue with a print that could not be drawn truly set aside."""
        return self._changed(lambda job: job.serial == serial, PrintState.HELD)

    def _changed(
        self, which: Callable[[PrintJob], bool], state: PrintState | None
    ) -> PrintQueue:
        """Return the queue with some prints in another state, or gone."""
        jobs = []
        for job in self.jobs:
            if not which(job):
                jobs.append(job)
            elif state is not None:
                jobs.append(replace(job, state=state))
        return replace(self, jobs=tuple(jobs))
