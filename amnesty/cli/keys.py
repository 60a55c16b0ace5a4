"""`amnesty keys`: rotate the register's keys, and see who holds them."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import JobGroup
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import Session, takes_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from db.register import SqlRegister


@click.group(cls=JobGroup)
def keys() -> None:
    """Rotate the register's keys, and see who holds them."""


@keys.command()
@takes_session
@as_json_option
def status(session: Session, *, as_json: bool) -> None:
    """Show who holds keys, and whether a rotation is unfinished."""
    from db.rotating import key_status

    with _store(session) as register:
        found = key_status(register)
    if as_json:
        print_json(
            {
                "epochs": list(found.epochs),
                "behind": found.behind,
                "file_epoch": found.file_epoch,
                "holders": list(found.holders),
                "may_retire": found.may_retire,
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
    print_lines(*lines, f"Keys are held by: {', '.join(found.holders)}")


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


@contextmanager
def _store(session: Session) -> Iterator[SqlRegister]:
    """Lend the store of the register, as the session's user has it open."""
    from amnesty.cli.wiring import store_of

    with session.desk() as desk:
        yield store_of(desk)


def _moved(register: SqlRegister) -> tuple[int, bool]:
    """Move everything to the newest keys; return how many rows, and if the file too."""
    from db.rewrapping import rewrap as move

    with _progress("Moving rows to the new keys") as step:
        moved = move(register, clock=SystemClock(), step=step)
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


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int], None]]:
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def step(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield step
