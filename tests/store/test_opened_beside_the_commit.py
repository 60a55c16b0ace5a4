"""What was read is opened while its event reaches the disk, and shown after that."""

from __future__ import annotations

import os
from threading import Event as Flag
from threading import current_thread
from typing import TYPE_CHECKING

import pytest

from amnesty.errors.register import DiskFailedError, RegisterDamagedError
from amnesty.services.desk import Desk
from amnesty.services.registrations.searching import open_record
from tests.faults.trials.work import TickingClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister

PATIENCE = 30
"""Seconds after which a test takes it that nothing will come."""


def test_work_is_done_while_the_commit_waits(
    clerk: SqlRegister, log: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit that waits for the work would never end if the work came after it."""
    done = Flag()
    dialect = clerk.opened()[0].dialect
    commit = dialect.do_commit

    def waiting(connection: object) -> None:
        assert done.wait(PATIENCE)
        commit(connection)  # type: ignore[arg-type] # as it was given

    monkeypatch.setattr(dialect, "do_commit", waiting)
    with clerk.transaction() as transaction:
        log(transaction)
        result = transaction.meanwhile(lambda: (done.set(), current_thread().name)[1])
        assert not done.is_set()
    assert result.result(timeout=0) != current_thread().name


def test_nothing_is_shown_whose_event_was_not_kept(
    clerk: SqlRegister,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A record is opened by then, and nobody has it."""
    kept = keep(person("Ada Lord"))
    desk = Desk(register=clerk, clock=TickingClock(), chance=os.urandom)

    def failing(_connection: object) -> None:
        raise DiskFailedError

    monkeypatch.setattr(clerk.opened()[0].dialect, "do_commit", failing)
    with pytest.raises(DiskFailedError):
        open_record(desk, kept.number)


def test_what_cannot_be_opened_is_told_and_the_look_is_logged(
    clerk: SqlRegister, log: Callable[..., None]
) -> None:
    """Who tried to look is in the log, even where nothing could be shown."""

    def damaged() -> None:
        raise RegisterDamagedError("act")

    with clerk.transaction() as transaction:
        log(transaction)
        result = transaction.meanwhile(damaged)
    with pytest.raises(RegisterDamagedError):
        result.result(timeout=0)
    with clerk.transaction() as after:
        log(after)
    assert transaction.written is not None
    assert after.written is not None
    assert after.written[0] == transaction.written[0] + 1


def test_a_closed_register_leaves_no_thread(
    clerk: SqlRegister, log: Callable[..., None]
) -> None:
    """The thread ends with the keys that it worked with."""
    with clerk.transaction() as transaction:
        log(transaction)
        thread = transaction.meanwhile(current_thread)
    assert thread.result(timeout=0).is_alive()
    clerk.close()
    assert not thread.result(timeout=0).is_alive()
