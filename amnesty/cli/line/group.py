"""`amnesty line`: the key jobs in plain lines, one question at a time.

For screen readers and braille, for slow links, and for a first day at the desk. It
draws nothing and loads no screen; the services are those that the screens call.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import JobGroup
from amnesty.cli.line.asking import HELP, Asking, GoBackError, StopAskingError
from amnesty.cli.session import Session, takes_session
from amnesty.domain.identifiers import parse_registration_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.staff import StaffMember
    from amnesty.services.desk import Desk

_STOPPED = 130
"""As shells tell Ctrl-C."""


@click.group("line", cls=JobGroup)
def line() -> None:
    """Do a job by answering one question at a time, in plain lines."""


def _asking() -> Asking:
    return Asking(read=input, say=click.echo)


def _answered(work: Callable[[Asking], int]) -> None:
    """Do a job by questions; `.` or the end of the input stops it."""
    asking = _asking()
    asking.say(HELP)
    try:
        code = work(asking)
    except StopAskingError:
        asking.say("Stopped.")
        sys.exit(_STOPPED)
    except GoBackError:
        asking.say("There is no question before this one. Stopped.")
        sys.exit(_STOPPED)
    if code:
        sys.exit(code)


@line.command(short_help="Register a patient.")
@takes_session
def register(session: Session) -> None:
    """Register a patient; what is answered is kept, and gone on with after a stop."""
    from amnesty.cli.line.jobs import register_by_questions

    with session.desk() as desk:
        _answered(lambda asking: register_by_questions(asking, desk))


@line.command(short_help="Find a patient and read the record.")
@takes_session
def find(session: Session) -> None:
    """Find a patient by name, number, date of birth or postcode."""
    from amnesty.cli.line.jobs import find_by_questions

    with session.desk() as desk:
        _answered(lambda asking: find_by_questions(asking, desk))


@line.command(short_help="Declare plants and stock.")
@takes_session
@click.argument("number", required=False)
def declare(session: Session, number: str | None) -> None:
    """Declare what grows and is held at a site of the registration NUMBER."""
    from amnesty.cli.line.jobs import declare_by_questions

    with session.desk() as desk:
        _with_number(number, declare_by_questions, desk)


@line.command("hand-in", short_help="Receive a hand-in.")
@takes_session
@click.argument("number", required=False)
def hand_in(session: Session, number: str | None) -> None:
    """Receive what is handed in for the registration NUMBER."""
    from amnesty.cli.beside import beside_named
    from amnesty.cli.line.jobs import hand_in_by_questions

    def sign_in(name: str) -> StaffMember:
        return beside_named(name).sign_in(session)

    with session.desk() as desk:
        _with_number(number, partial(hand_in_by_questions, sign_in=sign_in), desk)


@line.command(short_help="Check certificates.")
@click.option("--bundle", metavar="FILE", help="The daily police file.")
@click.option("--roots", metavar="FILE", help="The roots.")
@click.option("--force", metavar="NAME", help="This device's police force.")
def verify(bundle: str | None, roots: str | None, force: str | None) -> None:
    """Check certificates, one after another; an empty line ends it.

    Returns what `amnesty verify` returns for the last one.
    """
    from amnesty.cli.line.verify import verify_by_questions
    from amnesty.cli.verifying.verify import verifier

    ask = verifier(bundle, roots, force=force)
    _answered(lambda asking: verify_by_questions(asking, ask))


def _with_number(
    number: str | None,
    work: Callable[[Asking, Desk, RegistrationNumber], int],
    desk: Desk,
) -> None:
    wanted = parse_registration_number(number) if number else None

    def do(asking: Asking) -> int:
        asked = wanted or parse_registration_number(
            asking.line("Registration number", explain=("As R-XXXX-XXXX-XXXX.",))
        )
        return work(asking, desk, asked)

    _answered(do)
