"""`amnesty audit`: checkpoints of the log, its check, and proofs from it."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, JobGroup
from amnesty.cli.output import (
    as_json_option,
    print_json,
    print_lines,
    read_text,
    write_file,
)
from amnesty.cli.progress import progress
from amnesty.cli.session import Session, takes_session
from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, require

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from amnesty.services.desk import Desk
    from db.audit.replaying import Replay
    from db.transaction import SqlTransaction

_DIFFERS = 1


@click.group(cls=JobGroup)
def audit() -> None:
    """Sign what the audit log is now, check it, and prove what is in it."""


@audit.command()
@takes_session
@click.option("--out", type=click.Path(path_type=Path), help="A file for it.")
@as_json_option
def checkpoint(session: Session, out: Path | None, *, as_json: bool) -> None:
    """Sign how far the log has grown; keep it where the register is not."""
    from db.audit.checkpoints import new_checkpoint

    with session.desk() as desk, _work(desk) as transaction:
        note = new_checkpoint(transaction)
    if out is not None:
        write_file(out, note.encode(), mode=0o644)
    if as_json:
        print_json({"checkpoint": note, "file": None if out is None else str(out)})
    elif out is None:
        print_lines(note.rstrip("\n"))
    else:
        print_lines(f"The checkpoint is in {out}. Keep it apart from the register.")


@audit.command()
@takes_session
@click.option("--since", type=A_FILE, help="A checkpoint that was kept.")
@as_json_option
def verify(session: Session, since: Path | None, *, as_json: bool) -> None:
    """Compare the whole register with its log, row by row.

    With --since, also that the log begins as it did when that was signed.
    """
    from db.audit.checkpoints import require_grown
    from db.audit.replaying import replay

    with session.desk() as desk, _work(desk) as transaction:
        old = require_grown(transaction, read_text(since)) if since else None
        with progress("Reading") as step:
            found = replay(transaction, step=step)
    if as_json:
        print_json(_as_json(found))
    else:
        print_lines(*_as_lines(found))
        if old is not None:
            print_lines(f"It begins with the {old.size} events that were signed for.")
    if found.differences:
        click.get_current_context().exit(_DIFFERS)


@audit.command()
@takes_session
@click.argument("event", type=click.IntRange(min=1))
@as_json_option
def prove(session: Session, event: int, *, as_json: bool) -> None:
    """Prove that EVENT, by its number, is in the log."""
    from db.audit.checkpoints import prove_event

    with session.desk() as desk, _work(desk) as transaction:
        proof = prove_event(transaction, event)
    hashes = [base64.b64encode(one).decode() for one in proof.hashes]
    if as_json:
        print_json(
            {
                "event": proof.sequence,
                "leaf": proof.leaf,
                "hashes": hashes,
                "checkpoint": proof.checkpoint,
            }
        )
        return
    print_lines(f"Event {proof.sequence}:", proof.leaf, "", "Hashes up to the root:")
    print_lines(*hashes, "", proof.checkpoint.rstrip("\n"))


def _work(desk: Desk) -> AbstractContextManager[SqlTransaction]:
    """Begin a transaction of who may read the log, with its event."""
    from contextlib import contextmanager

    from amnesty.cli.wiring import store_of

    @contextmanager
    def work() -> Iterator[SqlTransaction]:
        require(desk.member, Act.READ_AUDIT)
        with store_of(desk).transaction() as transaction:
            yield transaction
            transaction.append(desk.note(Verb.CONSULTATION, Act.READ_AUDIT))

    return work()


def _as_json(found: Replay) -> dict[str, object]:
    return {
        "events": found.size,
        "tokens_checked": found.tokens_checked,
        "differences": [
            {
                "table": one.table,
                "id": None if one.id is None else f"{one.id:016x}",
                "what": one.what,
            }
            for one in found.differences
        ],
    }


def _as_lines(found: Replay) -> list[str]:
    if found.differences:
        return [
            (
                f"{len(found.differences)} things do not follow from the log's "
                f"{found.size} events:"
            ),
            *(f"  {one}" for one in found.differences),
            "Keep the register as it is and tell the auditor.",
        ]
    tokens = "" if found.tokens_checked else " Search tokens were counted, not summed."
    return [f"Every row follows from the log's {found.size} events.{tokens}"]
