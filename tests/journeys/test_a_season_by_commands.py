"""Declare, harvest, weigh and account for it, by the commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.journeys.conftest import Office


@pytest.fixture
def number(office: Office, registration_file: dict[str, Any]) -> str:
    """Return an approved registration: 3 in flower, 2 vegetative, 120.5 g dried."""
    path = office.folder / "patient.json"
    path.write_text(json.dumps(registration_file), encoding="utf-8")
    kept = office.run_as("bronwen", "register", str(path), "--json")
    number: str = kept.json["number"]
    assert office.run_as("bronwen", "submit", number).code == 0
    assert office.run_as("idris", "approve", number).code == 0
    return number


def test_a_season(office: Office, number: str) -> None:
    """Sown, moved on, cut, weighed and lost: each is said, and the account has it."""
    for said, job in (
        ("8 in all", ("declare", "new", number, "--count", "3", "--stage", "seedling")),
        (
            "3 in flower",
            (
                *("declare", "moved", number, "--count", "1", "--stage", "seedling"),
                *("--to", "vegetative"),
            ),
        ),
        (
            "7 in all",
            (
                *("declare", "fewer", number, "--count", "1", "--stage", "seedling"),
                *("--because", "died"),
            ),
        ),
        ("176.5 g", ("harvest", number, "--count", "2", "--fresh", "280")),
        (
            "170.5 g",
            (
                *("weigh", "less", number, "--gone", "dried=6"),
                *("--because", "lost or stolen", "--note", "burglary"),
            ),
        ),
        ("100 g", ("weigh", "all", number, "--held", "dried=100")),
    ):
        done = office.run_as("bronwen", *job)
        assert done.code == 0, done.err
        assert said in done.out, done.out
    account = office.run_as("bronwen", "account", number, "--json").json
    (day,) = account["days"]
    assert (day["opened"], day["harvested"], day["lost"]) == ("120.5", "56", "6")
    assert (day["difference"], day["expected"]) == ("-70.5", "100")
    table = office.run_as("bronwen", "account", number)
    assert "-70.5     100.0" in table.out


@pytest.mark.parametrize(
    ("job", "told"),
    [
        (("harvest", "--count", "9", "--fresh", "280"), "There are 3 flowering plants"),
        (("harvest", "--count", "2", "--fresh", "0.28 kg"), "is about 280.0 g"),
        (("harvest", "--count", "0", "--fresh", "1"), "Number of plants must be"),
        (("harvest", "--count", "1.5", "--fresh", "1"), "must be a whole number"),
        (
            ("harvest", "--count", "1", "--fresh", "1", "--on", "1 1 2090"),
            "must be today or in the past",
        ),
        (
            ("harvest", "--count", "1", "--fresh", "1", "--on", "1 1 2026"),
            "The account of this site begins on",
        ),
        (
            ("weigh", "harvest", "--of", "1 1 2026", "--dried", "10"),
            "No harvest of 1 January 2026 is recorded",
        ),
        (
            (
                *("declare", "moved", "--count", "1", "--stage", "flowering"),
                *("--to", "vegetative"),
            ),
            "A plant that is flowering cannot become vegetative",
        ),
        (
            ("declare", "turn", "--setting", "outdoor"),
            "does not grow indoors and outdoors in turn",
        ),
        (
            ("harvest", "--count", "1", "--fresh", "1", "--site", "2"),
            "There is no site 2",
        ),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(
    office: Office, number: str, job: tuple[str, ...], told: str
) -> None:
    """Nothing is written down, and what to do is said."""
    verb = 2 if job[0] in {"declare", "weigh"} else 1
    ran = office.run_as("bronwen", *job[:verb], number, *job[verb:])
    assert ran.code in {1, 2}
    assert told in ran.err
    assert "Traceback" not in ran.err
    account = office.run_as("bronwen", "account", number)
    assert "Nothing has happened yet" in account.out


def test_policies_are_compared_by_command(office: Office, number: str) -> None:
    """Counts, and the numbers on request; the policy in force is still told alone."""
    both = ("policy", "diff", "canada", "uk-40g", "--all")
    counts = office.run_as("idris", *both, "--json").json
    assert (counts["checked"], counts["over_second"]) == (1, 0)
    assert counts["numbers"] is None
    assert office.run_as("idris", "allowance").code == 2
    listed = office.run_as("idris", *both, "--list")
    assert listed.code == 0, listed.err
    assert "above both canada@1 and uk-40g@1" in listed.out
    assert "uk-55g@1" in office.run_as("idris", "policy").out
    assert "canada@1" in office.run_as("idris", "policy", "canada").out
    assert number not in listed.out


def test_what_would_follow_is_shown_and_not_kept(office: Office, number: str) -> None:
    """Both sides with the working: less need, another policy, more stock."""
    asked = ("--need", "1", "--policy", "canada", "--held", "dried=300")
    found = office.run_as("bronwen", "excess", number, *asked, "--json")
    assert found.code == 0, found.err
    before, after = found.json["before"], found.json["after"]
    assert (before["policy"], after["policy"]) == ("uk-55g@1", "canada@1")
    assert [one["limit"] for one in before["amounts"]] == ["4", "8", "330"]
    assert [one["limit"] for one in after["amounts"]] == ["5", "5", "225"]
    assert after["amounts"][2]["excess"] == "75"
    assert any("365" in line for line in after["findings"][0]["working"])
    told = office.run_as("bronwen", "excess", number, "--setting", "outdoor").out
    assert "Nothing was kept." in told
    shown = office.run_as("bronwen", "show", number, "--json").json
    assert shown["need_grams_a_day"] == "1.5"
    refused = office.run_as("bronwen", "excess", number, "--need", "0", "--young", "-1")
    assert refused.code == 2
    assert "Need must be more than 0" in refused.err
    assert "must not be below 0" in refused.err
