"""`amnesty submit`, `approve`, `refuse` and the other moves of a registration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import Job
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import Session, takes_session
from amnesty.domain.dates import MustBe, in_words, parse_date
from amnesty.domain.identifiers import parse_registration_number
from amnesty.domain.london import london_day
from amnesty.domain.registration import Move

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration

_REASON = click.option("--reason", required=True, help="A letter states it.")
_WISH = click.option("--reason", default="", help="The patient's, if given.")
_HEARD = click.option(
    "--heard",
    metavar="DATE",
    help="The day on which the patient was heard (default: today).",
)


def _job(name: str, service: str, words: str, *options: Any) -> click.Command:  # noqa: ANN401 - click's options are untyped
    """Return the command that moves a registration by one of the services.

    Args:
        name: what the command is called.
        service: the module and function, imported when the command runs.
        words: its help.
        options: `_REASON` or `_WISH`, and `_HEARD`, where the service takes them.
    """

    def run(
        session: Session, *, number: str, as_json: bool, **given: str | None
    ) -> None:
        problems = OptionProblems()
        wanted = problems.read("NUMBER", parse_registration_number, number)
        arguments = _arguments(problems, given)
        problems.finish()
        with session.desk() as desk:
            moved = _service(service)(desk, wanted, **arguments)
        say_moved(moved, as_json=as_json)

    command: Callable[..., None] = run
    for option in (as_json_option, *options, click.argument("number")):
        command = option(command)
    return click.command(name, cls=Job, help=words)(takes_session(command))


def _service(path: str) -> Callable[..., Registration]:
    from importlib import import_module

    module, _, name = path.partition(":")
    service: Callable[..., Registration] = getattr(
        import_module(f"amnesty.services.registrations.{module}"), name
    )
    return service


def _arguments(
    problems: OptionProblems, given: dict[str, str | None]
) -> dict[str, object]:
    """Return the service's arguments for the options that its command has."""
    arguments: dict[str, object] = {}
    if "reason" in given:
        arguments["reasons"] = given["reason"]
    if "heard" in given:
        today = london_day(SystemClock().now())
        read = partial(
            parse_date,
            what="day the patient was heard",
            today=today,
            must_be=MustBe.TODAY_OR_PAST,
        )
        heard_on = problems.read_if_given("--heard", read, given["heard"])
        arguments["heard_on"] = heard_on or today
    return arguments


def say_moved(moved: Registration, *, as_json: bool) -> None:
    """Say how a registration stands after a move."""
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
    if moved.steps[-1].move in {Move.APPROVE_FIRST, Move.RENEW_FIRST}:
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


submit = _job(
    "submit",
    "registering:submit_registration",
    "Submit the draft NUMBER for a supervisor to decide.",
)
send_back = _job(
    "send-back",
    "deciding:send_back_registration",
    "Send the submitted NUMBER back to the desk as a draft.",
    _REASON,
)
approve = _job(
    "approve",
    "deciding:approve_registration",
    "Approve NUMBER, which somebody else submitted.",
)
refuse = _job(
    "refuse",
    "deciding:refuse_registration",
    "Refuse the submitted NUMBER, after the patient was heard.",
    _HEARD,
    _REASON,
)
suspend = _job(
    "suspend",
    "deciding:suspend_registration",
    "Suspend the active NUMBER and its certificate.",
    _REASON,
)
reinstate = _job(
    "reinstate",
    "deciding:reinstate_registration",
    "Reinstate the suspended NUMBER and its certificate.",
    _REASON,
)
revoke = _job(
    "revoke",
    "deciding:revoke_registration",
    "Revoke NUMBER and its certificate, after the patient was heard.",
    _HEARD,
    _REASON,
)
withdraw = _job(
    "withdraw",
    "deciding:withdraw_registration",
    "Withdraw NUMBER at the patient's wish.",
    _WISH,
)
