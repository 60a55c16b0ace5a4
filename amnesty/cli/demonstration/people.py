"""Made-up patients, the same for the same seed, as answers to the registration form."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")

_SETTINGS = ("indoor", "indoor", "outdoor", "both")
_TOO_MUCH = {"sites.0.stock.0.grams": "900"}
_TOO_MUCH_EVERY = 20
"""Of so many, one holds more than any need permits."""
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"
_NEEDS = ("0.5", "0.8", "1", "1", "1.25", "1.5", "2", "2.4", "3.5")


@dataclass(kw_only=True)
class _Draw:
    """Choices that follow from a seed, so that a demonstration can be repeated."""

    seed: int
    drawn: int = 0

    def below(self, limit: int) -> int:
        """Return the next number from 0 to below a limit."""
        self.drawn += 1
        digest = sha256(f"{self.seed}/{self.drawn}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % limit

    def one_of(self, choices: Sequence[T]) -> T:
        """Return the next choice."""
        return choices[self.below(len(choices))]


class People:
    """The made-up people of one demonstration."""

    def __init__(self, *, seed: int, today: date) -> None:
        """Take the seed, and the day on which they come to the desk."""
        self._draw = _Draw(seed=seed)
        self._today = today

    def answers(self, count: int) -> Iterator[dict[str, str]]:
        """Yield the answers of so many patients to the registration form."""
        for row, number in zip(range(count), _synthetic_nhs_numbers(), strict=False):
            yield self._patient(row, number)

    @cached_property
    def _data(self) -> dict[str, Any]:
        file = resources.files(__package__).joinpath("people.toml")
        return tomllib.loads(file.read_text(encoding="utf-8"))

    def _patient(self, row: int, health_number: str) -> dict[str, str]:
        draw, data = self._draw, self._data
        names = data["names"][row % len(data["names"])]
        home = {
            "line_1": f"{draw.below(90) + 1} {draw.one_of(data['streets'])}",
            "town": draw.one_of(data["towns"]),
            "postcode": self._postcode(),
        }
        recent = self._day(20)
        return {
            "patient.full_name": (
                f"{draw.one_of(names['given'])} {draw.one_of(names['family'])}"
            ),
            "patient.date_of_birth": _typed(self._born()),
            "patient.health_number": health_number,
            "patient.photo_identity": draw.one_of(("passport", "driving licence")),
            **{f"patient.home.{name}": value for name, value in home.items()},
            "patient.telephone": f"07700 900{draw.below(1000):03}",
            "patient.holds_no_other": "yes",
            "evidence.0.kind": draw.one_of(("specialist's letter", "clinic letter")),
            "evidence.0.issuer": draw.one_of(data["clinics"]),
            "evidence.0.issued_on": _typed(recent - timedelta(days=draw.below(40))),
            "evidence.0.valid_to": _typed(
                self._today + timedelta(days=90 + draw.below(210))
            ),
            "evidence.0.seen_on": _typed(recent),
            "need.grams_a_day": draw.one_of(_NEEDS),
            "need.basis": "stated by the evidence",
            "affordability.monthly_price": str(150 + 5 * draw.below(60)),
            "affordability.declared_on": _typed(recent),
            "undertaking.signed_on": _typed(recent),
            "undertaking.signed_by": "patient",
            "undertaking.signature_seen": "yes",
            **{f"sites.0.address.{name}": value for name, value in home.items()},
            **self._site(),
            **(_TOO_MUCH if row % _TOO_MUCH_EVERY == 1 else {}),
        }

    def _site(self) -> dict[str, str]:
        draw, data = self._draw, self._data
        since = _typed(self._day(40))
        return {
            "sites.0.setting": draw.one_of(_SETTINGS),
            "sites.0.locked": "yes",
            "sites.0.tenure": "owner",
            "sites.0.landlord_risk_explained": "yes",
            "sites.0.electrical_and_fire_declared": "yes",
            "sites.0.under_18s_in_household": draw.one_of(("no", "no", "yes")),
            "sites.0.locked_storage": "yes",
            "sites.0.plants.0.cultivar": draw.one_of(data["cultivars"]),
            "sites.0.plants.0.count": "1",
            "sites.0.plants.0.stage": "flowering",
            "sites.0.plants.0.since": since,
            "sites.0.stock.0.form": "dried",
            "sites.0.stock.0.grams": str(10 + draw.below(90)),
            "sites.0.stock.0.weighed_on": _typed(self._day(10)),
            "sites.0.stock.0.origin": "home grown",
        }

    def _postcode(self) -> str:
        draw = self._draw
        inward = f"{draw.below(10)}{draw.one_of(_INWARD)}{draw.one_of(_INWARD)}"
        return f"ZZ{1 + draw.below(30)} {inward}"

    def _born(self) -> date:
        return self._today - timedelta(days=365 * 19 + self._draw.below(365 * 60))

    def _day(self, within: int) -> date:
        """Return a day in the last so many."""
        return self._today - timedelta(days=1 + self._draw.below(within))


def _typed(day: date) -> str:
    return f"{day.day} {day.month} {day.year}"


def _synthetic_nhs_numbers() -> Iterator[str]:
    """Yield the numbers of the range 999, which no patient ever has.

    Source: NHS number check digit, modulus 11; a remainder of 10 is passed over.
    """
    for body in itertools.count(999_000_000):
        weights = zip(str(body), range(10, 1, -1), strict=True)
        weighted = sum(int(digit) * weight for digit, weight in weights)
        check = (11 - weighted % 11) % 11
        if check < 10:  # noqa: PLR2004 - one decimal digit
            yield f"{body}{check}"
