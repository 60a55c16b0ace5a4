"""What a certificate says, ready to be printed in any language.

Everything here comes from the one value that was signed, so that the page cannot say
what the square code does not. That value has no health detail, so neither has the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from amnesty.domain.certificate import Form, Setting
from amnesty.domain.london import london_day
from amnesty.errors.papers import NotForThisPaperError
from amnesty.papers.fonts import Face, printable

if TYPE_CHECKING:
    from amnesty.domain.certificate import Certificate, PlantLimits

Stated = TypeVar("Stated")


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How many plants may stand, in one period of growing."""

    number: int
    period: str
    """The key of its word: `indoors`, `outdoors`, or empty where there is but one."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The signed content as printed; every text is composed and can be printed."""

    holder: str
    patient: str | None
    """Named only where somebody else grows for them."""
    born: date
    """The holder's date of birth."""
    setting: Setting
    address: str
    flowering: tuple[Limit, ...]
    """One for each period of growing."""
    plants: tuple[Limit, ...]
    stock_grams: int
    carry_grams: int
    valid_from: date
    valid_to: date
    number: str
    issuer: str
    policy: str
    issued_on: date
    issued_at: int
    """Seconds since 1970."""


def certificate_facts(certificate: Certificate) -> Facts:
    """Return what an A4 certificate says.

    Raises:
        NotForThisPaperError: The content is that of a card, which names no place.
        NoGlyphError: A name or an address has a character that cannot be printed.
        StackedMarksError: A letter carries more marks than can be printed.
    """
    if certificate.form is not Form.CERTIFICATE:
        place = "where the plants grow"
        raise NotForThisPaperError(place)
    periods = _periods(certificate)
    who = "the grower’s name" if certificate.patient else "the patient’s name"
    return Facts(
        holder=printable(certificate.holder, Face.STRONG, field=who),
        patient=printable(certificate.patient, Face.STRONG, field="the patient’s name")
        if certificate.patient
        else None,
        born=certificate.date_of_birth,
        setting=_stated(certificate.setting, "whether plants grow indoors or outdoors"),
        address=_address(certificate),
        flowering=_limits({name: one.flowering for name, one in periods.items()}),
        plants=_limits({name: one.plants for name, one in periods.items()}),
        stock_grams=_stated(certificate.stock_grams, "how much may be kept"),
        carry_grams=certificate.carry_grams,
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        number=printable(certificate.number, Face.CODE, field="the number"),
        issuer=certificate.issuer,
        policy=printable(certificate.policy, Face.TEXT, field="the policy’s name"),
        issued_on=london_day(certificate.issued_at),
        issued_at=int(certificate.issued_at.timestamp()),
    )


def _stated(value: Stated | None, missing: str) -> Stated:
    if value is None:
        raise NotForThisPaperError(missing)
    return value


def _address(certificate: Certificate) -> str:
    place = _stated(certificate.place, "where the plants grow")
    # A postcode is one word: it never parts at the end of a line.
    postcode = (certificate.postcode or "").replace(" ", "\N{NO-BREAK SPACE}")
    whole = f"{place}, {postcode}" if postcode else place
    return printable(whole, Face.STRONG, field="the growing address")


def _periods(certificate: Certificate) -> dict[str, PlantLimits]:
    """Return the limits of each period in which plants stand at the site."""
    limits = {
        "indoors": certificate.indoor,
        "outdoors": certificate.outdoor,
    }
    stated = {name: each for name, each in limits.items() if each is not None}
    if not stated:
        missing = "how many plants may stand"
        raise NotForThisPaperError(missing)
    return stated


def _limits(numbers: dict[str, int]) -> tuple[Limit, ...]:
    return tuple(
        Limit(number=number, period=period if len(numbers) > 1 else "")
        for period, number in numbers.items()
    )
