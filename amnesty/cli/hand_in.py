"""`amnesty hand-in receive`: what is above need, against a receipt."""

from __future__ import annotations

from functools import partial

import click

from amnesty.cli.job import JobGroup
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import Session, takes_session
from amnesty.domain.handin import HandInPlants, HandInStock
from amnesty.domain.identifiers import parse_registration_number
from amnesty.domain.plants import Stage
from amnesty.domain.quantity import StockForm, parse_count, parse_grams, readable_text
from amnesty.domain.text import clean_line, clean_optional_line, parse_choice
from amnesty.errors.handin import (
    HandInItemShapeError,
    NetAboveGrossError,
    NothingInItemError,
)


@click.group("hand-in", cls=JobGroup)
def hand_in() -> None:
    """Receive what is handed in above need."""


@hand_in.command(short_help="Receive what a registration hands in.")
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
@click.option("--second", required=True, help="The second person's account name.")
@click.option("--presented-by", help="Who brings it (default: the patient).")
@click.option("--place", required=True, help="Where it is received.")
@click.option(
    "--site",
    type=int,
    metavar="N",
    default=1,
    show_default=True,
    help="Which of the registration's sites it came from.",
)
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
@as_json_option
def receive(  # noqa: PLR0913 - one argument for each option of the command
    session: Session,
    *,
    number: str,
    items: tuple[str, ...],
    second: str,
    presented_by: str | None,
    place: str,
    site: int,
    property_reference: str,
    identity_seen: bool,
    signature_seen: bool,
    as_json: bool,
) -> None:
    """Receive what NUMBER hands in; a receipt is given and the excess cleared."""
    from amnesty.services.handing_in import Presented, receive_hand_in

    problems = OptionProblems()
    wanted = problems.read("NUMBER", parse_registration_number, number)
    read = [problems.read("--item", parse_item, item) for item in items]
    where = problems.read("--place", partial(clean_line, what="place"), place)
    who = problems.read_if_given(
        "--presented-by",
        partial(clean_line, what="name of who brings it"),
        presented_by,
    )
    reference = problems.read(
        "--property-reference",
        partial(clean_optional_line, what="property reference", longest=40),
        property_reference,
    )
    problems.finish()
    presented = Presented(
        site=site - 1,
        stock=tuple(one for one in read if isinstance(one, HandInStock)),
        plants=tuple(one for one in read if isinstance(one, HandInPlants)),
        presented_by=who or "the patient",
        identity_seen=identity_seen,
        signature_seen=signature_seen,
        place=where,
        property_reference=reference,
    )
    with session.desk() as desk:
        received, kept = receive_hand_in(desk, wanted, presented, second=second)
    if as_json:
        print_json(
            {
                "receipt": received.receipt,
                "number": kept.number,
                "received_at": received.received_at.isoformat(),
                "stock": [
                    {
                        "form": one.form.value,
                        "gross_grams": readable_text(one.gross_grams),
                        "net_grams": readable_text(one.net_grams),
                        "seal_tag": one.seal_tag,
                    }
                    for one in received.stock
                ],
                "plants": [
                    {
                        "stage": one.stage.value,
                        "count": one.count,
                        "seal_tag": one.seal_tag,
                    }
                    for one in received.plants
                ],
            }
        )
        return
    print_lines(
        f"Receipt {received.receipt} for registration {kept.number}.",
        "Pass it on to the police as soon as you can, within 24 hours.",
        f"Next: amnesty show {kept.number}",
    )


def parse_item(text: str) -> HandInStock | HandInPlants:
    """Return one item, as `dried=42.5/41.0@SEAL` or `flowering=2@SEAL`.

    Raises:
        HandInItemShapeError: it is neither.
        NetAboveGrossError: the net weight is above the gross weight.
        NothingInItemError: it weighs or counts nothing.
    """
    what, equals, rest = text.partition("=")
    amount, at, seal = rest.partition("@")
    if not equals or not at:
        raise HandInItemShapeError
    tag = clean_line(seal, what="seal tag", longest=40)
    if what.strip().casefold() in {stage.value for stage in _STAGES}:
        count = parse_count(amount, "number of plants")
        if not count:
            raise NothingInItemError
        return HandInPlants(
            stage=parse_choice(what, Stage, "stage"), count=count, seal_tag=tag
        )
    gross, slash, net = amount.partition("/")
    gross_grams = parse_grams(gross, "gross weight")
    net_grams = parse_grams(net, "net weight") if slash else gross_grams
    if net_grams > gross_grams:
        raise NetAboveGrossError
    if not net_grams:
        raise NothingInItemError
    return HandInStock(
        form=parse_choice(what, StockForm, "form"),
        gross_grams=gross_grams,
        net_grams=net_grams,
        seal_tag=tag,
    )


_STAGES = (
    Stage.SEED,
    Stage.CLONE,
    Stage.SEEDLING,
    Stage.VEGETATIVE,
    Stage.FLOWERING,
)
