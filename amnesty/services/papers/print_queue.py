"""The print queue: kept sealed, changed with its event, and holding nobody's name."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from amnesty.domain.event import Verb
from amnesty.domain.printing import PrintJob, PrintQueue, PrintState
from amnesty.domain.staff import Act, Compartment, require
from amnesty.errors.printing import QueueUnreadableError
from amnesty.errors.rules import CardHasNoPageError, CertificateNotActiveError
from amnesty.ports.rights import PRINT_QUEUE
from amnesty.repeating import repeated
from amnesty.services.papers.issuing import STANDING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amnesty.domain.identifiers import CertificateNumber
    from amnesty.domain.issued import IssuedCertificate
    from amnesty.ports import Transaction
    from amnesty.services.desk import Desk


def queue_of(register: Transaction) -> PrintQueue:
    """Return the print queue.

    Raises:
        QueueUnreadableError: it is not one that this version wrote.
    """
    kept = register.secrets(Compartment.GROWING).get(PRINT_QUEUE)
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


def keep_queue(register: Transaction, queue: PrintQueue) -> None:
    """Keep the print queue in this transaction."""
    data = asdict(queue)
    for one in data["jobs"]:
        one["state"] = one["state"].value
    written = json.dumps(data, separators=(",", ":")).encode()
    register.keep_secret(Compartment.GROWING, PRINT_QUEUE, written)


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
        every = [standing(register, number) for number in numbers]
        prints = ((one.certificate.number, one.prints) for one in every)
        queue = queue_of(register).with_jobs(reason, *prints)
        for one in every:
            register.append(
                desk.note(Verb.ALTERATION, Act.PRINT, one.registration, queued=reason)
            )
        keep_queue(register, queue)
    return queue


def standing(register: Transaction, number: CertificateNumber) -> IssuedCertificate:
    """Return a certificate that may be printed.

    Raises:
        NoSuchCertificateError: there is none with this number.
        CertificateNotActiveError: it does not stand any more.
        CardHasNoPageError: it is a card.
    """
    issued = register.certificate(number)
    if issued.certificate.place is None:
        raise CardHasNoPageError(number)
    if issued.status not in STANDING:
        status = issued.status.name.lower().replace("_", " ")
        raise CertificateNotActiveError(number, status)
    return issued


@repeated
def hold(desk: Desk, job: PrintJob) -> None:
    """Set aside a print that could not be drawn truly."""
    with desk.transaction() as register:
        keep_queue(register, queue_of(register).held(job.serial))
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
        keep_queue(register, queue.printed(run))
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
        keep_queue(register, queue)
        owner = register.certificate(anew.number).registration
        register.append(
            desk.note(Verb.ALTERATION, Act.PRINT, owner, spoiled=str(serial))
        )
    return anew
