"""`amnesty keys`: rotate the register's keys, and see who holds them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import A_FILE, JobGroup
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.progress import progress
from amnesty.cli.session import Session, read_passphrase, takes_session
from amnesty.cli.upkeep.recover import shares
from amnesty.domain.dates import in_words
from amnesty.domain.london import london_day
from amnesty.errors.register import RowsNotMovedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from db.keyring.passphrases import Secrets
    from db.register import SqlRegister


@click.group(cls=JobGroup)
def keys() -> None:
    """Rotate the register's keys, and see who holds them."""


keys.add_command(shares)


@keys.command()
@takes_session
@as_json_option
def status(session: Session, *, as_json: bool) -> None:
    """Show who holds keys, and whether a rotation is unfinished."""
    from db.rotating import key_status

    with _store(session) as register:
        found = key_status(register)
    tried = found.tried_at
    if as_json:
        print_json(
            {
                "epochs": list(found.epochs),
                "behind": found.behind,
                "file_epoch": found.file_epoch,
                "holders": list(found.holders),
                "may_retire": found.may_retire,
                "drilled_at": tried and tried.isoformat(),
            }
        )
        return
    newest, *before = found.epochs
    lines = [f"Everything new is sealed with the keys of epoch {newest}."]
    if before:
        lines += [
            (
                f"Those of epoch {before[0]} still stand: {found.behind} rows, and the "
                f"file by the key of epoch {found.file_epoch}."
            ),
            "Next: amnesty keys retire"
            if found.may_retire
            else "Next: amnesty keys rewrap",
        ]
    print_lines(
        *lines,
        f"Keys are held by: {', '.join(found.holders)}",
        "No way to recover was ever tried: amnesty recover --drill"
        if tried is None
        else f"A way to recover was last tried on {in_words(london_day(tried))}.",
    )


@keys.command()
@takes_session
@as_json_option
def rotate(session: Session, *, as_json: bool) -> None:
    """Make new keys, seal them to who is granted, and move everything to them.

    Others may work meanwhile. Do it once a month, and whenever somebody leaves.
    """
    from db.rotating import rotate as begin

    with _store(session) as register:
        done = begin(register, clock=SystemClock())
        moved, file_moved = _moved(register)
    if as_json:
        print_json(
            {
                "epoch": done.epoch,
                "sealed_to": list(done.sealed_to),
                "forged": list(done.forged),
                "moved": moved,
                "file_moved": file_moved,
            }
        )
        return
    print_lines(
        f"The keys are now of epoch {done.epoch}, held by: {', '.join(done.sealed_to)}",
        *(
            f"The grant of {name} does not hold: no key was sealed to that account. "
            "Somebody may have changed the staff table."
            for name in done.forged
        ),
        *_lines(moved, file_moved=file_moved),
    )


@keys.command()
@takes_session
@as_json_option
def rewrap(session: Session, *, as_json: bool) -> None:
    """Go on with a rotation that was stopped: move what is left to the new keys."""
    with _store(session) as register:
        moved, file_moved = _moved(register)
    if as_json:
        print_json({"moved": moved, "file_moved": file_moved})
        return
    print_lines(*_lines(moved, file_moved=file_moved))


@keys.command()
@takes_session
@as_json_option
def retire(session: Session, *, as_json: bool) -> None:
    """Destroy the keys from before the last rotation.

    Backups made under them can then be read by nobody: make a new one first.
    """
    from db.rotating import retire as destroy

    with _store(session) as register:
        epoch = destroy(register, clock=SystemClock())
    if as_json:
        print_json({"retired": epoch})
        return
    print_lines(
        f"The keys of epoch {epoch} are destroyed here. Backups made under them are "
        "unreadable,",
        "unless somebody kept an old keys.json or recovery.json: delete those copies.",
    )


@keys.command()
@takes_session
@click.argument("account")
@as_json_option
def remove(session: Session, account: str, *, as_json: bool) -> None:
    """Take the keys of ACCOUNT away for ever, because its owner leaves."""
    from amnesty.services.authority.staffing import remove_account

    with session.desk() as desk:
        name = remove_account(desk, account).member.name
    if as_json:
        print_json({"removed": name})
        return
    print_lines(
        f"{name} opens nothing here any more.",
        "Whoever held keys may have copied them, so make new ones: amnesty keys rotate",
    )


@keys.command()
@takes_session
@click.option(
    "--new-passphrase-fd",
    type=int,
    metavar="N",
    help="Read the new passphrase from this file descriptor.",
)
@click.option(
    "--new-key-file",
    type=A_FILE,
    help="Write a new key file here; both are needed from then on.",
)
@as_json_option
def passphrase(
    session: Session,
    *,
    new_passphrase_fd: int | None,
    new_key_file: Path | None,
    as_json: bool,
) -> None:
    """Change your own passphrase, and with --new-key-file ask for a key file too.

    Without --new-key-file the account opens with the new passphrase alone.
    """
    from db.changing_secrets import change_secrets
    from db.keyring.passphrases import Secrets, require_passphrase
    from db.keyring.second_secret import new_key_file as write_key_file

    name = session.account()
    now = Secrets(passphrase=session.passphrase(name), key_file=session.second_secret())
    with _store(session, name, now) as register:
        typed = read_passphrase(
            f"New passphrase of {name}",
            fd=new_passphrase_fd,
            confirm=True,
            options="--new-passphrase-fd N",
        )
        require_passphrase(typed)
        second = write_key_file(new_key_file, os.urandom) if new_key_file else None
        new = Secrets(passphrase=typed, key_file=second)
        change_secrets(register, now, new, clock=SystemClock())
    if as_json:
        print_json({"account": name, "key_file": second is not None})
        return
    print_lines(
        f"The passphrase of {name} is changed.",
        *(
            [
                (
                    f"From now on the key file {new_key_file} is needed too. "
                    "Keep a copy apart from this machine."
                )
            ]
            if second
            else []
        ),
    )


@contextmanager
def _store(
    session: Session, name: str | None = None, secrets: Secrets | None = None
) -> Iterator[SqlRegister]:
    """Lend the store of the register, as the session's user has it open."""
    from amnesty.cli.door import come_in
    from amnesty.cli.wiring import store_of

    if name is None or secrets is None:
        with session.desk() as desk:
            yield store_of(desk)
        return
    desk, _ = come_in(
        session.directory,
        name,
        secrets.passphrase,
        key_file=secrets.key_file,
        code=session.code,
        to_change=True,
    )
    try:
        with desk.refusals_logged("command"):
            yield store_of(desk)
    finally:
        desk.register.close()


def _moved(register: SqlRegister) -> tuple[int, bool]:
    """Move everything to the newest keys; return how many rows, and if the file too."""
    from db.rewrapping import rewrap as move

    try:
        with progress("Moving rows to the new keys") as step:
            moved = move(register, clock=SystemClock(), step=step)
    except RowsNotMovedError:
        register.give_newest_key()
        raise
    return moved, register.give_newest_key()


def _lines(moved: int, *, file_moved: bool) -> list[str]:
    return [
        f"{moved} rows were moved to the new keys.",
        *(
            [
                "Make a backup, then destroy the keys from before: amnesty keys retire",
            ]
            if file_moved
            else [
                (
                    "The file itself keeps its key, because somebody else has it open. "
                    "When they have"
                ),
                "signed out, run: amnesty keys rewrap",
            ]
        ),
    ]
