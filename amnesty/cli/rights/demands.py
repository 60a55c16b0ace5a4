"""What a patient may demand: disclosure, rectification, restriction, erasure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import A_FOLDER, JobGroup, job
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import as_json_option, print_json, print_lines, write_files
from amnesty.cli.session import Session, takes_session
from amnesty.cli.staging import make_empty_folder
from amnesty.domain.dates import MustBe, in_words, parse_date
from amnesty.domain.identifiers import parse_registration_number
from amnesty.domain.london import london_day

if TYPE_CHECKING:
    from pathlib import Path

_reason = click.option("--reason", required=True, help="Why; it is logged.")


@job()
@takes_session
@click.argument("number")
@click.option("--out", required=True, type=A_FOLDER, help="A folder for the files.")
@as_json_option
def disclose(session: Session, number: str, out: Path, *, as_json: bool) -> None:
    """Write out all that is held about registration NUMBER, and who looked.

    A PDF to read, JSON for machines with its schema, a proof for each look, and the
    short program that checks them.
    """
    from amnesty.services.rights.disclosing import disclose as everything_of
    from amnesty.services.rights.disclosing import files_of

    wanted = parse_registration_number(number)
    make_empty_folder(out)
    with session.desk() as desk:
        found = everything_of(desk, wanted)
    (out / "proofs").mkdir(mode=0o700)
    write_files({out / name: content for name, content in files_of(found).items()})
    looks = len(found.data["who_looked"])
    if as_json:
        print_json({"folder": str(out), "looks": looks})
    else:
        print_lines(f"{out} has everything, with {looks} looks and their proofs.")


@job()
@takes_session
@click.argument("number")
@click.option(
    "--change",
    "changes",
    multiple=True,
    required=True,
    metavar="PATH=TEXT",
    help="An answer by its path, as in a registration file: patient.full_name=…",
)
@_reason
@as_json_option
def rectify(
    session: Session,
    number: str,
    changes: tuple[str, ...],
    reason: str,
    *,
    as_json: bool,
) -> None:
    """Put answers of registration NUMBER right; papers that stand are issued anew."""
    from amnesty.services.registrations.rectifying import rectify as put_right

    wanted = parse_registration_number(number)
    problems = OptionProblems()
    typed = {}
    for change in changes:
        path, is_pair, text = change.partition("=")
        if not is_pair:
            problems.add("--change", "Give a path and a text: patient.full_name=Jo Roe")
        typed[path] = text
    problems.finish()
    with session.desk() as desk:
        done = put_right(desk, wanted, typed, reason)
    if as_json:
        print_json(
            {
                "differences": done.differences,
                "reissued": [str(n) for n in done.reissued],
            }
        )
        return
    print_lines(*done.differences)
    for certificate in done.reissued:
        print_lines(
            f"Issued anew: {certificate}. Print it: amnesty reprint {certificate}"
        )


@job()
@takes_session
@click.argument("number")
@click.option("--to", "named", default="", help="Accounts that may open it, ; between.")
@click.option("--related", default="", help="Accounts of the patient's own relatives.")
@_reason
def restrict(
    session: Session, number: str, *, named: str, related: str, reason: str
) -> None:
    """Close registration NUMBER to all but the named, and to relatives always."""
    from amnesty.services.registrations.rectifying import restrict as close_to

    wanted = parse_registration_number(number)
    with session.desk() as desk:
        kept = close_to(desk, wanted, named=named, related=related, reason=reason)
    identity = kept.identity
    print_lines(
        f"Named: {len(identity.restricted_to) or 'all who may'}. "
        f"Relatives: {len(identity.related)}."
    )


@click.group(cls=JobGroup)
def erase() -> None:
    """Erase a record: one supervisor proposes, another confirms."""


@erase.command()
@takes_session
@click.argument("number", required=False)
@click.option("--due", is_flag=True, help="All that was kept as long as it may be.")
@click.option("--reason", default="at the patient's request", help="Why; it is logged.")
@as_json_option
def propose(
    session: Session, number: str | None, *, due: bool, reason: str, as_json: bool
) -> None:
    """Propose to erase NUMBER, or with --due whatever its time has come."""
    from amnesty.services.rights.erasing import propose_by_retention, propose_erasure

    problems = OptionProblems()
    if due == (number is not None):
        problems.add("NUMBER", "Give a registration's number, or --due, and not both.")
    wanted = problems.read_if_given("NUMBER", parse_registration_number, number)
    problems.finish()
    with session.desk() as desk:
        if wanted is None:
            proposed = propose_by_retention(desk)
        else:
            propose_erasure(desk, wanted, reason)
            proposed = (wanted,)
    if as_json:
        print_json({"proposed": [str(one) for one in proposed]})
    else:
        print_lines(*[f"Proposed: {one}" for one in proposed] or ["Nothing is due."])


@erase.command()
@takes_session
@click.argument("number")
@as_json_option
def confirm(session: Session, number: str, *, as_json: bool) -> None:
    """Erase NUMBER, which another proposed: its keys are destroyed for good."""
    from amnesty.services.rights.erasing import confirm_erasure, erasure_certificate

    wanted = parse_registration_number(number)
    with session.desk() as desk:
        done = confirm_erasure(desk, wanted)
    facts = {
        "registration": str(done.number),
        "erased_on": done.erased_on.isoformat(),
        "reason": done.reason,
        "proposed_by": done.proposed_by,
        "confirmed_by": done.confirmed_by,
    }
    if as_json:
        print_json(facts)
        return
    print_lines(*erasure_certificate(done))


@erase.command("list")
@takes_session
def waiting(session: Session) -> None:
    """List what waits for a second person."""
    from amnesty.services.rights.erasing import proposed_erasures

    with session.desk() as desk:
        found = proposed_erasures(desk)
    print_lines(*[f"{one.number}  {one.reason}" for one in found] or ["Nothing waits."])


@erase.command("hold")
@takes_session
@click.argument("number")
@click.option("--until", required=True, help="The last day of the hold.")
@_reason
def hold_command(session: Session, number: str, *, until: str, reason: str) -> None:
    """Hold NUMBER against erasure, for a claim or an inquiry."""
    from amnesty.services.rights.erasing import hold

    problems = OptionProblems()
    wanted = problems.read("NUMBER", parse_registration_number, number)
    today = london_day(SystemClock().now())
    day = problems.read(
        "--until",
        lambda text: parse_date(
            text, "last day", today=today, must_be=MustBe.TODAY_OR_FUTURE
        ),
        until,
    )
    problems.finish()
    with session.desk() as desk:
        hold(desk, wanted, reason=reason, until=day)
    print_lines(f"It is held until {in_words(day)}.")


@erase.command()
@takes_session
@click.option("--confirm", is_flag=True, help="Remove what another proposed.")
@as_json_option
def destructions(session: Session, *, confirm: bool, as_json: bool) -> None:
    """Propose to remove records of destruction whose years are over, or confirm it."""
    from amnesty.services.hand_in.retiring import confirm_retired, propose_retired

    with session.desk() as desk:
        if confirm:
            numbers, done = confirm_retired(desk).numbers, "Removed"
        else:
            numbers, done = propose_retired(desk), "Proposed"
    if as_json:
        print_json({done.casefold(): [str(one) for one in numbers]})
    else:
        print_lines(*[f"{done}: {one}" for one in numbers] or ["Nothing is due."])
