"""Reading the patient and the people around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from amnesty.domain.address import Address
from amnesty.domain.dates import MustBe, age_on
from amnesty.domain.identifiers import parse_health_number, parse_postcode
from amnesty.domain.patient import Language, Patient, PhotoIdentity, SafeContact
from amnesty.domain.representative import (
    Capacity,
    Caretaker,
    DesignatedGrower,
    Representative,
)
from amnesty.domain.text import clean_line, clean_name
from amnesty.errors.forms import (
    EmailError,
    OrderOfDatesError,
    TelephoneError,
    UprnError,
)

if TYPE_CHECKING:
    from datetime import date

    from amnesty.services.intake.answers import Answers

ADULT = 18
"""The age in years from which a person may sign and grow for themselves."""

_TELEPHONE = re.compile(r"\+?[0-9]{10,15}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_UPRN = re.compile(r"[0-9]{1,12}")


def read_patient(answers: Answers) -> Patient:
    """Return the patient."""
    letters = "patient.letters"
    if answers.text("patient.holds_no_other").casefold() in ("n", "no"):
        answers.add(
            "patient.holds_no_other",
            "A patient can hold one registration: end the other one first",
        )
    return Patient(
        full_name=answers.name("patient.full_name"),
        date_of_birth=answers.day("patient.date_of_birth", MustBe.PAST),
        health_number=answers.read_if_given(
            "patient.health_number", parse_health_number
        ),
        also_known_as=answers.read_if_given("patient.also_known_as", parse_names) or (),
        home=read_address(answers, "patient.home"),
        letters=read_address(answers, letters) if answers.is_given(letters) else None,
        telephone=answers.read_if_given("patient.telephone", parse_telephone) or "",
        email=answers.read_if_given("patient.email", parse_email) or "",
        safe_contact=SafeContact(
            post=answers.yes("patient.safe_contact.post"),
            telephone=answers.yes("patient.safe_contact.telephone"),
            email=answers.yes("patient.safe_contact.email"),
            note=answers.optional_line("patient.safe_contact.note"),
        ),
        language=answers.member("patient.language", Language),
        photo_identity=answers.member("patient.photo_identity", PhotoIdentity),
        privacy_notice=answers.line("patient.privacy_notice"),
        holds_no_other=answers.yes("patient.holds_no_other"),
    )


def read_representative(answers: Answers) -> Representative | None:
    """Return the representative, or None where no one acts for the patient."""
    if not answers.is_given("representative."):
        return None
    return Representative(
        full_name=answers.name("representative.full_name"),
        capacity=answers.member("representative.capacity", Capacity),
        document=answers.line("representative.document"),
        document_seen_on=answers.day(
            "representative.document_seen_on", MustBe.TODAY_OR_PAST
        ),
        telephone=answers.read_if_given("representative.telephone", parse_telephone)
        or "",
        may_sign=answers.yes("representative.may_sign"),
    )


def read_grower(answers: Answers, today: date) -> DesignatedGrower | None:
    """Return the designated grower, or None where the patient grows."""
    if not answers.is_given("grower."):
        return None
    grower = DesignatedGrower(
        full_name=answers.name("grower.full_name"),
        date_of_birth=answers.day("grower.date_of_birth", MustBe.PAST),
        address=read_address(answers, "grower.address"),
    )
    born = "grower.date_of_birth"
    if answers.are_sound(born) and age_on(grower.date_of_birth, today) < ADULT:
        answers.add(born, "A designated grower must be 18 or over")
    return grower


def read_caretaker(answers: Answers) -> Caretaker | None:
    """Return the caretaker, or None where the patient is at home."""
    if not answers.is_given("caretaker."):
        return None
    caretaker = Caretaker(
        full_name=answers.name("caretaker.full_name"),
        telephone=answers.read("caretaker.telephone", parse_telephone),
        starts_on=answers.day("caretaker.starts_on"),
        ends_on=answers.optional_day("caretaker.ends_on"),
        reason=answers.line("caretaker.reason"),
    )
    sound = answers.are_sound("caretaker.starts_on", "caretaker.ends_on")
    if sound and caretaker.ends_on and caretaker.ends_on < caretaker.starts_on:
        late = OrderOfDatesError("The last day", "the first day")
        answers.add("caretaker.ends_on", str(late))
    return caretaker


def require_adults(
    answers: Answers,
    today: date,
    *,
    patient: Patient,
    representative: Representative | None,
    grower: DesignatedGrower | None,
) -> None:
    """Ask for a representative and a grower where the patient is under 18."""
    if not answers.are_sound("patient.date_of_birth"):
        return
    if age_on(patient.date_of_birth, today) >= ADULT:
        return
    under = "because the patient is under 18"
    if representative is None:
        answers.add(
            "representative.full_name", f"Enter the representative's full name, {under}"
        )
    if grower is None:
        answers.add("grower.full_name", f"Enter the grower's full name, {under}")


def require_signer(answers: Answers, representative: Representative | None) -> None:
    """Refuse an undertaking signed by a representative who may not, or is not there."""
    signed_by, name, may = (
        "undertaking.signed_by",
        "representative.full_name",
        "representative.may_sign",
    )
    if answers.text(signed_by).casefold() not in ("r", "representative"):
        return
    if representative is None:
        if answers.are_sound(name):
            because = "because the representative signed the undertaking"
            answers.add(name, f"Enter the representative's full name, {because}")
    elif answers.are_sound(may) and not representative.may_sign:
        who = "The representative may not sign"
        answers.add(signed_by, f"{who}: have the patient sign the undertaking")


def read_address(answers: Answers, prefix: str) -> Address:
    """Return the postal address below a path."""
    return Address(
        lines=read_lines(answers, prefix),
        town=answers.line(f"{prefix}.town"),
        postcode=answers.read(f"{prefix}.postcode", parse_postcode),
    )


def read_lines(answers: Answers, prefix: str) -> tuple[str, ...]:
    """Return the one or two lines of an address."""
    first = answers.line(f"{prefix}.line_1")
    second = answers.optional_line(f"{prefix}.line_2")
    return (first, second) if second else (first,)


def parse_names(text: str) -> tuple[str, ...]:
    """Return names that are parted by semicolons."""
    return tuple(clean_name(part) for part in text.split(";") if part.strip())


def parse_telephone(text: str) -> str:
    """Return a telephone number grouped as it was typed, by single spaces.

    Raises:
        TelephoneError: it is not 10 to 15 digits.
    """
    grouped = " ".join(re.sub(r"[\s().\-]+", " ", text).split())
    if not _TELEPHONE.fullmatch(grouped.replace(" ", "")):
        raise TelephoneError
    return grouped


def parse_email(text: str) -> str:
    """Return an email address; whether it works, a message will show.

    Raises:
        EmailError: it is not of the form of one.
    """
    line = clean_line(text, what="email address")
    if not _EMAIL.fullmatch(line):
        raise EmailError
    return line


def parse_uprn(text: str) -> str:
    """Return a Unique Property Reference Number.

    Raises:
        UprnError: it is not 1 to 12 digits.
    """
    digits = text.replace(" ", "")
    if not _UPRN.fullmatch(digits):
        raise UprnError
    return digits
