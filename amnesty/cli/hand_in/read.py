"""What is typed after the options of `amnesty hand-in`, as the values it makes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from amnesty.cli.clock import SystemClock
from amnesty.domain.correcting import LONGEST_TAG
from amnesty.domain.dates import MustBe, parse_date
from amnesty.domain.hand_in import (
    Corrected,
    HandInPlants,
    HandInStock,
    PlantCount,
    Witness,
)
from amnesty.domain.london import london_day
from amnesty.domain.plants import GROWING, Stage
from amnesty.domain.policy import HandInWay
from amnesty.domain.quantity import (
    StockForm,
    Weight,
    parse_count,
    parse_grams,
    parse_plants,
    parse_weight,
)
from amnesty.domain.text import (
    clean_line,
    clean_name,
    clean_optional_line,
    parse_choice,
)
from amnesty.domain.times import at_london, parse_time
from amnesty.errors.hand_in import (
    HandInItemShapeError,
    NetAboveGrossError,
    NothingInItemError,
    WitnessShapeError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from fractions import Fraction

    from amnesty.cli.options import OptionProblems
    from amnesty.services.hand_in.receiving import Officer

_STAGE_NAMES = frozenset(stage.value for stage in GROWING)

WAYS = click.Choice([way.value for way in HandInWay])
WHATS = click.Choice([what.value for what in Corrected])


def parse_item(text: str) -> HandInStock | HandInPlants:
    """Return one item, as `dried=42.5/41.0@SEAL` or `flowering=2@SEAL`.

    The tag of the bag may follow that of the seal, and the gross weight a count.

    Raises:
        HandInItemShapeError: it is neither.
        NetAboveGrossError: the net weight is above the gross weight.
        NothingInItemError: it weighs or counts nothing.
    """
    what, equals, rest = text.partition("=")
    amount, at, tags = rest.partition("@")
    if not equals or not at:
        raise HandInItemShapeError
    seal, _, bag = tags.partition("@")
    sealed = {
        "seal_tag": clean_line(seal, what="seal tag", longest=LONGEST_TAG),
        "bag_tag": clean_line(bag, "bag tag", longest=LONGEST_TAG) if bag else "",
    }
    first, slash, second = amount.partition("/")
    if what.strip().casefold() in _STAGE_NAMES:
        count = parse_count(first, "number of plants")
        if not count:
            raise NothingInItemError
        return HandInPlants(
            stage=parse_choice(what, Stage, "stage"),
            count=count,
            gross_grams=parse_grams(second, "gross weight") if slash else None,
            **sealed,
        )
    gross = parse_grams(first, "gross weight")
    net = parse_grams(second, "net weight") if slash else gross
    if net > gross:
        raise NetAboveGrossError
    if not net:
        raise NothingInItemError
    form = parse_choice(what, StockForm, "form")
    return HandInStock(form=form, gross_grams=gross, net_grams=net, **sealed)


def parse_bringing(text: str) -> Weight | PlantCount:
    """Return what somebody means to bring, as `dried=40` or `flowering=2`."""
    what, _, amount = text.partition("=")
    if what.strip().casefold() in _STAGE_NAMES:
        stage = parse_choice(what, Stage, "stage")
        return PlantCount(stage=stage, count=parse_plants(amount))
    return parse_weight(text)


def parse_bag(text: str) -> tuple[str, Fraction]:
    """Return a bag's tag and what it weighs or counts now, as `SEAL=52.5`.

    Raises:
        HandInItemShapeError: it is not of that shape.
    """
    tag, equals, amount = text.rpartition("=")
    if not equals:
        raise HandInItemShapeError
    named = clean_line(tag, "seal tag", longest=LONGEST_TAG)
    return named, parse_grams(amount, f"weight or count of {named}")


def parse_witness(text: str) -> Witness:
    """Return a witness whose signature was seen, as `P. Rees, police officer`.

    Raises:
        WitnessShapeError: the name or the role is missing.
    """
    name, comma, role = text.rpartition(",")
    if not comma:
        raise WitnessShapeError
    return Witness(
        name=clean_name(name, "witness's name"),
        role=clean_line(role, "witness's role"),
        signature_seen=True,
    )


_WHEN = (
    click.option("--on", metavar="DATE", help="When it happened (default: now)."),
    click.option("--at", metavar="TIME", help="At what time, with --on."),
)


def when(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a job the day and the time at which something happened."""
    for option in reversed(_WHEN):
        command = option(command)
    return command


def read_when(
    problems: OptionProblems, on: str | None, at: str | None
) -> datetime | None:
    """Return an instant that is not in the future, or None where none was given."""
    if on is None and at is None:
        return None
    today = london_day(SystemClock().now())
    read = partial(parse_date, what="day", today=today, must_be=MustBe.TODAY_OR_PAST)
    day = problems.read_if_given("--on", read, on)
    if at is None:
        problems.add(
            "--at", "Say with --at at what time of that day it was, such as 14:30"
        )
        return None
    time = problems.read("--at", parse_time, at)
    if time is None or (on is not None and day is None):
        return None
    return at_london(day or today, time)


def read_officer(
    problems: OptionProblems, collar_number: str | None, name: str, force: str
) -> Officer | None:
    """Return who takes it for the police; None where no number was given."""
    from amnesty.services.hand_in.receiving import Officer

    longest = LONGEST_TAG
    number = problems.read_if_given(
        "--collar-number",
        partial(clean_line, what="collar number", longest=longest),
        collar_number,
    )
    called = problems.read(
        "--officer", partial(clean_optional_line, what="officer's name"), name
    )
    of = problems.read(
        "--force", partial(clean_optional_line, what="force", longest=80), force
    )
    if number is None:
        return None
    return Officer(collar_number=number, force=of, name=called)
