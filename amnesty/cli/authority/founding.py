"""Making a register with its keys: all of it and told, or nothing is left behind."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from amnesty.cli.clock import SystemClock
from amnesty.cli.output import write_file
from amnesty.domain.agreement import Agreement
from amnesty.domain.authority import Authority
from amnesty.domain.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.services.trust.signing import Founding

ROOTS_FILE, SPARE_ROOT_FILE = "roots.cbor", "spare-root.pem"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be made, and where."""

    directory: Path
    """The register's folder."""
    folder: Path
    """Where the roots and the spare root go."""
    authority: Authority
    policy: Policy
    agreements: tuple[Agreement, ...]
    database: str | None
    """The address of a PostgreSQL database; None for a file in the folder."""
    administrator: tuple[str, str]
    """Account name and passphrase."""
    supervisor: tuple[str, str]

    @property
    def roots(self) -> Path:
        """Both roots' public keys, for every verifier."""
        return self.folder / ROOTS_FILE

    @property
    def spare_root(self) -> Path:
        """The spare root's private key, sealed with the recovery code."""
        return self.folder / SPARE_ROOT_FILE


@dataclass(frozen=True, kw_only=True)
class Founded:
    """What is told once."""

    recovery_code: str
    fingerprint: str


@contextmanager
def founded(plan: Plan) -> Iterator[Founded]:
    """Make a register and its keys, and lend what has to be told of it.

    If anything fails before the end of the block, the telling included, the register
    is taken away again: without its recovery code it would be half a register.

    Raises:
        StoreError: the folder cannot hold a register, or holds one.
        FileNotWrittenError: the roots cannot be written.
    """
    from db.engines.address import parse_server_url
    from db.register import create_register

    was_there = plan.directory.exists()
    created = create_register(
        plan.directory,
        authority=plan.authority,
        agreements=plan.agreements,
        policy=plan.policy,
        administrator=plan.administrator,
        supervisor=plan.supervisor,
        clock=SystemClock(),
        chance=os.urandom,
        database=None if plan.database is None else parse_server_url(plan.database),
    )
    try:
        founding = _signing_keys(plan)
        _write_keys(plan, founding, created.recovery_code)
        yield Founded(
            recovery_code=created.recovery_code, fingerprint=founding.fingerprint
        )
    except BaseException:
        _undo(plan, was_there=was_there)
        raise


def _signing_keys(plan: Plan) -> Founding:
    from amnesty.cli.wiring import open_desk
    from amnesty.services.trust.signing import make_signing_keys

    desk = open_desk(plan.directory, *plan.supervisor)
    try:
        return make_signing_keys(desk)
    finally:
        desk.register.close()


def _write_keys(plan: Plan, founding: Founding, recovery_code: str) -> None:
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_der_private_key(founding.spare_root, password=None)
    sealed = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(recovery_code.encode()),
    )
    write_file(plan.spare_root, sealed)
    write_file(plan.roots, founding.roots_file, mode=0o644)


def _undo(plan: Plan, *, was_there: bool) -> None:
    """Take away what was made just now, and the folder if it was made for it."""
    from db.engines.server import SERVER_FILE
    from db.folder import DATABASE, KEY_FILE, RECOVERY_FILE

    database = [f"{DATABASE}{ending}" for ending in ("", "-wal", "-shm", "-journal")]
    if plan.database is not None:
        from db.engines.server_making import leave_server

        leave_server(plan.directory, plan.database)
    for name in (*database, SERVER_FILE, KEY_FILE, RECOVERY_FILE):
        with suppress(OSError):
            (plan.directory / name).unlink(missing_ok=True)
    for path in (plan.roots, plan.spare_root):
        with suppress(OSError):
            path.unlink(missing_ok=True)
    if not was_there:
        with suppress(OSError):
            plan.directory.rmdir()
