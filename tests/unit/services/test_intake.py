"""A form or a file becomes an application, or every problem is told at once."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.domain.staff import Role, StaffId, StaffMember
from amnesty.errors import ProblemsError
from amnesty.errors.forms import (
    KeyTwiceError,
    NotRegistrationFileError,
    RegistrationFileTooLargeError,
)
from amnesty.services.intake.answers import answers_from_json
from amnesty.services.intake.application import read_application
from amnesty.services.intake.schema import registration_schema

if TYPE_CHECKING:
    from datetime import date

    from amnesty.domain.registration import Application

CLERK = StaffMember(id=StaffId(1), name="ada", role=Role.CLERK)


def read(data: dict[str, Any], today: date) -> Application:
    """Return the application that a file makes."""
    return read_application(
        answers_from_json(json.dumps(data)),
        today=today,
        by=CLERK,
        staff={"ada": StaffId(1)},
    )


def problems(data: dict[str, Any], today: date) -> dict[str, str]:
    """Return the sentences that a file gets, by field."""
    with pytest.raises(ProblemsError) as caught:
        read(data, today)
    return {problem.path: problem.sentence for problem in caught.value.problems}


def test_a_whole_file_becomes_an_application(
    registration_file: dict[str, Any], today: date
) -> None:
    """Every part of a whole file stands in the application, amounts exact."""
    application = read(registration_file, today)
    assert application.identity.patient.full_name == "Siân Llŷr ap Gwŷn"
    assert application.clinical.need.grams_a_day == Fraction(3, 2)
    assert application.clinical.evidence[0].seen_by == "ada"
    (site,) = application.growing.sites
    assert [batch.count for batch in site.plants] == [3, 2]
    assert site.stock[0].grams == Fraction(241, 2)


def test_every_problem_is_told_at_once_in_the_order_of_the_form(
    registration_file: dict[str, Any], today: date
) -> None:
    """Mistakes in several sections all come back, in the form's order."""
    registration_file["patient"]["date_of_birth"] = "31 2 1970"
    registration_file["need"]["grams_a_day"] = "1e3"
    registration_file["sites"][0]["plants"][1]["count"] = "-2"
    del registration_file["patient"]["full_name"]
    found = problems(registration_file, today)
    assert list(found) == [
        "patient.full_name",
        "patient.date_of_birth",
        "need.grams_a_day",
        "sites.0.plants.1.count",
    ]
    assert found["patient.full_name"] == "Enter the patient's full name"


def test_an_unknown_field_is_named(
    registration_file: dict[str, Any], today: date
) -> None:
    """A misspelt key is a problem, not silence."""
    registration_file["pateint"] = {"full_name": "x"}
    assert "pateint.full_name" in problems(registration_file, today)


def test_an_amount_never_passes_through_a_float(
    registration_file: dict[str, Any], today: date
) -> None:
    """A JSON number is read as it is written."""
    text = json.dumps(registration_file).replace('"120.5"', "120.1")
    application = read_application(
        answers_from_json(text), today=today, by=CLERK, staff={}
    )
    assert application.growing.sites[0].stock[0].grams == Fraction(1201, 10)


@pytest.mark.parametrize("need", ["0", "-1", "1e3", "NaN", "1.234", "21", "1,5"])
def test_a_need_that_is_no_need_is_refused(
    registration_file: dict[str, Any], today: date, need: str
) -> None:
    """Each wrong need gets a sentence at its field."""
    registration_file["need"]["grams_a_day"] = need
    assert list(problems(registration_file, today)) == ["need.grams_a_day"]


@pytest.mark.parametrize("name", ["O'Brien [Jr]", "Smith [/b]", "محمد", "Zoe\u0308"])
def test_hostile_names_are_names(
    registration_file: dict[str, Any], today: date, name: str
) -> None:
    """Brackets, other scripts and decomposed accents are taken as names."""
    registration_file["patient"]["full_name"] = name
    taken = read(registration_file, today).identity.patient.full_name
    assert len(taken) == len(name.replace("e\u0308", "ë"))


