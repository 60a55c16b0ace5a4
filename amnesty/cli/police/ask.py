"""`amnesty ask`: what police ask a register, as signed-in officers or a duty line."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from amnesty.cli.job import JobGroup
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import Session, takes_session
from amnesty.domain.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.asking import Why


@click.group(cls=JobGroup)
def ask() -> None:
    """Ask as a police officer: about a certificate's number, or about an address."""


def _takes_why(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add who asks and why; the command gets a `Why`."""

    @wraps(command)
    def run(session: Session, **given: Any) -> object:  # noqa: ANN401 - as click has it
        from amnesty.services.police.asking import read_why

        why = read_why(
            **{name: given.pop(name) for name in ("force", "collar", "reason")},
            incident=given.pop("incident"),
            fuller=given.pop("fuller"),
        )
        return command(session, why, **given)

    for option in (
        click.option("--fuller", default="", help="Why, in more words, where drawn."),
        click.option("--incident", required=True, help="The incident's reference."),
        click.option("--reason", required=True, help="A coded reason: “at the door”."),
        click.option("--officer", "collar", required=True, help="The collar number."),
        click.option("--force", required=True, help="The officer's force."),
    ):
        run = option(run)
    return run


@ask.command()
@takes_session
@click.argument("number", metavar="CERTIFICATE")
@_takes_why
@click.option("--name", "holder", help="A name to compare: match or no match.")
@click.option("--born", help="A date of birth to compare.")
@click.option("--site", help="An address to compare, without its postcode.")
@click.option("--postcode", help="Its postcode.")
@as_json_option
def number(
    session: Session,
    why: Why,
    *,
    number: str,
    holder: str | None,
    born: str | None,
    site: str | None,
    postcode: str | None,
    as_json: bool,
) -> None:
    """Ask how CERTIFICATE stands, what it permits, and whether details match."""
    from amnesty.cli.police.asking import as_data, as_lines
    from amnesty.domain.answer import Typed
    from amnesty.domain.dates import parse_date
    from amnesty.domain.identifiers import parse_certificate_number
    from amnesty.services.police.asking import ask_by_number, read_place

    problems = OptionProblems()
    asked = problems.read("CERTIFICATE", parse_certificate_number, number)
    typed = Typed(
        name=holder,
        date_of_birth=problems.read_if_given("--born", parse_date, born),
        site=problems.read_if_given(
            "--site", lambda text: read_place([text], postcode), site
        ),
    )
    problems.finish()
    with session.desk() as desk:
        told = ask_by_number(desk, asked, why, typed)
    if as_json:
        print_json(as_data(told))
    else:
        print_lines(*as_lines(told))


@ask.command()
@takes_session
@click.argument("lines", nargs=-1, required=True, metavar="LINE...")
@_takes_why
@click.option("--postcode", help="The postcode.")
@as_json_option
def address(
    session: Session,
    why: Why,
    *,
    lines: tuple[str, ...],
    postcode: str | None,
    as_json: bool,
) -> None:
    """Ask whether an address, its lines and town in order, is a registered site."""
    from amnesty.cli.police.asking import as_data, as_lines
    from amnesty.services.police.asking import ask_by_address, read_place

    problems = OptionProblems()
    place = problems.read("LINE", lambda _: read_place(lines, postcode), "")
    problems.finish()
    with session.desk() as desk:
        told = ask_by_address(desk, place, why)
    if as_json:
        found = [as_data(one) for one in told.certificates]
        print_json({"registered": told.is_registered, "certificates": found})
        return
    print_lines(told.sentence)
    for one in told.certificates:
        print_lines("", *as_lines(one))


@ask.command()
@takes_session
@click.argument("verdict", type=click.Choice([one.value for one in Verdict]))
@click.argument("outcome")
def outcome(session: Session, *, verdict: str, outcome: str) -> None:
    """Write down what came of a check: a VERDICT, and an OUTCOME such as “diverted”."""
    from amnesty.services.police.asking import record_outcome

    with session.desk() as desk:
        record_outcome(desk, Verdict(verdict), outcome)
    print_lines("It is written down, and counts without any name.")
