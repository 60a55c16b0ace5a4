"""What a certificate says, in the words in which it is printed.

Everything here comes from the one value that was signed, so that the page cannot say
what the square code does not. That value has no health detail, so neither has the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from amnesty.domain.certificate import Form, Setting
from amnesty.domain.dates import in_words
from amnesty.domain.london import london_day
from amnesty.errors.papers import NotForThisPaperError
from amnesty.papers.fonts import Face, printable

if TYPE_CHECKING:
    from amnesty.domain.certificate import Certificate, PlantLimits

Stated = TypeVar("Stated")

_WHERE = {
    Setting.INDOOR: "Growing address, indoors",
    Setting.OUTDOOR: "Growing address, outdoors",
    Setting.BOTH: "Growing address, indoors and outdoors in turn, never both at once",
}


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number, and what it counts."""

    number: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The signed content as printed; every text is composed and can be printed."""

    holder_label: str
    holder: str
    patient: str | None
    """Named only where somebody else grows for them."""
    born: str
    """The holder's date of birth."""
    address_label: str
    """Says whether plants grow indoors, outdoors or both in turn."""
    address: str
    flowering: tuple[Quantity, ...]
    """One for each period of growing."""
    plants: tuple[Quantity, ...]
    stock: Quantity
    carry: Quantity
    valid_from: str
    valid_to: str
    number: str
    issuer: str
    policy: str
    issued_on: str


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
    setting = _stated(certificate.setting, "whether plants grow indoors or outdoors")
    periods = _periods(certificate)
    grower = certificate.patient is not None
    who = "the grower’s name" if grower else "the patient’s name"
    return Facts(
        holder_label="Grower, for the patient" if grower else "Patient, who grows",
        holder=printable(certificate.holder, Face.STRONG, field=who),
        patient=_patient(certificate),
        born=in_words(certificate.date_of_birth),
        address_label=_WHERE[setting],
        address=_address(certificate),
        flowering=_plants({name: each.flowering for name, each in periods.items()}),
        plants=_plants({name: each.plants for name, each in periods.items()}),
        stock=_grams(_stated(certificate.stock_grams, "how much may be kept")),
        carry=_grams(certificate.carry_grams),
        valid_from=in_words(certificate.valid_from),
        valid_to=in_words(certificate.valid_to),
        number=printable(certificate.number, Face.CODE, field="the number"),
        issuer=certificate.issuer,
        policy=printable(certificate.policy, Face.TEXT, field="the policy’s name"),
        issued_on=in_words(london_day(certificate.issued_at)),
    )


def _stated(value: Stated | None, missing: str) -> Stated:
    if value is None:
        raise NotForThisPaperError(missing)
    return value


def _patient(certificate: Certificate) -> str | None:
    if certificate.patient is None:
        return None
    return printable(certificate.patient, Face.STRONG, field="the patient’s name")


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


def _plants(numbers: dict[str, int]) -> tuple[Quantity, ...]:
    return tuple(
        Quantity(
            number=f"{number:,}",
            unit=period if len(numbers) > 1 else _plural("plant", number),
        )
        for period, number in numbers.items()
    )


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"


def _grams(grams: int) -> Quantity:
    return Quantity(number=f"{grams:,}", unit="g dried")
