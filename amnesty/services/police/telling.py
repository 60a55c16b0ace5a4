"""What an officer is told of a certificate, in the order in which it is checked.

First the place, where a real certificate of somebody else fails; then the person, then
the counts, with how to count. The command and the screen both tell it from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from amnesty.credential.claims import encode_claims
from amnesty.credential.token import check_code
from amnesty.domain.certificate import Form, Setting
from amnesty.domain.dates import in_words
from amnesty.services.verifying.answering import moment_in_words
from amnesty.services.verifying.steps import PLACE_OF_A_CARD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.domain.certificate import Certificate, PlantLimits
    from amnesty.domain.verdict import Answer

_COUNT_PLANTS = (
    "In flower: with visible flowers. In all: those and all young plants. Not seeds, "
    "mature stalks or what a pharmacy dispensed."
)
_COUNT_GRAMS = "Fresh or still drying cannabis counts a fifth of its weight."
_WHERE = {Setting.INDOOR: ", indoors", Setting.OUTDOOR: ", outdoors"}


class Fact(NamedTuple):
    """One line that an officer reads; a name of "" goes on with the line before."""

    name: str
    value: str


def age_of(answer: Answer) -> str:
    """Return how old the status list is that was asked, or that there was none."""
    if answer.status_as_of is None:
        return "No status list was asked."
    return f"Status as of {moment_in_words(answer.status_as_of)}."


def place_question(certificate: Certificate) -> str:
    """Return what the officer asks first, or where else to learn the place."""
    if certificate.form is Form.CARD:
        return PLACE_OF_A_CARD
    parts = (certificate.place, certificate.postcode)
    return f"Are you at {', '.join(part for part in parts if part is not None)}?"


def facts(certificate: Certificate) -> Iterator[Fact]:
    """Yield what was signed, in the order in which an officer asks for it."""
    yield Fact("Place", place_question(certificate))
    yield Fact("Name", f"{certificate.holder} (compare with photo identity)")
    yield Fact("Date of birth", in_words(certificate.date_of_birth))
    if certificate.patient is not None:
        yield Fact("Grows for", certificate.patient)
    yield from _plants(certificate)
    if certificate.stock_grams is not None:
        yield Fact("Kept there", f"up to {certificate.stock_grams} g dried")
    yield Fact("Carried", f"up to {certificate.carry_grams} g dried")
    yield Fact("How to count", _COUNT_PLANTS)
    yield Fact("", _COUNT_GRAMS)
    first, last = in_words(certificate.valid_from), in_words(certificate.valid_to)
    yield Fact("Valid", f"{first} to {last}")
    yield Fact("Certificate", certificate.number)
    yield Fact("Check code", check_code(encode_claims(certificate)))
    if certificate.agreement is not None:
        agreement = certificate.agreement
        yield Fact("Agreement", f"{agreement.reference}, {agreement.force}")


def _plants(certificate: Certificate) -> Iterator[Fact]:
    indoor, outdoor = certificate.indoor, certificate.outdoor
    if indoor is not None and outdoor is not None:
        yield Fact("Plants indoors", limits_in_words(indoor))
        yield Fact("Plants outdoors", f"{limits_in_words(outdoor)}, never both at once")
    elif limits := indoor or outdoor:
        setting = certificate.setting
        where = "" if setting is None else _WHERE[setting]
        yield Fact("Plants", limits_in_words(limits) + where)


def limits_in_words(limits: PlantLimits) -> str:
    """Return how many plants there may be."""
    return f"{limits.flowering} in flower, {limits.plants} in all"
