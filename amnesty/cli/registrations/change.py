"""`amnesty change`: caretaker, tenure, grower and sites, after the decision."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import A_FILE, JobGroup
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import (
    as_json_option,
    print_lines,
    read_file,
    read_standard_input,
    require_writable,
)
from amnesty.cli.papers.issue import save_paper, say_other_papers
from amnesty.cli.registrations.decide import say_moved
from amnesty.cli.session import Session, takes_pin, takes_session
from amnesty.domain.dates import parse_date
from amnesty.domain.identifiers import parse_registration_number
from amnesty.domain.london import london_day

if TYPE_CHECKING:
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration

_SITE = click.option(
    "--site", type=int, metavar="N", default=1, show_default=True, help="Which site."
)


@click.group(cls=JobGroup)
def change() -> None:
    """Write down or ask for what changes after the decision.

    FILE.json (or - for standard input) has the part that changes as a registration's
    file has it: of caretaker, of grower, or of one of its sites.
    """


@change.command(short_help="Who looks after the plants in the patient's absence.")
@takes_session
@click.argument("number")
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--end", is_flag=True, help="Their time ends.")
@click.option("--on", metavar="DATE", help="With --end: the last day (default: today).")
@as_json_option
def caretaker(
    session: Session,
    *,
    number: str,
    file: str | None,
    end: bool,
    on: str | None,
    as_json: bool,
) -> None:
    """Name who looks after the plants of NUMBER, or end their time."""
    from amnesty.services.registrations.arranging import (
        appoint_caretaker,
        end_caretaker,
    )

    wanted = parse_registration_number(number)
    if end is (file is not None):
        raise click.UsageError("Name a file for a new caretaker, or say --end.")
    if on is not None and not end:
        raise click.UsageError("The file says from when to when; --on goes with --end.")
    problems = OptionProblems()
    today = london_day(SystemClock().now())
    day = problems.read_if_given("--on", partial(parse_date, what="last day"), on)
    problems.finish()
    with session.desk() as desk:
        if file is None:
            kept = end_caretaker(desk, wanted, on=day or today)
        else:
            kept = appoint_caretaker(desk, wanted, _part(file, "caretaker."))
    _say(kept, as_json=as_json)


@change.command(short_help="By what right a site is held, with consent and safety.")
@takes_session
@click.argument("number")
@click.argument("file")
@_SITE
@as_json_option
def tenure(
    session: Session, number: str, file: str, site: int, *, as_json: bool
) -> None:
    """Write down another tenure, consent or safety of a site of NUMBER."""
    from amnesty.services.registrations.arranging import change_tenure

    wanted = parse_registration_number(number)
    answers = _part(file, f"sites.{site - 1}.")
    with session.desk() as desk:
        kept = change_tenure(desk, wanted, answers, site=site - 1)
    _say(kept, as_json=as_json)


@change.command(short_help="Ask that another adult grows, or the patient again.")
@takes_session
@click.argument("number")
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--end", is_flag=True, help="The patient grows again.")
@as_json_option
def grower(
    session: Session, number: str, file: str | None, *, end: bool, as_json: bool
) -> None:
    """Ask that somebody else grows for the patient of NUMBER."""
    from amnesty.services.registrations.changing import (
        ask_for_grower,
        ask_for_patient_to_grow,
    )

    wanted = parse_registration_number(number)
    if end is (file is not None):
        raise click.UsageError("Name a file for another grower, or say --end.")
    with session.desk() as desk:
        if file is None:
            kept = ask_for_patient_to_grow(desk, wanted)
        else:
            kept = ask_for_grower(desk, wanted, _part(file, "grower."))
    _say_asked(kept, as_json=as_json)


@change.command(short_help="Ask for one more site, or one in the place of another.")
@takes_session
@click.argument("number")
@click.argument("file")
@click.option(
    "--instead-of",
    type=int,
    metavar="N",
    help="The site that moves there, with all that is in it.",
)
@as_json_option
def site(
    session: Session,
    number: str,
    file: str,
    instead_of: int | None,
    *,
    as_json: bool,
) -> None:
    """Ask for a site of NUMBER; with the same address its setting changes."""
    from amnesty.services.registrations.changing import ask_for_site

    wanted = parse_registration_number(number)
    place = None if instead_of is None else instead_of - 1
    with session.desk() as desk:
        kept = ask_for_site(desk, wanted, _part(file, "sites.0."), instead_of=place)
    _say_asked(kept, as_json=as_json)


@change.command("close-site", short_help="Ask that a site of several is closed.")
@takes_session
@click.argument("number")
@_SITE
@click.option(
    "--to", type=int, metavar="N", help="The site that what is there goes to."
)
@as_json_option
def close_site(
    session: Session, number: str, site: int, to: int | None, *, as_json: bool
) -> None:
    """Ask that nothing is grown any more at a site of NUMBER."""
    from amnesty.services.registrations.changing import ask_to_close_site

    wanted = parse_registration_number(number)
    other = None if to is None else to - 1
    with session.desk() as desk:
        kept = ask_to_close_site(desk, wanted, site=site - 1, to=other)
    _say_asked(kept, as_json=as_json)


@change.command(short_help="Approve what another asked for; papers are issued anew.")
@takes_session
@takes_pin
@click.argument("number")
@click.option(
    "--out", type=A_FILE, required=True, help="Where the new certificate's PDF goes."
)
@as_json_option
def approve(session: Session, number: str, out: Path, *, as_json: bool) -> None:
    """Approve the change of NUMBER that waits, and issue its papers anew."""
    from amnesty.services.registrations.changing import approve_change

    wanted = parse_registration_number(number)
    require_writable(out)
    with session.desk() as desk:
        changed = approve_change(desk, wanted)
    save_paper(changed.papers[0], out, as_json=as_json)
    if not as_json:
        say_other_papers(changed.papers[1:])


@change.command(short_help="Refuse what was asked for; all stays as it is.")
@takes_session
@click.argument("number")
@click.option("--reason", required=True, help="Why; it is kept with the step.")
@as_json_option
def refuse(session: Session, number: str, reason: str, *, as_json: bool) -> None:
    """Refuse the change of NUMBER that waits."""
    from amnesty.services.registrations.changing import refuse_change

    wanted = parse_registration_number(number)
    with session.desk() as desk:
        kept = refuse_change(desk, wanted, reasons=reason)
    say_moved(kept, as_json=as_json)


@change.command("take-back", short_help="Take back what you asked for yourself.")
@takes_session
@click.argument("number")
@as_json_option
def take_back(session: Session, number: str, *, as_json: bool) -> None:
    """Take back the change or the renewal of NUMBER that you asked for."""
    from amnesty.services.registrations.taking_back import take_back as back

    wanted = parse_registration_number(number)
    with session.desk() as desk:
        kept = back(desk, wanted)
    say_moved(kept, as_json=as_json)
    if not as_json:
        print_lines("Nothing waits any more; all stays as it is.")


def _part(file: str, prefix: str) -> dict[str, str]:
    """Return the answers of one part, by their paths in the whole form."""
    from amnesty.services.intake.answers import answers_from_json

    content = read_standard_input() if file == "-" else read_file(Path(file))
    answers = answers_from_json(content)
    return {f"{prefix}{path}": text for path, text in answers.items()}


def _say(kept: Registration, *, as_json: bool) -> None:
    say_moved(kept, as_json=as_json)
    if not as_json:
        print_lines(*kept.steps[-1].reasons.split("; "))


def _say_asked(kept: Registration, *, as_json: bool) -> None:
    say_moved(kept, as_json=as_json)
    asked = kept.growing.asked
    if asked is not None and not as_json:
        print_lines(
            f"Asked for: {asked.words}.",
            "Nothing changes until a supervisor who did not ask for it approves it: "
            f"{_approve(kept.number)}",
        )


def _approve(number: RegistrationNumber) -> str:
    return f"amnesty change approve {number} --out FILE.pdf"
