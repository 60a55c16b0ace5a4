"""`amnesty hand-in`: what is above need, from the appointment to the receipt."""

from __future__ import annotations

from functools import partial

import click

from amnesty.cli.beside import Beside, takes_person
from amnesty.cli.hand_in.read import (
    WAYS,
    parse_bringing,
    parse_item,
    read_officer,
    read_when,
    when,
)
from amnesty.cli.hand_in.said import (
    brought,
    list_lines,
    receipt_json,
    say_course,
    standing_json,
    standing_lines,
)
from amnesty.cli.job import JobGroup
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import Session, takes_session
from amnesty.domain.dates import in_words, parse_date
from amnesty.domain.hand_in import THE_PATIENT, HandInPlants, HandInStock, PlantCount
from amnesty.domain.identifiers import parse_receipt_number, parse_registration_number
from amnesty.domain.policy import HandInWay
from amnesty.domain.quantity import Weight
from amnesty.domain.text import clean_line, clean_optional_line
from amnesty.domain.times import parse_time

_line = partial(partial, clean_line)
_optional = partial(partial, clean_optional_line)


@click.group("hand-in", cls=JobGroup)
def hand_in() -> None:
    """Hand in what is above need: agree, receive, pass on, destroy, correct."""


@hand_in.command("open", short_help="Agree when, where and with whom.")
@takes_session
@click.argument("number")
@click.option("--on", required=True, metavar="DATE", help="On which day.")
@click.option("--at", metavar="TIME", help="At what time, such as 14:30.")
@click.option("--place", required=True, help="Where it is handed in.")
@click.option("--with", "whom", required=True, help="Who takes it in there.")
@click.option("--way", type=WAYS, help="How (default: the policy's first way).")
@click.option(
    "--bring",
    "bringing",
    multiple=True,
    metavar="WHAT",
    help="dried=40 or flowering=2, the patient's choice (default: a suggestion).",
)
@click.option("--from", "leaves_from", default="", help="Where the way there begins.")
@click.option(
    "--site",
    type=int,
    metavar="N",
    default=1,
    show_default=True,
    help="Which of the registration's sites it comes from.",
)
@as_json_option
def open_(  # noqa: PLR0913 - one argument for each option of the command
    session: Session,
    *,
    number: str,
    on: str,
    at: str | None,
    place: str,
    whom: str,
    way: str | None,
    bringing: tuple[str, ...],
    leaves_from: str,
    site: int,
    as_json: bool,
) -> None:
    """Agree with NUMBER's patient to hand something in; nothing is received yet."""
    from amnesty.services.hand_in.appointing import Agreed, open_hand_in

    problems = OptionProblems()
    wanted = problems.read("NUMBER", parse_registration_number, number)
    day = problems.read("--on", partial(parse_date, what="day"), on)
    time = problems.read_if_given("--at", parse_time, at)
    where = problems.read("--place", _line(what="place"), place)
    who = problems.read("--with", _line(what="name of who takes it in"), whom)
    begins = problems.read(
        "--from", _optional(what="beginning of the way"), leaves_from
    )
    brings = [problems.read("--bring", parse_bringing, one) for one in bringing]
    problems.finish()
    agreed = Agreed(
        site=site - 1,
        on=day,
        at=time,
        place=where,
        whom=who,
        way=HandInWay(way) if way else None,
        leaves_from=begins,
        stock=tuple(one for one in brings if isinstance(one, Weight)),
        plants=tuple(one for one in brings if isinstance(one, PlantCount)),
    )
    with session.desk() as desk:
        course, kept = open_hand_in(desk, wanted, agreed)
    made = course.appointment
    if made is None:
        return
    say_course(
        course,
        as_json=as_json,
        number=kept.number,
        lines=[
            f"Hand-in {course.number} is agreed for {in_words(made.on)}.",
            f"Way: {made.way.value}.",
            f"To bring: {brought(made.stock, made.plants)}.",
            "What is kept is the patient's choice.",
            f"Next: amnesty hand-in receive {course.number}",
        ],
    )