@pytest.mark.parametrize("name", ["A\u202eB", "A\x07B", "x" * 201, "   ", "123"])
def test_names_that_mislead_are_refused(
    registration_file: dict[str, Any], today: date, name: str
) -> None:
    """Control characters, too many letters and none at all are told at the field."""
    registration_file["patient"]["full_name"] = name
    assert list(problems(registration_file, today)) == ["patient.full_name"]


def test_evidence_is_not_seen_before_it_is_issued(
    registration_file: dict[str, Any], today: date
) -> None:
    """Nobody sees a document on a day before there is one."""
    evidence = registration_file["evidence"][0]
    evidence["seen_on"] = evidence["issued_on"]
    read(registration_file, today)
    evidence["issued_on"] = "20 4 2026"
    evidence["seen_on"] = "19 4 2026"
    told = problems(registration_file, today)["evidence.0.seen_on"]
    assert (
        told == "The day it was seen must be the same as or after the day it was issued"
    )


@pytest.mark.parametrize(
    ("representative", "path"),
    [
        (None, "representative.full_name"),
        ("no", "undertaking.signed_by"),
        ("", "representative.may_sign"),
        ("yes", None),
    ],
)
def test_only_a_representative_who_is_there_and_may_sign_signs(
    registration_file: dict[str, Any],
    today: date,
    representative: str | None,
    path: str | None,
) -> None:
    """One problem, at the one field that is wrong."""
    registration_file["undertaking"]["signed_by"] = "R"
    if representative is not None:
        registration_file["representative"] = {
            "full_name": "Ann Lee",
            "capacity": "deputy appointed by the court",
            "document": "Order 12",
            "document_seen_on": "1 4 2026",
            "may_sign": representative,
        }
    if path is None:
        undertaking = read(registration_file, today).growing.undertaking
        assert undertaking
        assert undertaking.signed_by == "representative"
    else:
        assert list(problems(registration_file, today)) == [path]


def test_a_child_needs_a_representative_and_a_grower(
    registration_file: dict[str, Any], today: date
) -> None:
    """Under 18, somebody else acts and grows."""
    registration_file["patient"]["date_of_birth"] = "1 1 2012"
    found = problems(registration_file, today)
    assert set(found) == {"representative.full_name", "grower.full_name"}


def test_evidence_holds_for_twelve_months(
    registration_file: dict[str, Any], today: date
) -> None:
    """A letter that claims more is cut at entry."""
    registration_file["evidence"][0]["valid_to"] = "2 10 2027"
    registration_file["evidence"][0]["issued_on"] = "1 10 2026"
    assert "1 October 2027" in problems(registration_file, today)["evidence.0.valid_to"]


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", "[" * 100_000])
def test_a_foreign_or_truncated_file_is_refused(text: str) -> None:
    """What is not a JSON object gets one sentence."""
    with pytest.raises(NotRegistrationFileError):
        answers_from_json(text)


def test_a_key_that_stands_twice_is_refused() -> None:
    """Which of the two was meant, nobody knows."""
    with pytest.raises(KeyTwiceError, match="“grams_a_day” twice"):
        answers_from_json('{"need": {"grams_a_day": "1", "grams_a_day": "2"}}')


def test_a_file_of_any_size_is_answered_at_once() -> None:
    """A huge file is refused before it is read."""
    with pytest.raises(RegistrationFileTooLargeError, match="256 KB is the most"):
        answers_from_json("[" * 300_000)


def test_the_schema_names_every_required_part(
    registration_file: dict[str, Any],
) -> None:
    """The schema's required keys all stand in a whole file."""
    schema = registration_schema()
    assert set(schema["required"]) <= set(registration_file)
    site = schema["properties"]["sites"]["items"]
    assert set(site["required"]) <= set(registration_file["sites"][0])
    assert "plants" not in site["required"]
