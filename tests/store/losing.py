"""Loses what a server would have said: connections die, and servers are not found."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from enum import Enum
from typing import TYPE_CHECKING

from amnesty.services.desk import Desk
from tests.faults.trials.work import TickingClock
from tests.store.postgres import PORT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

    from db.register import SqlRegister
    from tests.store.postgres import Postgres


class Lost(Enum):
    """When a connection dies."""

    BEFORE = "before the server is told to commit"
    AFTER = "after it committed, before it said so"


def lose_next_commit(
    patch: pytest.MonkeyPatch,
    postgres: Postgres,
    register: SqlRegister,
    when: Lost,
    *,
    then: Callable[[], object] = lambda: None,
) -> None:
    """Have the server end the connection of a register's next commit, once."""
    dialect = register.opened()[0].dialect
    commit = dialect.do_commit

    def lose(connection: object) -> None:
        patch.setattr(dialect, "do_commit", commit)
        driver = connection.driver_connection  # type: ignore[attr-defined] # a connection of the pool, which has no types
        if when is Lost.AFTER:
            driver.commit()
        postgres.run(f"SELECT pg_terminate_backend({driver.info.backend_pid}, 5000)")
        then()
        driver.execute("COMMIT")

    patch.setattr(dialect, "do_commit", lose)


@contextmanager
def not_found(postgres: Postgres) -> Iterator[None]:
    """Have nobody find the server meanwhile; what is connected stays connected."""
    socket = postgres.folder / f".s.PGSQL.{PORT}"
    hidden = socket.with_suffix(".hidden")
    socket.rename(hidden)
    try:
        yield
    finally:
        hidden.rename(socket)


class Losing:
    """A desk whose next commit loses its connection when told, and waits for nobody."""

    def __init__(
        self, patch: pytest.MonkeyPatch, postgres: Postgres, register: SqlRegister
    ) -> None:
        """Take what is lost, and where."""
        self._patch, self._postgres, self._register = patch, postgres, register
        self._hidden = ExitStack()
        self.waited: list[float] = []
        self.desk = Desk(
            register=register,
            clock=TickingClock(),
            chance=os.urandom,
            pause=self.waited.append,
        )

    def lose(self, when: Lost, *, for_good: bool = False) -> None:
        """Lose the next commit, and the server too where it is for good."""

        def hide() -> None:
            if for_good:
                self._hidden.enter_context(not_found(self._postgres))

        lose_next_commit(self._patch, self._postgres, self._register, when, then=hide)

    def find_again(self) -> None:
        """Have the server found again."""
        self._hidden.close()
