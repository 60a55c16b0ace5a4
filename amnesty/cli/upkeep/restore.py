"""`amnesty restore`: puts a backup back, by two people."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import A_FILE, A_FOLDER, job
from amnesty.cli.options import database_option, read_database
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.progress import progress
from amnesty.cli.session import Session, read_passphrase, takes_session
from amnesty.errors.session import FileNotReadableError, OptionMissingError

if TYPE_CHECKING:
    from pathlib import Path

    from db.upkeep.refilling import Restored
    from db.upkeep.restoring import Restorer


@job()
@takes_session
@click.argument("file", type=A_FILE)
@click.option("--second", metavar="NAME", help="Account name of the second person.")
@click.option(
    "--second-passphrase-fd",
    type=int,
    metavar="N",
    help="Read the second person's passphrase from this file descriptor.",
)
@click.option(
    "--keys",
    type=A_FOLDER,
    help="Folder with keys.json and recovery.json, if the register's has none.",
)
@database_option
@click.option("--older", is_flag=True, help="Lose what the backup lacks, knowingly.")
@click.option("--reason", help="Why an older backup is put back; it is logged.")
@as_json_option
def restore(
    session: Session,
    file: Path,
    *,
    second: str | None,
    second_passphrase_fd: int | None,
    keys: Path | None,
    database: str | None,
    older: bool,
    reason: str | None,
    as_json: bool,
) -> None:
    """Put the backup FILE back, as a supervisor and a second person.

    Nobody may have the register open. What was there before is kept: its file, or on
    a server its schema.
    """
    from db.upkeep.restoring import Restorer, restore_backup

    address = read_database(database)
    if older and not (reason or "").strip():
        raise OptionMissingError("--older", "--reason")
    if keys is not None:
        _bring(keys, session.directory)
    first = session.account()
    people = (
        Restorer(name=first, passphrase=session.passphrase(first)),
        _second(second, second_passphrase_fd),
    )
    label = "Restoring rows"
    with progress(label) as step:
        done = restore_backup(
            file,
            session.directory,
            people,
            clock=SystemClock(),
            database=address,
            reason=reason if older else None,
            step=step,
        )
    if as_json:
        print_json(_as_json(done))
        return
    print_lines(*_as_lines(done))


def _second(name: str | None, fd: int | None) -> Restorer:
    from db.upkeep.restoring import Restorer

    if not name:
        raise OptionMissingError("restore", "--second")
    passphrase = read_passphrase(
        f"Passphrase of {name}", fd=fd, options="--second-passphrase-fd N"
    )
    return Restorer(name=name, passphrase=passphrase)


def _bring(keys: Path, directory: Path) -> None:
    """Copy the key files to a register's folder; those that are there stay."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("keys.json", "recovery.json"):
        if (directory / name).exists():
            continue
        try:
            shutil.copyfile(keys / name, directory / name)
            (directory / name).chmod(0o600)
        except OSError as error:
            why = error.strerror or "unknown"
            raise FileNotReadableError(str(keys / name), why) from None


def _as_json(done: Restored) -> dict[str, object]:
    return {
        "made_at": done.backup.made_at,
        "events": done.backup.events,
        "lost": done.lost,
        "kept": None if done.kept is None else str(done.kept),
    }


def _as_lines(done: Restored) -> list[str]:
    rows = done.backup.rows.get("registration", 0)
    lines = [f"Restored: {rows} registrations, {done.backup.events} events."]
    if done.lost:
        lines.append(f"{done.lost} events of the register before are not in it.")
    if done.kept is not None:
        what = "schema" if isinstance(done.kept, str) else "file"
        lines.append(f"The register's {what} as it was: {done.kept}")
    return lines
