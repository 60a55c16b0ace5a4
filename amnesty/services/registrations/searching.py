"""Finding and opening registrations; looking is an act and is logged first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from amnesty.domain.course import Course, courses_of
from amnesty.domain.dates import parse_date
from amnesty.domain.event import Verb
from amnesty.domain.finding import Report
from amnesty.domain.identifiers import (
    parse_certificate_number,
    parse_health_number,
    parse_postcode,
    parse_registration_number,
)
from amnesty.domain.issued import IssuedCertificate
from amnesty.domain.registration import Registration
from amnesty.domain.searched import Found, Query
from amnesty.domain.staff import Act, require
from amnesty.domain.text import clean_optional_line
from amnesty.errors import BadInputError
from amnesty.repeating import repeated
from amnesty.services.growing.checking import checks_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.hand_in import HandInReceipt
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.services.desk import Desk

T = TypeVar("T")

PAGE = 50
"""Lines on a page of what was found."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One patient's record, opened: what is declared, checked, issued and received."""

    registration: Registration
    report: Report
    certificates: tuple[IssuedCertificate, ...]
    courses: tuple[Course, ...]
    """Its hand-ins, oldest first."""

    @property
    def hand_ins(self) -> tuple[HandInReceipt, ...]:
        """The receipts that were given, oldest first."""
        found = (course.receipt for course in self.courses)
        return tuple(receipt for receipt in found if receipt is not None)


def read_query(text: str) -> Query:
    """Return what one box asks for: a number, a date, a postcode or words of a name.

    Whole-box readings come first, because a number has no second meaning. Then dates
    and postcodes are taken out of the words, and the rest are names.
    """
    line = clean_optional_line(text, "search")
    if registration := _parsed(parse_registration_number, line):
        return Query(registration_number=registration)
    if certificate := _parsed(parse_certificate_number, line):
        return Query(certificate_number=certificate)
    if health := _parsed(parse_health_number, line):
        return Query(health_number=health)
    line, born = _taken(line, _DATE, parse_date)
    line, postcode = _taken(line, _POSTCODE, parse_postcode)
    year = None
    if born is None and (found := _YEAR.search(line)):
        line, year = line.replace(found.group(), " ", 1), int(found.group())
    return Query(
        names=tuple(line.split()),
        date_of_birth=born,
        year_of_birth=year,
        postcode=postcode,
    )


@repeated
def find_registrations(
    desk: Desk, text: str, *, limit: int = PAGE, offset: int = 0
) -> Found:
    """Return a page of the registrations that match what was typed, best first."""
    require(desk.member, Act.SEARCH)
    query = read_query(text)
    asked = ", ".join(name for name, value in vars(query).items() if value)
    with desk.transaction() as register:
        register.append(desk.note(Verb.CONSULTATION, Act.SEARCH, asked=asked))
        return register.find(query, limit=limit, offset=offset)


@repeated
def open_record(desk: Desk, number: RegistrationNumber) -> Record:
    """Return a patient's record with a fresh check.

    Raises:
        NoSuchRegistrationError: there is none with this number.
        RecordRestrictedError: the member is not named on a restricted record.
    """
    require(desk.member, Act.READ)
    with desk.transaction() as register:
        registration = register.registration(number)
        register.append(desk.note(Verb.CONSULTATION, Act.READ, registration.id))
        checks = checks_of(
            register, [registration], desk.today(), policy=register.policy()
        )
        certificates = register.certificates_of(registration.id)
        acts = register.sealed_acts(registration.id)

        def opened() -> Record:
            [report] = checks()
            return Record(
                registration=registration,
                report=report,
                certificates=certificates,
                courses=courses_of(acts()),
            )

        record = register.meanwhile(opened)
    return record.result()


_DATE = re.compile(
    r"\b\d{1,4}(?:\s*[/.\-]\s*|\s+)(?:\d{1,2}|[^\W\d_]{3,10})(?:\s*[/.\-]\s*|\s+)\d{1,4}\b"
)
_YEAR = re.compile(r"(?<!\S)(?:19|20)\d\d(?!\S)")
_POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}\b")


def _parsed(parse: Callable[[str], T], text: str) -> T | None:
    try:
        return parse(text)
    except BadInputError:
        return None


def _taken(
    line: str, shape: re.Pattern[str], parse: Callable[[str], T]
) -> tuple[str, T | None]:
    """Return the line without the first part of a shape, and what that part says."""
    for match in shape.finditer(line):
        value = _parsed(parse, match.group())
        if value is not None:
            return f"{line[: match.start()]} {line[match.end() :]}", value
    return line, None