@hand_in.command(short_help="Receive what is handed in, against a receipt.")
@takes_session
@click.argument("number")
@click.option(
    "--item",
    "items",
    multiple=True,
    required=True,
    metavar="WHAT",
    help="dried=42.5/41.0@SEAL (gross/net grams) or flowering=2@SEAL; once an item.",
)
@takes_person("second", "The second person, who signs in too.", required=True)
@click.option("--presented-by", help="Who brings it (default: the patient).")
@click.option("--place", required=True, help="Where it is received.")
@click.option("--way", type=WAYS, help="How it goes on (default: as it was agreed).")
@click.option(
    "--site",
    type=int,
    metavar="N",
    default=1,
    show_default=True,
    help="Which of the registration's sites it came from.",
)
@click.option("--collar-number", help="Where the police collect: the officer's.")
@click.option("--officer", default="", help="The officer's name.")
@click.option("--force", default="", help="Their force (default: the council's).")
@click.option("--property-reference", default="", help="The police's, once known.")
@click.option(
    "--identity-seen",
    is_flag=True,
    required=True,
    help="Photo identity of who brings it was seen.",
)
@click.option(
    "--signature-seen",
    is_flag=True,
    required=True,
    help="Their signature was seen.",
)
@when
@as_json_option
def receive(  # noqa: PLR0913 - one argument for each option of the command
    session: Session,
    *,
    number: str,
    items: tuple[str, ...],
    second: Beside,
    presented_by: str | None,
    place: str,
    way: str | None,
    site: int,
    collar_number: str | None,
    officer: str,
    force: str,
    property_reference: str,
    identity_seen: bool,
    signature_seen: bool,
    on: str | None,
    at: str | None,
    as_json: bool,
) -> None:
    """Receive what NUMBER (a registration, or a hand-in that was agreed) hands in."""
    from amnesty.services.hand_in.receiving import (
        Presented,
        receive_as_agreed,
        receive_hand_in,
    )

    problems = OptionProblems()
    agreed = number.strip()[:1].upper() == "H"
    parse = parse_receipt_number if agreed else parse_registration_number
    problems.read("NUMBER", parse, number)
    read = [problems.read("--item", parse_item, item) for item in items]
    where = problems.read("--place", _line(what="place"), place)
    who = problems.read_if_given(
        "--presented-by", _line(what="name of who brings it"), presented_by
    )
    reference = problems.read(
        "--property-reference",
        _optional(what="property reference", longest=40),
        property_reference,
    )
    taken_by = read_officer(problems, collar_number, officer, force)
    received_at = read_when(problems, on, at)
    problems.finish()
    presented = Presented(
        site=site - 1,
        stock=tuple(one for one in read if isinstance(one, HandInStock)),
        plants=tuple(one for one in read if isinstance(one, HandInPlants)),
        presented_by=who or THE_PATIENT,
        identity_seen=identity_seen,
        signature_seen=signature_seen,
        place=where,
        property_reference=reference,
        way=HandInWay(way) if way else None,
        officer=taken_by,
        received_at=received_at,
    )
    with session.desk() as desk:
        stands_by = second.sign_in(session)
        if agreed:
            received, kept = receive_as_agreed(
                desk, parse_receipt_number(number), presented, second=stands_by
            )
        else:
            received, kept = receive_hand_in(
                desk, parse_registration_number(number), presented, second=stands_by
            )
    if as_json:
        told = {"receipt": received.receipt, "number": kept.number}
        print_json({**told, "way": received.way.value, **receipt_json(received)})
        return
    print_lines(
        f"Receipt {received.receipt} for registration {kept.number}, received by "
        f"{received.received_by_name} and {received.second_person_name}.",
        "The police took it there and then."
        if taken_by
        else "Pass it on to the police as soon as you can, within 24 hours.",
        f"Next: amnesty hand-in show {received.receipt}",
    )


@hand_in.command(short_help="All that is written down of one hand-in.")
@takes_session
@click.argument("number")
@as_json_option
def show(session: Session, *, number: str, as_json: bool) -> None:
    """Show hand-in NUMBER, act by act."""
    from amnesty.services.hand_in.appointing import open_course

    problems = OptionProblems()
    wanted = problems.read("NUMBER", parse_receipt_number, number)
    problems.finish()
    with session.desk() as desk:
        found = open_course(desk, wanted)
    if as_json:
        print_json(standing_json(found))
    else:
        print_lines(*standing_lines(found))


@hand_in.command("list", short_help="Every hand-in that is open, the latest first.")
@takes_session
@as_json_option
def list_(session: Session, *, as_json: bool) -> None:
    """List what is agreed or held; what should have been passed on comes first."""
    from amnesty.services.hand_in.appointing import list_hand_ins

    with session.desk() as desk:
        found = list_hand_ins(desk)
    if as_json:
        print_json({"hand_ins": [standing_json(one) for one in found]})
    else:
        print_lines(*(list_lines(found) if found else ["No hand-in is open."]))
