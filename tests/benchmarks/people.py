"""Made-up people in any number, as common by name as people are."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate, product
from random import Random  # noqa: TID251 - seeded, so that runs can be compared
from typing import TYPE_CHECKING

from amnesty.domain.address import Address
from amnesty.domain.certificate import Setting
from amnesty.domain.evidence import Affordability, Need, NeedBasis
from amnesty.domain.identifiers import (
    RANDOM_BYTES_NEEDED,
    HealthNumber,
    Postcode,
    new_registration_number,
)
from amnesty.domain.patient import Patient, PhotoIdentity
from amnesty.domain.plants import PlantBatch, Stage
from amnesty.domain.registration import (
    Clinical,
    Growing,
    Identity,
    Registration,
    RegistrationId,
    State,
)
from amnesty.domain.site import Site, Tenure

if TYPE_CHECKING:
    from collections.abc import Iterator

FORENAMES, SURNAMES = 1_500, 40_000
NUMBERED = 0.4
"""How many have a health number: those that begin with 999 do not reach for all."""

_ONSETS = (*tuple("bcdfghjklmnprstvw"), "br", "ch", "ll", "pr", "sh", "st", "th", "tr")
_VOWELS = ("a", "e", "i", "o", "u", "ea", "ee", "ou", "y")
_CODAS = ("n", "r", "s", "l", "t", "ck", "mb", "nd", "rt", "son", "ton", "ley", "man")


def people(count: int, seed: int = 1) -> Iterator[Registration]:
    """Yield drafts of made-up people, the same ones for the same seed."""
    chosen = Random(seed)  # noqa: S311 - as said above
    names = _names(chosen, FORENAMES + SURNAMES)
    firsts, lasts = names[:FORENAMES], names[FORENAMES:]
    first_weights, last_weights = _zipf(FORENAMES), _zipf(SURNAMES)
    numbers = iter(_health_numbers(chosen))
    for _ in range(count):
        [first] = chosen.choices(firsts, cum_weights=first_weights)
        [last] = chosen.choices(lasts, cum_weights=last_weights)
        number = next(numbers, None) if chosen.random() < NUMBERED else None
        yield _person(chosen, f"{first} {last}", number)


def _person(chosen: Random, name: str, number: HealthNumber | None) -> Registration:
    home = Address(
        lines=(f"{chosen.randrange(1, 200)} Canal Row",),
        town="Penmaen",
        postcode=_postcode(chosen),
    )
    patient = Patient(
        full_name=name,
        date_of_birth=date(1935, 1, 1) + timedelta(days=chosen.randrange(25_000)),
        home=home,
        telephone="07700 900123",
        health_number=number,
        photo_identity=PhotoIdentity.PASSPORT,
        privacy_notice="1",
        holds_no_other=True,
    )
    clinical = Clinical(
        evidence=(),
        need=Need(grams_a_day=Fraction(3, 2), basis=NeedBasis.STATED),
        affordability=Affordability(
            declared_on=date(2026, 11, 20), monthly_price=Fraction(240)
        ),
    )
    site = Site(
        address=home,
        setting=Setting.INDOOR,
        locked=True,
        tenure=Tenure.OWNER,
        landlord_risk_explained=True,
        electrical_and_fire_declared=True,
        under_18s_in_household=False,
        locked_storage=True,
        plants=tuple(
            PlantBatch(
                cultivar="Siân's Skunk",
                count=chosen.randrange(1, 5),
                stage=stage,
                since=date(2026, 6, 1) + timedelta(days=chosen.randrange(150)),
            )
            for stage in (Stage.CLONE, Stage.VEGETATIVE, Stage.FLOWERING)
        ),
    )
    return Registration(
        id=RegistrationId(chosen.getrandbits(64)),
        number=new_registration_number(chosen.randbytes(RANDOM_BYTES_NEEDED)),
        state=State.DRAFT,
        version=0,
        identity=Identity(patient=patient),
        clinical=clinical,
        growing=Growing(undertaking=None, sites=(site,)),
    )


def _names(chosen: Random, count: int) -> list[str]:
    syllables = [a + b for a, b in product(_ONSETS, _VOWELS)]
    names: set[str] = set()
    while len(names) < count:
        parts = chosen.choices(syllables, k=chosen.randrange(1, 3))
        names.add("".join([*parts, chosen.choice(_CODAS)]).capitalize())
    found = sorted(names)
    chosen.shuffle(found)
    return found


def _zipf(count: int) -> list[float]:
    return list(accumulate(1 / (place + 20) for place in range(count)))


def _postcode(chosen: Random) -> Postcode:
    letters = "".join(chosen.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))
    return Postcode(f"ZZ{chosen.randrange(1, 100)} {chosen.randrange(10)}{letters}")


def _health_numbers(chosen: Random) -> Iterator[HealthNumber]:
    """Yield numbers that begin with 999, which the NHS gives to nobody."""
    for serial in chosen.sample(range(1_000_000), k=1_000_000):
        digits = f"999{serial:06d}"
        total = sum(int(d) * (10 - place) for place, d in enumerate(digits))
        check = (11 - total % 11) % 11
        if check < 10:
            yield HealthNumber(f"{digits}{check}")
