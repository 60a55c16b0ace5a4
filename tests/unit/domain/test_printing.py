"""The print queue: each print in one state, none lost and none doubled."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amnesty.domain.identifiers import CertificateNumber
from amnesty.domain.printing import PrintQueue, PrintState
from amnesty.errors.printing import (
    NoSuchPrintError,
    NoSuchRunError,
    NotSentError,
    WaitsAlreadyError,
)

NUMBER = CertificateNumber("C-7KQF-2MXN-9DTB")
OTHER = CertificateNumber("C-2222-2222-2222")


def queue(*numbers: CertificateNumber) -> PrintQueue:
    """Return a queue in which certificates wait."""
    return PrintQueue().with_jobs("first print", *((number, 0) for number in numbers))


def test_a_print_waits_goes_out_and_is_closed() -> None:
    """A run takes what waits, and what came out leaves the queue."""
    waiting = queue(NUMBER, OTHER)
    sent = waiting.taken(waiting.jobs[:1])
    assert [job.state for job in sent.jobs] == [PrintState.SENT, PrintState.WAITING]
    assert [job.serial for job in sent.of_run(1)] == [1]
    assert [job.number for job in sent.printed(1).jobs] == [OTHER]
    assert sent.next_run == 2


def test_a_certificate_does_not_wait_twice() -> None:
    """Neither while it waits nor while it is at the printer."""
    waiting = queue(NUMBER)
    with pytest.raises(WaitsAlreadyError, match="as print 1"):
        waiting.with_jobs("again", (OTHER, 0), (NUMBER, 0))
    with pytest.raises(WaitsAlreadyError, match="as print 1"):
        waiting.taken(waiting.jobs).with_jobs("again", (NUMBER, 0))
    with pytest.raises(WaitsAlreadyError, match="as print 2"):
        waiting.with_jobs("twice at once", (OTHER, 0), (OTHER, 0))


def test_a_duplicate_waits_with_its_number() -> None:
    """The queue goes on from its last serial number, and keeps who waited before."""
    more = queue(NUMBER).with_jobs("letter lost", (OTHER, 2))
    assert [(job.serial, job.copy) for job in more.jobs] == [(1, 0), (2, 2)]
    assert more.next_serial == 3


def test_a_spoiled_print_waits_anew_as_the_next_copy() -> None:
    """It has a serial number of its own, and the old one is gone."""
    waiting = queue(NUMBER)
    after, anew = waiting.taken(waiting.jobs).spoiled(1)
    assert (anew.serial, anew.copy, anew.state) == (2, 1, PrintState.WAITING)
    assert [job.serial for job in after.jobs] == [2]


def test_what_is_not_there_or_not_out_is_refused() -> None:
    """Only what went out can be spoiled or closed."""
    waiting = queue(NUMBER)
    with pytest.raises(NotSentError, match="Print 1 is waiting"):
        waiting.spoiled(1)
    with pytest.raises(NoSuchPrintError):
        waiting.spoiled(2)
    with pytest.raises(NoSuchRunError):
        waiting.printed(1)


@settings(max_examples=100, deadline=None)
@given(
    acts=st.lists(
        st.sampled_from(["queue", "take", "print", "spoil", "hold"]), max_size=40
    )
)
def test_no_serial_is_lost_or_doubled(acts: list[str]) -> None:
    """Whatever happens in whatever order, each serial number is used once."""
    made, count = PrintQueue(), 0
    for act in acts:
        sent = [job for job in made.jobs if job.state is PrintState.SENT]
        waiting = [job for job in made.jobs if job.state is PrintState.WAITING]
        if act == "queue":
            count += 1
            number = CertificateNumber(f"C-{count}")
            made = made.with_jobs("first print", (number, 0))
        elif act == "take" and waiting:
            made = made.taken(waiting[:2])
        elif act == "print" and sent:
            made = made.printed(sent[0].run)
        elif act == "spoil" and sent:
            made, _ = made.spoiled(sent[0].serial)
        elif act == "hold" and sent:
            made = made.held(sent[0].serial)
        serials = [job.serial for job in made.jobs]
        assert len(set(serials)) == len(serials)
        assert all(serial < made.next_serial for serial in serials)
        numbers = [j.number for j in made.jobs if j.state is not PrintState.HELD]
        assert len(set(numbers)) == len(numbers)
