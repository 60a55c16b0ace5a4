"""An authority brings whom it kept elsewhere: all of a list, or nobody."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.cli.demonstration.people import People

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tests.journeys.conftest import Office, Ran

NAMES = ("Ann Nesbit", "Siân ap Gwŷn", "Łukasz O'Neill")


@pytest.fixture
def people(registration_file: dict[str, Any], today: date) -> list[dict[str, Any]]:
    """Return the registration files of three made-up people."""
    answers = People(seed=3, today=today).answers(len(NAMES))
    made = []
    for place, (name, raw) in enumerate(zip(NAMES, answers, strict=True), start=1):
        one = deepcopy(registration_file)
        one["patient"]["full_name"] = name
        one["patient"]["health_number"] = raw["patient.health_number"]
        one["sites"][0]["address"]["line_1"] = f"{place} Orchard Lane"
        made.append(one)
    return made


def register(office: Office, lines: Sequence[object], *options: str) -> Ran:
    """Register a list by a clerk; text stands in it as it is."""
    file = office.folder / "list.jsonl"
    texts = [one if isinstance(one, str) else json.dumps(one) for one in lines]
    file.write_text("\n".join(texts), encoding="utf-8")
    return office.run_as("bronwen", "register-list", str(file), *options)


def found(office: Office) -> int:
    """Return how many of the people are found."""
    return sum(
        office.run_as("bronwen", "find", name, "--json").json["total"] for name in NAMES
    )


def test_all_of_a_list_are_drafts_as_if_one_after_the_other(
    office: Office, people: list[dict[str, Any]]
) -> None:
    """Each line's number is told, and each is found, checked, submitted, approved."""
    sound = register(office, people, "--check")
    assert sound.out == "All 3 registrations are sound. Nothing was kept.\n"
    assert found(office) == 0
    kept = register(office, [people[0], "", *people[1:]], "--json")
    assert kept.code == 0, kept.err
    told = kept.json["registered"]
    assert [one["line"] for one in told] == [1, 3, 4]
    for name, one in zip(NAMES, told, strict=True):
        shown = office.run_as("bronwen", "show", one["number"], "--json").json
        assert (shown["full_name"], shown["state"]) == (name, "draft")
        assert not [f for f in shown["findings"] if f["blocks"]]
    number = told[1]["number"]
    for who, job in (("bronwen", "submit"), ("idris", "approve")):
        done = office.run_as(who, job, number)
        assert done.code == 0, done.err


def test_every_problem_of_every_line_is_told_and_nobody_kept(
    office: Office, people: list[dict[str, Any]]
) -> None:
    """With its line and field, those that stand twice and that stand already too."""
    assert register(office, people[:1]).code == 0
    wrong = deepcopy(people[1])
    wrong["patient"]["date_of_birth"] = "31 2 1970"
    wrong["need"]["grams_a_day"] = "1e3"
    refused = register(office, [wrong, "{", people[2], people[2]])
    assert refused.code == 2
    assert [line.strip().partition(": ")[0] for line in refused.err.splitlines()] == [
        "There is a problem:",
        "line 1, patient.date_of_birth",
        "line 1, need.grams_a_day",
        "line 2",
        "line 4, patient.health_number",
    ]
    assert "Line 3 has the same number: take one away." in refused.err
    assert found(office) == 1
    refused = register(office, [people[1], people[0]])
    assert refused.code == 2
    assert "line 2: A patient with this NHS, CHI or Health and Care" in refused.err
    assert "line 1" not in refused.err
    assert found(office) == 1


def test_a_list_without_anybody_or_with_one_cause_for_many_is_told_shortly(
    office: Office,
) -> None:
    """No line, and two hundred lines of another kind of file."""
    empty = register(office, ["", " "])
    assert empty.code == 2
    assert "The list has no registration" in empty.err
    other = register(office, ["name;born;need"] * 200)
    assert other.code == 2
    assert len(other.err.splitlines()) == 1 + 100 + 1
    assert "100 more, which are told once these are put right." in other.err


def test_who_may_not_register_may_not_register_a_list(
    office: Office, people: list[dict[str, Any]]
) -> None:
    """An auditor is refused before anything is read out of it."""
    file = office.folder / "list.jsonl"
    file.write_text(json.dumps(people[0]), encoding="utf-8")
    refused = office.run_as("ann", "register-list", str(file))
    assert refused.code not in {0, 2}
    assert found(office) == 0
