"""`amnesty weigh` and `amnesty account`: what happens to stock, and what should be."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from amnesty.cli.growing.at_site import (
    AtSite,
    account_json,
    at_a_site,
    with_reason,
)
from amnesty.cli.job import JobGroup, job
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import takes_session
from amnesty.domain.identifiers import parse_registration_number
from amnesty.domain.journal import Because
from amnesty.domain.quantity import parse_grams, parse_weight
from amnesty.domain.stock import StockItem, StockOrigin
from amnesty.domain.stock_chart import account_lines

if TYPE_CHECKING:
    from amnesty.cli.session import Session


@click.group("weigh", cls=JobGroup)
def weigh() -> None:
    """Write down what stock weighs, or that there is less."""


@weigh.command(short_help="One day's harvest, weighed dry.")
@takes_session
@at_a_site
@click.option("--of", "of", required=True, metavar="DATE", help="The day of harvest.")
@click.option("--dried", required=True, metavar="GRAMS", help="What it weighs, dry.")
def harvest(session: Session, *, of: str, dried: str, **told: Any) -> None:  # noqa: ANN401 - click's options
    """Write down what a harvest of NUMBER weighs, dried for 7 days or more."""
    from amnesty.services.growing.plants_and_stock import weigh_harvest

    asked = AtSite(told)
    harvested_on = asked.day("--of", of) or asked.on
    weight = partial(parse_grams, what="dry weight")
    grams = asked.problems.read("--dried", weight, dried)
    asked.problems.finish()
    with session.desk() as desk:
        grown = weigh_harvest(
            desk,
            asked.number,
            harvested_on=harvested_on,
            dried_grams=grams,
            on=asked.on,
            site=asked.site,
        )
        asked.say(desk, grown)


@weigh.command("all", short_help="All that is held at a site.")
@takes_session
@at_a_site
@click.option(
    "--held",
    multiple=True,
    required=True,
    metavar="FORM=GRAMS",
    help="As dried=82, once a jar; dried=0 where there is nothing.",
)
def all_of_it(session: Session, *, held: tuple[str, ...], **told: Any) -> None:  # noqa: ANN401 - click's options
    """Write down all that NUMBER holds at a site, what was dispensed left out."""
    from amnesty.services.growing.plants_and_stock import weigh_stock

    asked = AtSite(told)
    weights = [asked.problems.read("--held", parse_weight, one) for one in held]
    asked.problems.finish()
    stock = tuple(
        StockItem(
            form=weight.form,
            grams=weight.grams,
            weighed_on=asked.on,
            origin=StockOrigin.HOME_GROWN,
        )
        for weight in weights
        if weight.grams
    )
    with session.desk() as desk:
        grown = weigh_stock(desk, asked.number, stock, on=asked.on, site=asked.site)
        asked.say(desk, grown)


@weigh.command(short_help="Less stock, and why.")
@takes_session
@at_a_site
@click.option("--gone", required=True, metavar="FORM=GRAMS", help="As dried=12.5.")
@with_reason(Because.DESTROYED, Because.LOST, Because.SPOILT, Because.MISTAKE)
def less(session: Session, *, gone: str, **told: Any) -> None:  # noqa: ANN401 - click's options
    """Write down that NUMBER has less stock; a hand-in has a command of its own."""
    from amnesty.services.growing.plants_and_stock import lose_stock

    asked = AtSite(told)
    weight = asked.problems.read("--gone", parse_weight, gone)
    because, words = asked.reason()
    asked.problems.finish()
    with session.desk() as desk:
        grown = lose_stock(
            desk,
            asked.number,
            weight,
            because=because,
            words=words,
            on=asked.on,
            site=asked.site,
        )
        asked.say(desk, grown)


@job("account", short_help="The stock account, day by day.")
@takes_session
@click.argument("number")
@as_json_option
def account(session: Session, *, number: str, as_json: bool) -> None:
    """Show what NUMBER should hold, day by day, and what was weighed."""
    from amnesty.services.growing.plants_and_stock import read_account

    problems = OptionProblems()
    wanted = problems.read("NUMBER", parse_registration_number, number)
    problems.finish()
    with session.desk() as desk:
        kept = read_account(desk, wanted)
    if as_json:
        print_json(account_json(kept))
    else:
        print_lines(*account_lines(kept.days))
