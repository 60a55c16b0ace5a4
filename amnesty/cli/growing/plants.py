"""`amnesty declare` and `amnesty harvest`: what happens to plants."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from amnesty.cli.growing.at_site import (
    STAGES,
    AtSite,
    at_a_site,
    of_plants,
    with_reason,
)
from amnesty.cli.job import JobGroup, job
from amnesty.cli.session import takes_session
from amnesty.domain.certificate import Setting
from amnesty.domain.journal import Because
from amnesty.domain.plants import PlantBatch, Stage
from amnesty.domain.quantity import parse_grams

if TYPE_CHECKING:
    from amnesty.cli.session import Session


@click.group("declare", cls=JobGroup)
def declare() -> None:
    """Write down what happens to plants."""


@declare.command(short_help="Plants that were sown, cut or brought in.")
@takes_session
@at_a_site
@of_plants()
def new(session: Session, **told: Any) -> None:  # noqa: ANN401 - click's options
    """Write down new plants of NUMBER, in the stage that they came in."""
    from amnesty.services.growing.plants_and_stock import add_plants

    asked = AtSite(told)
    which = asked.which()
    batch = PlantBatch(
        cultivar=which.cultivar or "",
        count=asked.count(),
        stage=which.stage,
        since=which.since or asked.on,
    )
    asked.problems.finish()
    with session.desk() as desk:
        asked.say(desk, add_plants(desk, asked.number, batch, site=asked.site))


@declare.command(short_help="Plants that came to a later stage.")
@takes_session
@at_a_site
@of_plants()
@click.option("--to", required=True, type=STAGES, help="The stage that they came to.")
def moved(session: Session, *, to: str, **told: Any) -> None:  # noqa: ANN401 - click's options
    """Write down that plants of NUMBER came to a later stage."""
    from amnesty.services.growing.plants_and_stock import move_plants

    asked = AtSite(told)
    which, count = asked.which(), asked.count()
    asked.problems.finish()
    with session.desk() as desk:
        grown = move_plants(
            desk,
            asked.number,
            which,
            count=count,
            to=Stage(to),
            on=asked.on,
            site=asked.site,
        )
        asked.say(desk, grown)


@declare.command(short_help="Fewer plants, and why.")
@takes_session
@at_a_site
@of_plants()
@with_reason(Because.DIED, Because.DESTROYED, Because.LOST, Because.MISTAKE)
def fewer(session: Session, **told: Any) -> None:  # noqa: ANN401 - click's options
    """Write down that NUMBER has fewer plants.

    A harvest and a hand-in have commands of their own. Plants are never given to
    another's registration.
    """
    from amnesty.services.growing.plants_and_stock import lose_plants

    asked = AtSite(told)
    which, count = asked.which(), asked.count()
    because, words = asked.reason()
    asked.problems.finish()
    with session.desk() as desk:
        grown = lose_plants(
            desk,
            asked.number,
            which,
            count=count,
            because=because,
            words=words,
            on=asked.on,
            site=asked.site,
        )
        asked.say(desk, grown)


@declare.command(short_help="Where it grows now, of indoors and outdoors.")
@takes_session
@at_a_site
@click.option(
    "--setting",
    required=True,
    type=click.Choice([Setting.INDOOR.value, Setting.OUTDOOR.value]),
    help="Where it grows from then on.",
)
def turn(session: Session, *, setting: str, **told: Any) -> None:  # noqa: ANN401 - click's options
    """Write down which turn begins, where NUMBER grows indoors and outdoors in turn."""
    from amnesty.services.growing.plants_and_stock import begin_turn

    asked = AtSite(told)
    asked.problems.finish()
    with session.desk() as desk:
        grown = begin_turn(
            desk, asked.number, Setting(setting), on=asked.on, site=asked.site
        )
        asked.say(desk, grown)


@job("harvest", short_help="Plants that were cut.")
@takes_session
@at_a_site
@of_plants(Stage.FLOWERING)
@click.option("--fresh", required=True, metavar="GRAMS", help="What they weigh, wet.")
def harvest(session: Session, *, fresh: str, **told: Any) -> None:  # noqa: ANN401 - click's options
    """Write down a harvest of NUMBER; its fresh weight is provisional (÷ 5)."""
    from amnesty.services.growing.plants_and_stock import harvest as cut

    asked = AtSite(told)
    which, count = asked.which(), asked.count()
    weight = partial(parse_grams, what="fresh weight")
    grams = asked.problems.read("--fresh", weight, fresh)
    asked.problems.finish()
    with session.desk() as desk:
        grown = cut(
            desk,
            asked.number,
            which,
            count=count,
            fresh_grams=grams,
            on=asked.on,
            site=asked.site,
        )
        asked.say(desk, grown)
