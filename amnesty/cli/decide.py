"""`amnesty submit`, `approve`, `refuse` and the other moves of a registration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from amnesty.cli.options import OptionProblems
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import Session, takes_session
from amnesty.domain.dates import MustBe, in_words, parse_date
from amnesty.domain.identifiers import parse_registration_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk

_reason = click.option("--reason", "reasons", required=True, help="A letter states it.")
_heard = click.option(
    "--heard",
    metavar="DATE",
    help="The day on which the patient was heard (default: today).",
)


@click.command()
@takes_session
@click.argument("number")
@as_json_option
def submit(session: Session, number: str, *, as_json: bool) -> None:
    """Submit the draft NUMBER for a supervisor to decide."""
    from amnesty.services.registering import submit_registration

    with session.desk() as desk:
        moved = submit_registration(desk, parse_registration_number(number))
    _say(moved, as_json=as_json)


@click.command()
@takes_session
@click.argument("number")
@as_json_option
def approve(session: Session, number: str, *, as_json: bool) -> None:
    """Approve NUMBER, which somebody else submitted."""
    from amnesty.services.deciding import approve_registration

    with session.desk() as desk:
        moved = approve_registration(desk, parse_registration_number(number))
    _say(moved, as_json=as_json)


@click.command("send-back")
@takes_session
@click.argument("number")
@_reason
@as_json_option
def send_back(session: Session, number: str, reasons: str, *, as_json: bool) -> None:
    """Send the submitted NUMBER back to the desk as a draft."""
    from amnesty.services.deciding import send_back_registration

    _with_reasons(session, number, reasons, send_back_registration, as_json=as_json)


@click.command()
@takes_session
@click.argument("number")
@_reason
@_heard
@as_json_option
def refuse(
    session: Session, number: str, reasons: str, heard: str | None, *, as_json: bool
) -> None:
    """Refuse the submitted NUMBER, after the patient was heard."""
    from amnesty.services.deciding import refuse_registration

    with session.desk() as desk:
        moved = refuse_registration(
            desk,
            parse_registration_number(number),
            reasons=reasons,
            heard_on=_heard_on(desk, heard),
        )
    _say(moved, as_json=as_json)


@click.command()
@takes_session
@click.argument("number")
@_reason
@as_json_option
def suspend(session: Session, number: str, reasons: str, *, as_json: bool) -> None:
    """Suspend the active NUMBER and its certificate."""
    from amnesty.services.deciding import suspend_registration

    _with_reasons(session, number, reasons, suspend_registration, as_json=as_json)


@click.command()
@takes_session
@click.argument("number")
@_reason
@as_json_option
def reinstate(session: Session, number: str, reasons: str, *, as_json: bool) -> None:
    """Reinstate the suspended NUMBER and its certificate."""
    from amnesty.services.deciding import reinstate_registration

    _with_reasons(session, number, reasons, reinstate_registration, as_json=as_json)


@click.command()
@takes_session
@click.argument("number")
@_reason
@_heard
@as_json_option
def revoke(
    session: Session, number: str, reasons: str, heard: str | None, *, as_json: bool
) -> None:
    """Revoke NUMBER and its certificate, after the patient was heard."""
    from amnesty.services.deciding import revoke_registration

    with session.desk() as desk:
        moved = revoke_registration(
            desk,
            parse_registration_number(number),
            reasons=reasons,
            heard_on=_heard_on(desk, heard),
        )
    _say(moved, as_json=as_json)


@click.command()
@takes_session
@click.argument("number")
@click.option("--reason", "reasons", default="", help="The patient's, if given.")
@as_json_option
def withdraw(session: Session, number: str, reasons: str, *, as_json: bool) -> None:
    """Withdraw NUMBER at the patient's wish."""
    from amnesty.services.deciding import withdraw_registration

    _with_reasons(session, number, reasons, withdraw_registration, as_json=as_json)


def _with_reasons(
    session: Session,
    number: str,
    reasons: str,
    decide: Callable[..., Registration],
    *,
    as_json: bool,
) -> None:
    with session.desk() as desk:
        moved = decide(desk, parse_registration_number(number), reasons=reasons)
    _say(moved, as_json=as_json)


def _heard_on(desk: Desk, heard: str | None) -> date:
    if heard is None:
        return desk.today()
    problems = OptionProblems()
    read = partial(
        parse_date,
        what="day the patient was heard",
        today=desk.today(),
        must_be=MustBe.TODAY_OR_PAST,
    )
    day = problems.read("--heard", read, heard)
    problems.finish()
    return day


def _say(moved: Registration, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "number": moved.number,
                "state": moved.state.value,
                "valid_from": moved.valid_from and moved.valid_from.isoformat(),
                "valid_to": moved.valid_to and moved.valid_to.isoformat(),
            }
        )
        return
    step = moved.steps[-1]
    if step.state.value == "submitted" and step.move.name == "APPROVE_FIRST":
        print_lines(
            f"{moved.number} has its first approval. The need is above the policy's "
            "threshold, so a second supervisor must approve it too."
        )
        return
    valid = (
        f", valid {in_words(moved.valid_from)} to {in_words(moved.valid_to)}"
        if moved.valid_from and moved.valid_to
        else ""
    )
    print_lines(f"{moved.number} is now {moved.state.value}{valid}.")
