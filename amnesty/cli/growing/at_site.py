"""What the jobs about a growing site share: their options, and what they say after."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.domain.dates import MustBe, parse_date
from amnesty.domain.identifiers import parse_registration_number
from amnesty.domain.journal import Because
from amnesty.domain.london import london_day
from amnesty.domain.plants import GROWING, Stage, Which
from amnesty.domain.quantity import parse_plants, readable_text
from amnesty.domain.text import clean_optional_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from amnesty.domain.finding import Finding
    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk
    from amnesty.services.growing.plants_and_stock import Account

STAGES = click.Choice([stage.value for stage in GROWING])
_OF_A_SITE = (
    click.argument("number"),
    click.option("--on", metavar="DATE", help="When it happened (default: today)."),
    click.option(
        "--site",
        type=int,
        default=1,
        show_default=True,
        metavar="N",
        help="Which of the registration's sites.",
    ),
    as_json_option,
)


def at_a_site(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a job the registration's number, the day and the site."""
    for option in reversed(_OF_A_SITE):
        command = option(command)
    return command


def of_plants(stage: Stage | None = None) -> Callable[..., Any]:
    """Give a job what says which plants, and how many; the stage may have a default."""
    options = (
        click.option("--count", required=True, help="How many plants."),
        click.option(
            "--stage",
            required=stage is None,
            type=STAGES,
            default=None if stage is None else stage.value,
            show_default=stage is not None,
            help="The stage that they are in.",
        ),
        click.option("--cultivar", help="Their cultivar, where stages are not enough."),
        click.option("--since", metavar="DATE", help="Since when they are in it."),
    )

    def give(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return give


def with_reason(*reasons: Because) -> Callable[..., Any]:
    """Give a job the reason why there is less, and words on it."""
    choices = click.Choice([one.value for one in reasons])
    because = click.option("--because", required=True, type=choices, help="Why.")
    note = click.option("--note", default="", help="More words on it.")

    def give(command: Callable[..., Any]) -> Callable[..., Any]:
        return because(note(command))

    return give


class AtSite:
    """The shared options of one job, read; every problem is told at once."""

    def __init__(self, told: dict[str, Any]) -> None:
        """Take the options as click has them."""
        self._told = told
        self.problems = OptionProblems()
        self._today = london_day(SystemClock().now())
        self.number = self.problems.read(
            "NUMBER", parse_registration_number, told["number"]
        )
        self.on = self.day("--on", told["on"]) or self._today
        self.site = told["site"] - 1

    def day(self, option: str, text: str | None) -> date | None:
        """Return a day of an option, not in the future; None where it was left out."""
        read = partial(
            parse_date, what="day", today=self._today, must_be=MustBe.TODAY_OR_PAST
        )
        return self.problems.read_if_given(option, read, text)

    def which(self) -> Which:
        """Return which plants are meant."""
        name = partial(clean_optional_line, what="cultivar")
        cultivar = self._told["cultivar"]
        return Which(
            stage=Stage(self._told["stage"]),
            cultivar=self.problems.read_if_given("--cultivar", name, cultivar),
            since=self.day("--since", self._told["since"]),
        )

    def count(self) -> int:
        """Return how many plants."""
        return self.problems.read("--count", parse_plants, self._told["count"])

    def reason(self) -> tuple[Because, str]:
        """Return why there is less, with the words on it."""
        words = partial(clean_optional_line, what="note")
        note = self.problems.read("--note", words, self._told["note"])
        return Because(self._told["because"]), note

    def say(self, desk: Desk, grown: Registration) -> None:
        """Say what the check finds at the site now."""
        from amnesty.services.growing.checking import check_one

        report = check_one(desk, grown.number)
        findings = [one for one in report.findings if one.site == self.site]
        if self._told["as_json"]:
            print_json(
                {
                    "number": grown.number,
                    "site": self.site + 1,
                    "findings": [finding_json(one) for one in findings],
                }
            )
            return
        print_lines(
            f"Written down for {grown.number}.",
            *(f"{one.sentence} {one.next_step}".rstrip() for one in findings),
        )


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as commands print it."""
    return {
        "kind": finding.kind.value,
        "outcome": finding.outcome.value,
        "compared": finding.compared,
        "with": finding.with_,
        "due_on": finding.due_on and finding.due_on.isoformat(),
        "sentence": finding.sentence,
        "next_step": finding.next_step,
        "working": list(finding.working),
    }


def account_json(account: Account) -> dict[str, Any]:
    """Return a stock account, every amount exact."""
    return {
        "number": account.registration.number,
        "unit": "g dried equivalent",
        "days": [
            {
                "on": day.on.isoformat(),
                "opened": readable_text(day.opened),
                "harvested": readable_text(day.harvested),
                "consumed": readable_text(day.consumed),
                "handed_in": readable_text(day.handed_in),
                "lost": readable_text(day.lost),
                "difference": readable_text(day.difference),
                "expected": readable_text(day.expected),
                "weighed": day.was_weighed,
            }
            for day in account.days
        ],
    }
