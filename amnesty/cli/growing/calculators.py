"""`amnesty allowance` and `amnesty excess`: the arithmetic with its working."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from amnesty.cli.growing.what_if import Asked, say_what_if
from amnesty.cli.job import job
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import Session, takes_session
from amnesty.domain.allowance import Allowance, allowance
from amnesty.domain.certificate import PlantLimits, Setting
from amnesty.domain.excess import excess
from amnesty.domain.identifiers import parse_registration_number
from amnesty.domain.quantity import (
    fixed_text,
    parse_count,
    parse_need,
    parse_weight,
    readable_text,
    rounded_down,
)
from amnesty.domain.what_if import Change
from amnesty.policies import DEFAULT_POLICY, load_policy

if TYPE_CHECKING:
    from fractions import Fraction

    from amnesty.domain.policy import Policy
    from amnesty.domain.quantity import Weight

_SETTINGS = click.Choice([setting.value for setting in Setting])
_PERIODS = click.Choice([Setting.INDOOR.value, Setting.OUTDOOR.value])

_PLACES = 4

_need = click.option("--need", required=True, help="Grams a day, as 1.5.")
_setting = click.option(
    "--setting",
    required=True,
    type=_SETTINGS,
    help="Where it grows; both is in turn, never at once.",
)
_policy = click.option(
    "--policy",
    "policy_id",
    default=DEFAULT_POLICY,
    show_default=True,
    help="Id of a policy profile.",
)


@job("allowance")
@_need
@_setting
@_policy
@as_json_option
def allowance_command(
    need: str, setting: str, policy_id: str, *, as_json: bool
) -> None:
    """Show what a need permits under a policy, with the working.

    Any need from 0.01 to 500 g a day is computed; a registration takes less.
    """
    problems = OptionProblems()
    policy, grams = _policy_and_need(problems, policy_id, need)
    problems.finish()
    permitted = allowance(grams, Setting(setting), policy)
    if as_json:
        print_json(
            {
                "policy": permitted.policy,
                **_plants_json(permitted),
                "stock_grams": str(permitted.stock_grams),
                "carry_grams": _decimal(permitted.carry_grams),
                "refused_because": permitted.refusal,
                "working": list(permitted.working),
            }
        )
        return
    print_lines(*permitted.working)


@job("excess", short_help="What is above the limits, or would be.")
@takes_session
@click.argument("number", required=False)
@click.option("--need", help="Grams a day, as 1.5.")
@click.option("--setting", type=_SETTINGS, help="Where it grows; both is in turn.")
@click.option("--period", type=_PERIODS, help="Which limits hold now, for both.")
@click.option(
    "--policy",
    "policy_id",
    help=f"Id of a policy profile (default: {DEFAULT_POLICY}; of a record, its own).",
)
@click.option(
    "--held",
    multiple=True,
    metavar="FORM=GRAMS",
    help="What is held, as dried=420; once for each form.",
)
@click.option("--flowering", metavar="N", help="Plants in flower.")
@click.option("--young", metavar="N", help="Clones, seedlings and vegetative plants.")
@click.option(
    "--site",
    type=int,
    default=1,
    show_default=True,
    metavar="N",
    help="Of a record: which of its sites.",
)
@as_json_option
def excess_command(  # noqa: PLR0913 - one argument for each option of the command
    session: Session,
    *,
    number: str | None,
    need: str | None,
    setting: str | None,
    period: str | None,
    policy_id: str | None,
    held: tuple[str, ...],
    flowering: str | None,
    young: str | None,
    site: int,
    as_json: bool,
) -> None:
    """Show what is held above what a need permits, with the working.

    With the NUMBER of a registration: its record as it is, beside what it would be with
    what the options say. Nothing is kept.
    """
    problems = OptionProblems()
    weights, counts = _declared(problems, held, flowering, young)
    if number is not None:
        policy_named = problems.read_if_given("--policy", load_policy, policy_id)
        asked = Asked(
            number=problems.read("NUMBER", parse_registration_number, number),
            site=site - 1,
            change=Change(
                need=problems.read_if_given("--need", parse_need, need),
                setting=Setting(setting) if setting else None,
                turn=Setting(period) if period else None,
                held=weights if held else None,
                flowering=counts["flowering"],
                young=counts["young"],
            ),
            policy=policy_named,
        )
        problems.finish()
        say_what_if(session, asked, as_json=as_json)
        return
    if setting is None:
        problems.add("--setting", "Enter the setting: indoor, outdoor or both")
    policy, grams = _policy_and_need(problems, policy_id or DEFAULT_POLICY, need or "")
    problems.finish()
    permitted = allowance(grams, Setting(setting), policy)
    found = excess(
        permitted,
        weights,
        policy=policy,
        flowering=counts["flowering"],
        young=counts["young"],
        period=Setting(period) if period else None,
    )
    working = [*permitted.working, *found.working]
    if as_json:
        print_json(
            {
                "policy": permitted.policy,
                "held_grams": _decimal(found.held_grams),
                "stock_grams": str(found.stock_grams),
                "excess_grams": fixed_text(found.excess_grams, 1),
                "excess_plants": found.excess_plants,
                "outcome": found.outcome.value,
                "refused_because": permitted.refusal,
                "working": working,
            }
        )
        return
    print_lines(*working, f"Outcome: {found.outcome.value}")


def _policy_and_need(
    problems: OptionProblems, policy_id: str, need: str
) -> tuple[Policy, Fraction]:
    return (
        problems.read("--policy", load_policy, policy_id),
        problems.read("--need", parse_need, need),
    )


def _declared(
    problems: OptionProblems,
    held: tuple[str, ...],
    flowering: str | None,
    young: str | None,
) -> tuple[tuple[Weight, ...], dict[str, int | None]]:
    weights = tuple(problems.read("--held", parse_weight, one) for one in held)
    parse = partial(parse_count, what="number of plants")
    counts = {
        "flowering": problems.read_if_given("--flowering", parse, flowering),
        "young": problems.read_if_given("--young", parse, young),
    }
    return weights, counts


def _plants_json(permitted: Allowance) -> dict[str, Any]:
    """Return the limits: two numbers, or for both settings two objects of two."""
    if permitted.setting is not Setting.BOTH:
        limits = permitted.limits()
        return {"flowering": limits.flowering, "plants": limits.plants}
    periods: dict[str, PlantLimits] = {
        period.value: permitted.limits(period)
        for period in (Setting.INDOOR, Setting.OUTDOOR)
    }
    return {
        "flowering": {name: limits.flowering for name, limits in periods.items()},
        "plants": {name: limits.plants for name, limits in periods.items()},
    }


def _decimal(grams: Fraction) -> str:
    """Return the exact decimal, or four places, rounded down, where there is none."""
    text = readable_text(grams)
    return fixed_text(rounded_down(grams, _PLACES), _PLACES) if "/" in text else text
