"""`amnesty check`: one registration, or every one, as each night."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from amnesty.cli.growing.at_site import finding_json
from amnesty.cli.job import job
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.progress import progress
from amnesty.cli.session import takes_session
from amnesty.domain.identifiers import parse_registration_number

if TYPE_CHECKING:
    from amnesty.cli.session import Session
    from amnesty.domain.identifiers import RegistrationNumber


@job("check", short_help="Check what is declared against what is allowed.")
@takes_session
@click.argument("number", required=False)
@click.option("--all", "everybody", is_flag=True, help="Every open registration.")
@click.option(
    "--beside",
    type=int,
    metavar="N",
    help="Which other registrations are at site N; for supervisors.",
)
@as_json_option
def check(
    session: Session,
    *,
    number: str | None,
    everybody: bool,
    beside: int | None,
    as_json: bool,
) -> None:
    """Check NUMBER, or every open registration, as a machine does each night.

    What is above need becomes due with its day; a check that was stopped goes on where
    it was when it is called again on the same day.
    """
    problems = OptionProblems()
    if everybody == (number is not None):
        problems.add("NUMBER", "Name one registration, or check them with --all")
    wanted = problems.read_if_given("NUMBER", parse_registration_number, number)
    problems.finish()
    if wanted is None:
        _check_everybody(session, as_json=as_json)
        return
    if beside is not None:
        _say_beside(session, wanted, beside, as_json=as_json)
        return
    from amnesty.services.growing.checking import check_one

    with session.desk() as desk:
        report = check_one(desk, wanted)
    if as_json:
        print_json(
            {
                "number": wanted,
                "policy": report.policy,
                "findings": [finding_json(one) for one in report.findings],
            }
        )
        return
    print_lines(
        f"Checked under {report.policy}.",
        *(
            f"  {one.outcome.value}: {one.sentence} {one.next_step}".rstrip()
            for one in report.findings
        ),
    )


def _say_beside(
    session: Session, number: RegistrationNumber, site: int, *, as_json: bool
) -> None:
    from amnesty.services.growing.neighbours import registrations_beside

    with session.desk() as desk:
        found = registrations_beside(desk, number, site=site - 1)
    if as_json:
        print_json({"beside": list(found.numbers), "restricted": found.restricted})
        return
    more = f"{found.restricted} more are restricted." if found.restricted else ""
    lines = [*found.numbers, *filter(None, [more])]
    print_lines(*(lines or ["No other registration is at this site."]))


def _check_everybody(session: Session, *, as_json: bool) -> None:
    from amnesty.services.growing.nightly import check_all
    from amnesty.services.hand_in.appointing import list_hand_ins

    with session.desk() as desk, progress("Checking", quiet=as_json) as step:
        found = check_all(desk, step=step)
        late = [one.course.number for one in list_hand_ins(desk) if one.is_late]
    if as_json:
        print_json(
            {
                "checked": found.checked,
                "opened": found.opened,
                "closed": found.closed,
                "overdue": list(found.overdue),
                "to_supervisor": list(found.to_supervisor),
                "not_passed_on": late,
            }
        )
        return
    print_lines(
        f"{found.checked} registrations checked: {found.opened} hand-ins became due, "
        f"{found.closed} are due no more.",
        *(f"  overdue: {number}" for number in found.overdue),
        *(f"  for a supervisor to look at: {number}" for number in found.to_supervisor),
        *(f"  ALARM, not passed on in time: {number}" for number in late),
    )
