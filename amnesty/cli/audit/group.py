"""`amnesty audit`: checkpoints of the log, its check, and proofs from it."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amnesty.cli.audit.audited import audited
from amnesty.cli.audit.witness import growth, witness
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
from amnesty.domain.identifiers import parse_registration_number
from amnesty.domain.times import utc_text

if TYPE_CHECKING:
    from db.audit.checkpoints import Proof
    from db.audit.replaying import Replay

_DIFFERS = 1
_MOST_DIGITS = 18


@click.group(cls=JobGroup)
def audit() -> None:
    """Sign what the audit log is now, check it, and prove what is in it."""


@audit.command()
@takes_session
@click.option("--out", type=A_FILE, help="A file for it.")
@as_json_option
def checkpoint(session: Session, out: Path | None, *, as_json: bool) -> None:
    """Sign how far the log has grown; keep it where the register is not."""
    from db.audit.checkpoints import log_key, new_checkpoint

    with session.desk() as desk, audited(desk) as transaction:
        note, key = new_checkpoint(transaction), log_key(transaction)
    if out is not None:
        write_file(out, note.encode(), mode=0o644)
    if as_json:
        file = None if out is None else str(out)
        print_json({"checkpoint": note, "log_key": key, "file": file})
    elif out is None:
        print_lines(note.rstrip("\n"))
    else:
        print_lines(
            f"The checkpoint is in {out}. Keep it apart from the register.",
            f"The log's key, for whoever checks: {key}",
        )


audit.add_command(growth)
audit.add_command(witness)


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

    with session.desk() as desk, audited(desk) as transaction:
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
@click.argument("what")
@click.option("--checkpoint", type=A_FILE, help="Prove it from this older one.")
@click.option("--out", type=A_FILE, help="A .tlog-proof file; the leaf goes beside it.")
@as_json_option
def prove(
    session: Session,
    what: str,
    checkpoint: Path | None,
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """Prove that WHAT is in the log: an event's number, or a registration's.

    Of a registration each of its events is proved; a file is written for each one.
    """
    from db.audit.checkpoints import prove_events
    from db.audit.of_registration import events_of

    note = None if checkpoint is None else read_text(checkpoint)
    is_event = what.isdecimal() and len(what) <= _MOST_DIGITS
    number = None if is_event else parse_registration_number(what)
    with session.desk() as desk, audited(desk) as transaction:
        events = [int(what)] if number is None else events_of(transaction, number)
        proofs = prove_events(transaction, events, note)
    if out is not None:
        for proof in proofs:
            own = out if number is None else _numbered(out, proof.sequence)
            _write_proof(proof, own)
    found = [_proof_as_json(proof) for proof in proofs]
    if as_json:
        print_json(found[0] if number is None else {"number": number, "events": found})
        return
    for proof in proofs:
        print_lines(f"Event {proof.sequence}:", proof.leaf, "", "Hashes to the root:")
        print_lines(*_as_base64(proof), "")
    print_lines(proofs[0].checkpoint.rstrip("\n"))


def _numbered(out: Path, sequence: int) -> Path:
    return out.with_name(f"{out.stem}-{sequence}{out.suffix}")


def _write_proof(proof: Proof, out: Path) -> None:
    from amnesty.transparency.proof_file import proof_file

    text = proof_file(proof.sequence - 1, proof.hashes, proof.checkpoint)
    write_file(out, text.encode(), mode=0o644)
    write_file(out.with_suffix(".leaf.json"), proof.leaf.encode(), mode=0o644)


def _proof_as_json(proof: Proof) -> dict[str, object]:
    return {
        "event": proof.sequence,
        "leaf": proof.leaf,
        "hashes": _as_base64(proof),
        "checkpoint": proof.checkpoint,
    }


def _as_base64(proof: Proof) -> list[str]:
    return [base64.b64encode(one).decode() for one in proof.hashes]


@audit.command()
@takes_session
@click.option("--out", required=True, type=A_FILE, help="A file for the leaves.")
@as_json_option
def leaves(session: Session, out: Path, *, as_json: bool) -> None:
    """Write every event's leaf, which names nobody, and the checkpoint beside it."""
    from db.audit.checkpoints import all_leaves

    with session.desk() as desk, audited(desk) as transaction:
        text, note = all_leaves(transaction)
    beside = out.with_suffix(".checkpoint")
    write_file(out, text, mode=0o644)
    write_file(beside, note.encode(), mode=0o644)
    if as_json:
        print_json({"leaves": str(out), "checkpoint": str(beside)})
    else:
        print_lines(f"{out} has the leaves, and {beside} what they come to.")


@audit.command()
@takes_session
@as_json_option
def alarms(session: Session, *, as_json: bool) -> None:
    """List what an auditor should look at, the newest first; it names nobody."""
    from amnesty.services.auditing import list_alarms

    with session.desk() as desk:
        found = list_alarms(desk)
    if as_json:
        print_json(
            {"alarms": [vars(one) | {"at": one.at.isoformat()} for one in found]}
        )
        return
    for one in found:
        more = f", reference {one.reference}" if one.reference else ""
        print_lines(f"{utc_text(one.at)}  event {one.event}: {one.what}{more}")
    if not found:
        print_lines("There is no alarm in the log.")


@audit.command()
@click.option("--out", required=True, type=A_FILE, help="A file for the program.")
def verifier(out: Path) -> None:
    """Write the short program that checks leaves and proofs without this one."""
    from amnesty.transparency import alone

    write_file(out, Path(alone.__file__).read_bytes(), mode=0o644)
    print_lines(f"It is in {out}. It needs Python 3.11 and the library cryptography.")


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
