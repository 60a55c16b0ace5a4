"""A primary with a standby that follows it, to be killed, held back and promoted."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.store.postgres import (
    OWNER,
    PORT,
    Postgres,
    give_away,
    prepared,
    run,
    started,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

_TRIES = 400
_SETTINGS = {
    "log_statement": "none",
    "wal_retrieve_retry_interval": "50ms",
    "fsync": "off",
}
"""What a killed server wrote stays with the operating system, forced out or not."""


@dataclass
class Pair:
    """Two places for servers: one is the primary, the other its standby, or none."""

    programs: Path
    primary: Postgres
    other: Postgres
    """The standby, once one is attached; before, where the next one goes."""
    stack: ExitStack
    processes: dict[Path, subprocess.Popen[bytes]] = field(default_factory=dict)

    def url(self, database: str) -> URL:
        """Return the address of a database, wherever it can be written to."""
        folders = sorted([str(self.primary.folder), str(self.other.folder)])
        named = {"host": ",".join(folders), "port": f"{PORT},{PORT}"}
        return self.primary.url(database).set(query=named)

    def attach(self, *, is_synchronous: bool) -> None:
        """Make a standby of the primary as it is, and wait until it follows."""
        self._wait_for("")
        self._kill(self.other)
        data = self.other.folder / "data"
        shutil.rmtree(data, ignore_errors=True)
        run(
            *(str(self.programs / "pg_basebackup"), "-D", str(data), "-R"),
            *("-h", str(self.primary.folder), "-p", str(PORT), "-U", OWNER),
            *("--no-sync", "--checkpoint=fast"),
            folder=self.other.folder,
            PGPASSWORD=self.primary.password,
        )
        self.start(self.other)
        self._wait_for("*" if is_synchronous else "")
        wanted = [("streaming", "sync" if is_synchronous else "async")]
        self.await_rows("SELECT state, sync_state FROM pg_stat_replication", wanted)

    def _wait_for(self, standbys: str) -> None:
        """Have every commit wait for standbys of these names."""
        self.primary.run(f"ALTER SYSTEM SET synchronous_standby_names = '{standbys}'")
        self.primary.run("SELECT pg_reload_conf()")

    def start(self, server: Postgres) -> None:
        """Start a server on what it keeps."""
        process = started(self.programs, server, **_SETTINGS)
        self.processes[server.folder] = self.stack.enter_context(process)

    def await_rows(self, question: str, wanted: list[tuple[str, ...]]) -> None:
        """Wait until the primary answers a question so."""
        for _ in range(_TRIES):
            rows = self.primary.ask(question)
            if rows == wanted:
                return
            time.sleep(0.02)
        msg = f"{question}: {rows}"
        raise RuntimeError(msg)

    def hold_back(self) -> None:
        """Have the primary send its standby nothing more."""
        os.kill(self._sender(), signal.SIGSTOP)

    def release(self) -> None:
        """Have the primary send its standby what it held back."""
        os.kill(self._sender(), signal.SIGCONT)

    def _sender(self) -> int:
        (row,) = self.primary.ask("SELECT pid FROM pg_stat_replication")
        return int(row[0])

    def crash(self) -> None:
        """Kill the primary, all its processes at one instant, as a power cut does."""
        self._kill(self.primary)

    def _kill(self, server: Postgres) -> None:
        process = self.processes.pop(server.folder, None)
        if process is None:
            return
        os.kill(process.pid, signal.SIGSTOP)
        for pid in [*_children(process.pid), process.pid]:
            os.kill(pid, signal.SIGKILL)
        process.wait()

    def promote(self) -> None:
        """Make the standby the primary; where the old one was, the next one goes."""
        self.other.run("SELECT pg_promote(true, 60)")
        self.primary, self.other = self.other, self.primary


@contextmanager
def pair() -> Iterator[Pair]:
    """Start a primary, with room for a standby beside it."""
    with prepared() as (programs, made), ExitStack() as stack:
        other = made.folder / "other"
        other.mkdir()
        give_away(other)
        servers = Pair(
            programs=programs,
            primary=made,
            other=Postgres(folder=other, password=made.password),
            stack=stack,
        )
        servers.start(made)
        yield servers


def _children(parent: int) -> list[int]:
    """Return the processes that a process began."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = file.read_text(encoding="utf-8")
        except OSError:
            continue
        if int(told.rpartition(")")[2].split()[1]) == parent:
            found.append(int(file.parent.name))
    return found
