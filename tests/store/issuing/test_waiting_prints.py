"""What becomes of a certificate while its print waits is seen before it is drawn."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.certificate import CertificateStatus
from amnesty.domain.identifiers import CertificateNumber
from amnesty.domain.printing import PrintQueue, PrintState
from amnesty.errors.printing import NothingWaitsError
from amnesty.services.desk import Desk
from amnesty.services.papers.print_queue import keep_queue, queue_of, queue_prints
from amnesty.services.papers.print_runs import start_run
from tests.store.conftest import FixedClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.issued import IssuedCertificate
    from db.register import SqlRegister


@pytest.fixture
def desk(clerk: SqlRegister) -> Desk:
    """Return the desk of a clerk, who prints."""
    return Desk(register=clerk, clock=FixedClock(), chance=os.urandom)


def test_what_ended_while_it_waited_is_not_printed(
    desk: Desk,
    supervisor: SqlRegister,
    issue: Callable[[], IssuedCertificate],
    log: Callable[..., None],
) -> None:
    """It is set aside, with the reason, and nobody is sent it."""
    number = issue().certificate.number
    queue_prints(desk, [number], "letter lost in the post")
    with supervisor.transaction() as register:
        register.set_status(number, CertificateStatus.REVOKED)
        log(register)
    run = start_run(desk)
    assert run.jobs == ()
    [(held, why)] = run.held
    assert held.number == number
    assert "is revoked" in why
    with desk.transaction() as register:
        log(register)
        assert [one.state for one in queue_of(register).jobs] == [PrintState.HELD]


def test_what_was_erased_while_it_waited_stops_no_other_print(
    desk: Desk, log: Callable[..., None]
) -> None:
    """There is nothing to print of it, and no fault either."""
    number = CertificateNumber("C-0000-0000-0000")
    with desk.transaction() as register:
        keep_queue(register, PrintQueue().with_jobs("letter lost", (number, 0)))
        log(register)
    with pytest.raises(NothingWaitsError):
        start_run(desk)
