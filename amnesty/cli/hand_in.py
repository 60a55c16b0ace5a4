"""`amnesty hand-in receive`: what is above need, against a receipt."""

from __future__ import annotations

from functools import partial

import click

from amnesty.cli.options import OptionProblems
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import Session, takes_session
from amnesty.domain.handin import HandInPlants, HandInStock
from amnesty.domain.identifiers import parse_registration_number
from amnesty.domain.plants import Stage
from amnesty.domain.quantity import StockForm, parse_count, parse_grams, readable_text
from amnesty.domain.text import clean_line, parse_choice
from amnesty.errors.handin import HandInItemShapeError, NetAboveGrossError


@click.group("hand-in")
def hand_in() -> None:
    """Receive what is handed in above need."""


@hand_in.command()
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
@click.option("--site", type=click.IntRange(min=1), default=1, show_default=True)
@click.option("--property-reference", default="", help="The police's, once known.")
@click.option("--identity-seen", is_flag=True, required=True)
@click.option("--signature-seen", is_flag=True, required=True)
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
    read = [problems.read("--item", parse_item, item) for item in items]
    where = problems.read("--place", partial(clean_line, what="place"), place)
    who = problems.read_if_given(
        "--presented-by",
        partial(clean_line, what="name of who brings it"),
        presented_by,
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
        property_reference=property_reference,
    )
    with session.desk() as desk:
        received, kept = receive_hand_in(
            desk, parse_registration_number(number), presented, second=second
        )
    if as_json:
        print_json(
            {
                "receipt": received.receipt,
                "number": kept.number,
                "received_at": received.received_at.isoformat(),
                "net_grams": {
                    one.form.value: readable_text(one.net_grams)
                    for one in received.stock
                },
                "plants": {one.stage.value: one.count for one in received.plants},
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
    """
    what, equals, rest = text.partition("=")
    amount, at, seal = rest.partition("@")
    if not equals or not at:
        raise HandInItemShapeError
    tag = clean_line(seal, what="seal tag", longest=40)
    if what.strip().casefold() in {stage.value for stage in _STAGES}:
        return HandInPlants(
            stage=parse_choice(what, Stage, "stage"),
            count=parse_count(amount, "number of plants"),
            seal_tag=tag,
        )
    gross, slash, net = amount.partition("/")
    gross_grams = parse_grams(gross, "gross weight")
    net_grams = parse_grams(net, "net weight") if slash else gross_grams
    if net_grams > gross_grams:
        raise NetAboveGrossError
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
