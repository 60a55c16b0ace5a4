"""Complaints, withheld questions, and breaches: what has a clock."""

from __future__ import annotations

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import JobGroup, job
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import Session, takes_session
from amnesty.domain.dates import in_words
from amnesty.domain.identifiers import parse_registration_number
from amnesty.domain.london import london_day
from amnesty.domain.times import utc_text


@click.group(cls=JobGroup)
def complaint() -> None:
    """Write complaints down, answer them, and see which are due."""


@complaint.command()
@takes_session
@click.argument("text")
@click.option("--about", "number", help="The registration's number, if it has one.")
def add(session: Session, text: str, number: str | None) -> None:
    """Write a complaint down; its clock starts today."""
    from amnesty.services.rights.casework import complain

    wanted = None if number is None else parse_registration_number(number)
    with session.desk() as desk:
        made = complain(desk, wanted, text)
    print_lines(f"Complaint {made} is written down.")


@complaint.command()
@takes_session
@click.argument("number")
@click.argument("text")
def answer(session: Session, number: str, text: str) -> None:
    """Write down how complaint NUMBER was answered."""
    from amnesty.services.rights.casework import answer_complaint

    with session.desk() as desk:
        answer_complaint(desk, number, text)
    print_lines(f"Complaint {number.upper()} is answered.")


@complaint.command("list")
@takes_session
@as_json_option
def listed(session: Session, *, as_json: bool) -> None:
    """List complaints, the first due first."""
    from amnesty.services.rights.casework import complaints

    with session.desk() as desk:
        found = complaints(desk)
    today = london_day(SystemClock().now())
    if as_json:
        print_json(
            {
                "complaints": [
                    {
                        "number": one.number,
                        "received_on": one.received_on.isoformat(),
                        "due_on": one.due_on.isoformat(),
                        "late": one.is_late(today),
                        "answered": one.answered_on is not None,
                    }
                    for one in found
                ]
            }
        )
        return
    for one in found:
        state = "answered" if one.answered_on else f"due {in_words(one.due_on)}"
        late = "  LATE" if one.is_late(today) else ""
        print_lines(f"{one.number}  {state}{late}  {one.about}")


@job()
@takes_session
@click.argument("event", type=click.IntRange(min=1))
@click.option("--days", required=True, type=int, help="For how many days.")
@click.option("--reason", required=True, help="Why telling would prejudice.")
def withhold(session: Session, event: int, *, days: int, reason: str) -> None:
    """Leave the police question EVENT out of “who looked” for a time."""
    from amnesty.services.rights.casework import withhold as leave_out

    with session.desk() as desk:
        until = leave_out(desk, event, days=days, reason=reason)
    print_lines(f"It is left out until {in_words(until)}, and told then.")


@job()
@takes_session
@click.option("--since", required=True, help="The first instant: 2026-11-24T09:00")
@click.option("--until", required=True, help="The last instant, UTC like all here.")
@click.option("--found", required=True, help="When it became known.")
@click.option("--account", default="", help="Whose looks; everybody's without it.")
@as_json_option
def breach(
    session: Session, *, since: str, until: str, found: str, account: str, as_json: bool
) -> None:
    """Find who was affected, by when to report it, and drafts of notices."""
    from amnesty.services.rights.breaches import find_affected, parse_instant

    problems = OptionProblems()
    instants = [
        problems.read(option, parse_instant, text)
        for option, text in (("--since", since), ("--until", until), ("--found", found))
    ]
    problems.finish()
    with session.desk() as desk:
        made = find_affected(
            desk,
            since=instants[0],
            until=instants[1],
            account=account,
            found_at=instants[2],
        )
    if as_json:
        print_json(
            {
                "breach": made.number,
                "report_by": made.report_by.isoformat(),
                "affected": [
                    {"number": str(number), "name": name, "looks": looks}
                    for number, name, looks in made.affected
                ],
                "erased": made.erased,
                "to_commissioner": made.to_commissioner,
                "to_patient": made.to_patient,
            }
        )
        return
    print_lines(
        f"Breach {made.number}: report it by {made.report_by:%d %B %Y %H:%M} UTC.",
        f"{len(made.affected)} affected, and {made.erased} who were erased since:",
        *(f"  {number}  {name}  {n} looks" for number, name, n in made.affected),
        "",
        made.to_commissioner,
        "",
        made.to_patient,
    )


@click.group(cls=JobGroup)
def breaches() -> None:
    """See which breaches are to be reported by when, and write down that one was."""


@breaches.command("list")
@takes_session
@as_json_option
def known(session: Session, *, as_json: bool) -> None:
    """List breaches that were looked into, the first to be reported first."""
    from amnesty.services.rights.breaches import known_breaches

    now = SystemClock().now()
    with session.desk() as desk:
        found = known_breaches(desk)
    if as_json:
        print_json(
            {
                "breaches": [
                    {
                        "number": one.number,
                        "report_by": one.report_by.isoformat(),
                        "affected": one.affected,
                        "late": one.is_late(now),
                        "reported": one.reported_at is not None,
                    }
                    for one in found
                ]
            }
        )
        return
    for one in found:
        by = f"report by {utc_text(one.report_by)}"
        print_lines(f"{one.number}  {by}  {one.clock(now)}  {one.affected} affected")
    if not found:
        print_lines("There is none.")


@breaches.command()
@takes_session
@click.argument("number")
def reported(session: Session, number: str) -> None:
    """Write down that breach NUMBER was reported: its clock stops."""
    from amnesty.services.rights.breaches import note_reported

    with session.desk() as desk:
        note_reported(desk, number)
    print_lines(f"Breach {number.upper()} is reported.")
