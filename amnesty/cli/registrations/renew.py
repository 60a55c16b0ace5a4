"""`amnesty renew`, `reminders`, `wind-down`, `close`: how one goes on, or ends."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import A_FILE, job
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import (
    as_json_option,
    print_json,
    print_lines,
    read_file,
    read_standard_input,
    require_writable,
)
from amnesty.cli.papers.issue import save_paper, say_other_papers
from amnesty.cli.registrations.decide import say_moved
from amnesty.cli.session import Session, takes_pin, takes_session
from amnesty.domain.dates import MustBe, in_words, parse_date
from amnesty.domain.identifiers import parse_registration_number
from amnesty.domain.london import london_day
from amnesty.domain.registration import State
from amnesty.domain.text import clean_name

if TYPE_CHECKING:
    from amnesty.domain.identifiers import RegistrationNumber

_ENDS = {
    "withdrew": State.WITHDRAWN,
    "died": State.DECEASED,
    "lapsed": State.EXPIRED,
}


@job()
@takes_session
@takes_pin
@click.argument("number")
@click.argument("file", required=False, metavar="[FILE]")
@click.option(
    "--approve",
    "approves",
    is_flag=True,
    help="Decide on a renewal that somebody else asked for.",
)
@click.option("--out", type=A_FILE, help="Where the new certificate's PDF goes.")
@click.option(
    "--refuse",
    metavar="REASON",
    help="Refuse the renewal after the patient was heard; a letter states the reason.",
)
@click.option(
    "--heard",
    metavar="DATE",
    help="With --refuse: when the patient was heard (default: today).",
)
@as_json_option
def renew(
    session: Session,
    *,
    number: str,
    file: str | None,
    approves: bool,
    out: Path | None,
    refuse: str | None,
    heard: str | None,
    as_json: bool,
) -> None:
    """Ask for the renewal of NUMBER with what FILE.json says, or decide on one.

    FILE (or - for standard input) has evidence, need and affordability as a
    registration's file has them. Until the renewal is decided, the certificates stay
    valid. A supervisor who did not ask for it approves it with --approve --out: the new
    certificate takes the place of the old one. Refused, it runs on to its last day.
    Another need within the year is asked for in the same way.
    """
    wanted = parse_registration_number(number)
    if [approves, file is not None, refuse is not None].count(True) != 1:
        msg = "Name a file to ask for a renewal, or decide with --approve or --refuse."
        raise click.UsageError(msg)
    if refuse is not None:
        _refuse(session, wanted, refuse, heard, as_json=as_json)
        return
    if file is not None:
        _ask(session, wanted, file, as_json=as_json)
        return
    if out is None:
        raise click.UsageError("Say with --out where the new certificate goes.")
    _approve(session, wanted, out, as_json=as_json)


def _ask(
    session: Session, number: RegistrationNumber, file: str, *, as_json: bool
) -> None:
    from amnesty.services.intake.answers import answers_from_json
    from amnesty.services.registrations.renewal import ask_for_renewal

    content = read_standard_input() if file == "-" else read_file(Path(file))
    answers = answers_from_json(content)
    with session.desk() as desk:
        kept = ask_for_renewal(desk, number, answers)
    say_moved(kept, as_json=as_json)
    if not as_json:
        print_lines("Its certificates stay valid until the renewal is decided.")


def _approve(
    session: Session, number: RegistrationNumber, out: Path, *, as_json: bool
) -> None:
    from amnesty.services.registrations.renewal import renew_registration

    require_writable(out)
    with session.desk() as desk:
        renewed = renew_registration(desk, number)
    if not renewed.papers:
        say_moved(renewed.registration, as_json=as_json)
        return
    save_paper(renewed.papers[0], out, as_json=as_json)
    if not as_json:
        say_moved(renewed.registration, as_json=False)
        say_other_papers(renewed.papers[1:])


def _refuse(
    session: Session,
    number: RegistrationNumber,
    reason: str,
    heard: str | None,
    *,
    as_json: bool,
) -> None:
    from amnesty.services.registrations.renewal import refuse_renewal

    problems = OptionProblems()
    today = london_day(SystemClock().now())
    day = partial(
        parse_date,
        what="day the patient was heard",
        today=today,
        must_be=MustBe.TODAY_OR_PAST,
    )
    heard_on = problems.read_if_given("--heard", day, heard)
    problems.finish()
    with session.desk() as desk:
        kept = refuse_renewal(desk, number, reasons=reason, heard_on=heard_on or today)
    say_moved(kept, as_json=as_json)


@job()
@takes_session
@click.option(
    "--since",
    metavar="DATE",
    help="Those that fell due from this day on (default: today's alone).",
)
@as_json_option
def reminders(session: Session, *, since: str | None, as_json: bool) -> None:
    """List whom to remind that a registration ends: 90, 30 and 7 days before."""
    from amnesty.services.registrations.reminding import reminders_due

    problems = OptionProblems()
    today = london_day(SystemClock().now())
    day = partial(
        parse_date, what="first day", today=today, must_be=MustBe.TODAY_OR_PAST
    )
    first = problems.read_if_given("--since", day, since)
    problems.finish()
    with session.desk() as desk:
        due = reminders_due(desk, since=first)
    if as_json:
        print_json(
            {
                "reminders": [
                    {
                        "number": one.summary.number,
                        "ends_on": one.ends_on.isoformat(),
                        "fell_due_on": one.fell_due_on.isoformat(),
                        "days": one.days,
                    }
                    for one in due
                ]
            }
        )
        return
    for one in due:
        print_lines(
            f"{one.summary.number} ends on {in_words(one.ends_on)}: the reminder of "
            f"{one.days} days fell due on {in_words(one.fell_due_on)}."
        )
    if not due:
        print_lines("No reminder fell due.")


@job("wind-down")
@takes_session
@click.argument("number")
@click.option(
    "--because",
    type=click.Choice(list(_ENDS)),
    required=True,
    help="Whether the patient withdrew or died, or the registration lapsed.",
)
@click.option("--contact", required=True, help="Whom to turn to, as a widow.")
@click.option("--telephone", required=True, help="Where the contact is reached.")
@click.option(
    "--until",
    metavar="DATE",
    help="The last day (default: as many days as the policy says).",
)
@click.option("--reason", default="", help="What is to be kept of it.")
@as_json_option
def wind_down(
    session: Session,
    number: str,
    *,
    because: str,
    contact: str,
    telephone: str,
    until: str | None,
    reason: str,
    as_json: bool,
) -> None:
    """End NUMBER, and give time until DATE to hand in what is there.

    Officers are told that it winds down. What happens to plants and stock is written
    down as before, until nothing is held; then amnesty close ends it.
    """
    from amnesty.services.intake.people import parse_telephone
    from amnesty.services.registrations.winding_down import Ending
    from amnesty.services.registrations.winding_down import wind_down as begin

    problems = OptionProblems()
    today = london_day(SystemClock().now())
    day = partial(
        parse_date, what="last day", today=today, must_be=MustBe.TODAY_OR_FUTURE
    )
    wanted = problems.read("NUMBER", parse_registration_number, number)
    ending = Ending(
        ends_as=_ENDS[because],
        contact=problems.read(
            "--contact", partial(clean_name, what="contact"), contact
        ),
        telephone=problems.read("--telephone", parse_telephone, telephone),
        until=problems.read_if_given("--until", day, until),
    )
    problems.finish()
    with session.desk() as desk:
        kept = begin(desk, wanted, ending, reasons=reason)
    say_moved(kept, as_json=as_json)
    winding_down = kept.growing.winding_down
    if winding_down is not None and not as_json:
        print_lines(
            f"What is there is handed in by {in_words(winding_down.until)}; officers "
            "see it from the next police file on."
        )


@job()
@takes_session
@click.argument("number")
@as_json_option
def close(session: Session, number: str, *, as_json: bool) -> None:
    """Close NUMBER, which has wound down, once nothing is held any more."""
    from amnesty.services.registrations.winding_down import close_registration

    with session.desk() as desk:
        kept = close_registration(desk, parse_registration_number(number))
    say_moved(kept, as_json=as_json)
