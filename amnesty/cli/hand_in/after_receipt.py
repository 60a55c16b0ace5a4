"""`amnesty hand-in` after the receipt: passed on, destroyed, resealed, corrected."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from amnesty.cli.beside import Beside, takes_person
from amnesty.cli.hand_in.read import (
    WHATS,
    parse_bag,
    parse_witness,
    read_officer,
    read_when,
    when,
)
from amnesty.cli.hand_in.said import (
    destruction_json,
    destruction_lines,
    say_course,
)
from amnesty.cli.hand_in.until_receipt import hand_in
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import Session, takes_session
from amnesty.domain.correcting import LONGEST_TAG
from amnesty.domain.hand_in import Corrected, Witness, signed_in_witness
from amnesty.domain.identifiers import parse_receipt_number
from amnesty.domain.text import clean_line, clean_optional_line

if TYPE_CHECKING:
    from amnesty.domain.course import Course

_line = partial(partial, clean_line)


@hand_in.command(short_help="The police take it over, which ends the alarm.")
@takes_session
@click.argument("number")
@click.option("--collar-number", required=True, help="The officer's.")
@click.option("--officer", default="", help="The officer's name.")
@click.option("--force", default="", help="Their force (default: the council's).")
@click.option("--property-reference", default="", help="The police's.")
@when
@as_json_option
def transfer(
    session: Session,
    *,
    number: str,
    collar_number: str,
    officer: str,
    force: str,
    property_reference: str,
    on: str | None,
    at: str | None,
    as_json: bool,
) -> None:
    """Write down that the police took hand-in NUMBER over."""
    from amnesty.services.hand_in.passing_on import pass_on

    problems = OptionProblems()
    wanted = problems.read("NUMBER", parse_receipt_number, number)
    taken_by = read_officer(problems, collar_number, officer, force)
    reference = problems.read(
        "--property-reference",
        partial(clean_optional_line, what="property reference", longest=LONGEST_TAG),
        property_reference,
    )
    passed_on_at = read_when(problems, on, at)
    problems.finish()
    if taken_by is None:
        return
    to = replace(taken_by, property_reference=reference)
    with session.desk() as desk:
        course = pass_on(desk, wanted, to, at=passed_on_at)
    _say(course, "passed on", as_json=as_json)


@hand_in.command(short_help="Destroy it before its witnesses.")
@takes_session
@click.argument("number")
@click.option(
    "--bag",
    "bags",
    multiple=True,
    required=True,
    metavar="SEAL=AMOUNT",
    help="What each bag weighs in grams, or how many plants; once a bag.",
)
@click.option("--method", required=True, help="How, such as incineration.")
@click.option("--place", required=True, help="Where.")
@click.option(
    "--witness",
    "witnesses",
    multiple=True,
    metavar="NAME, ROLE",
    help="Who saw it, and signed; once a witness.",
)
@takes_person("staff_witness", "A witness who signs in.", required=False)
@click.option("--staff-witness-role", default="", help="What authorises them.")
@click.option("--less-because", default="", help="Why there is less than received.")
@when
@as_json_option
def destroy(  # noqa: PLR0913 - one argument for each option of the command
    session: Session,
    *,
    number: str,
    bags: tuple[str, ...],
    method: str,
    place: str,
    witnesses: tuple[str, ...],
    staff_witness: Beside,
    staff_witness_role: str,
    less_because: str,
    on: str | None,
    at: str | None,
    as_json: bool,
) -> None:
    """Write down that hand-in NUMBER was destroyed, by you, before its witnesses."""
    from amnesty.services.hand_in.passing_on import Destroying
    from amnesty.services.hand_in.passing_on import destroy as destroy_it

    problems = OptionProblems()
    wanted = problems.read("NUMBER", parse_receipt_number, number)
    weighed = [problems.read("--bag", parse_bag, one) for one in bags]
    how = problems.read("--method", _line(what="method"), method)
    where = problems.read("--place", _line(what="place"), place)
    saw = [problems.read("--witness", parse_witness, one) for one in witnesses]
    why = problems.read(
        "--less-because", partial(clean_optional_line, what="reason"), less_because
    )
    role = (
        problems.read(
            "--staff-witness-role", _line(what="witness's role"), staff_witness_role
        )
        if staff_witness.name
        else ""
    )
    destroyed_at = read_when(problems, on, at)
    problems.finish()
    with session.desk() as desk:
        if staff_witness.name:
            saw.append(_signed_in(session, staff_witness, role))
        course = destroy_it(
            desk,
            wanted,
            Destroying(
                weighed=dict(weighed),
                method=how,
                place=where,
                witnesses=tuple(saw),
                less_because=why,
                destroyed_at=destroyed_at,
            ),
        )
    lines = course.destruction
    say_course(course, as_json=as_json, lines=destruction_lines(lines) if lines else ())


def _signed_in(session: Session, person: Beside, role: str) -> Witness:
    witness = Witness(name=person.name or "", role=role, signature_seen=False)
    return signed_in_witness(witness, person.sign_in(session))


@hand_in.command(short_help="A bag gets a new seal.")
@takes_session
@click.argument("number")
@click.option("--old", required=True, metavar="SEAL", help="The tag that it had.")
@click.option("--new", required=True, metavar="SEAL", help="The tag that it has now.")
@click.option("--because", required=True, help="Why.")
@as_json_option
def reseal(
    session: Session, *, number: str, old: str, new: str, because: str, as_json: bool
) -> None:
    """Write down that a bag of hand-in NUMBER was sealed anew."""
    from amnesty.services.hand_in.passing_on import reseal as seal_anew

    problems = OptionProblems()
    wanted = problems.read("NUMBER", parse_receipt_number, number)
    tag = _line(what="seal tag", longest=LONGEST_TAG)
    before, after = problems.read("--old", tag, old), problems.read("--new", tag, new)
    why = problems.read("--because", _line(what="reason"), because)
    problems.finish()
    with session.desk() as desk:
        course = seal_anew(desk, wanted, before, after, because=why)
    _say(course, "sealed anew", as_json=as_json)


@hand_in.command(short_help="Link a correction to the receipt, which stays.")
@takes_session
@click.argument("number")
@click.option("--what", required=True, type=WHATS, help="What is put right.")
@click.option("--bag", default="", metavar="SEAL", help="Of which bag.")
@click.option("--to", "now", required=True, help="What it should say.")
@click.option("--because", required=True, help="Why.")
@as_json_option
def correct(
    session: Session,
    *,
    number: str,
    what: str,
    bag: str,
    now: str,
    because: str,
    as_json: bool,
) -> None:
    """Correct the receipt of hand-in NUMBER by an entry beside it."""
    from amnesty.services.hand_in.passing_on import PuttingRight
    from amnesty.services.hand_in.passing_on import correct as put_right

    problems = OptionProblems()
    wanted = problems.read("NUMBER", parse_receipt_number, number)
    why = problems.read("--because", _line(what="reason"), because)
    tag = partial(clean_optional_line, what="seal tag", longest=LONGEST_TAG)
    seal = problems.read("--bag", tag, bag)
    problems.finish()
    right = PuttingRight(what=Corrected(what), now=now, because=why, seal_tag=seal)
    with session.desk() as desk:
        course = put_right(desk, wanted, right)
    _say(course, "corrected", as_json=as_json)


@hand_in.command("call-off", short_help="An appointment does not take place.")
@takes_session
@click.argument("number")
@click.option("--because", required=True, help="Why.")
@as_json_option
def call_off(session: Session, *, number: str, because: str, as_json: bool) -> None:
    """Write down that hand-in NUMBER does not take place; what is due stays due."""
    from amnesty.services.hand_in.appointing import call_off as write_off

    problems = OptionProblems()
    wanted = problems.read("NUMBER", parse_receipt_number, number)
    why = problems.read("--because", _line(what="reason"), because)
    problems.finish()
    with session.desk() as desk:
        course = write_off(desk, wanted, because=why)
    _say(course, "called off", as_json=as_json)


@hand_in.command("destructions", short_help="All certificates of destruction.")
@takes_session
@as_json_option
def destructions(session: Session, *, as_json: bool) -> None:
    """List the records of destruction; they name no patient."""
    from amnesty.services.hand_in.appointing import list_destructions

    with session.desk() as desk:
        found = list_destructions(desk)
    if as_json:
        print_json({"destructions": [destruction_json(one) for one in found]})
    else:
        lines = [line for one in found for line in destruction_lines(one)]
        print_lines(*(lines or ["Nothing was destroyed."]))


def _say(course: Course, done: str, *, as_json: bool) -> None:
    lines = [
        f"Hand-in {course.number} is {done}.",
        f"Next: amnesty hand-in show {course.number}",
    ]
    say_course(course, as_json=as_json, lines=lines)
