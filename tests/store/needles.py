"""Thousands of made-up particulars, and a fast search for all of them in any bytes."""

from __future__ import annotations

import base64
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PEOPLE = 1_400

_FIRST = ("Bran", "Cerid", "Dorw", "Elfr", "Gwyd", "Haf", "Ior", "Llinos", "Mer", "Tec")
_SECOND = ("wen", "athor", "ydd", "oswin", "elinor", "igan")
_LAST = ("thwaite", "garreg", "holmson", "bycroft", "ddolmaen", "lafferty", "quirke")
_STREETS = ("Copperwharf", "Larchrigg", "Blaenau", "Tannery", "Quillet")
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_NINES = 9_990_000_000
_FORMATS: dict[int, Literal["I", "Q"]] = {4: "I", 8: "Q"}
_SHORTEST = 6
_CHUNK = 1 << 15


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """All that is telling of one made-up person."""

    name: str
    born: date
    health_number: str
    telephone: str
    email: str
    street: str
    postcode: str

    def needles(self) -> Iterator[str]:
        """Return every form in which it may be written."""
        first, last = self.name.split()
        for text in (first, last, self.name, self.street, self.email, self.postcode):
            yield from (text, text.upper(), text.lower())
        yield self.postcode.replace(" ", "")
        yield self.postcode.replace(" ", "").lower()
        number = self.health_number
        yield from (number, f"{number[:3]} {number[3:6]} {number[6:]}")
        yield from (self.telephone, self.telephone.replace(" ", ""))
        yield self.born.isoformat()
        yield f"{self.born:%d/%m/%Y}"


def made_up(count: int = PEOPLE) -> list[Particulars]:
    """Return people, no two of whom share a name, a number or an address."""
    first = [one + two for one, two in product(_FIRST, _SECOND)]
    found = []
    for place in range(count):
        given = first[place % len(first)] + _letters(place)
        family = _LAST[place % len(_LAST)].capitalize() + _letters(place * 7 + 3)
        found.append(
            Particulars(
                name=f"{given} {family}",
                born=date(1931, 1, 1) + timedelta(days=place * 19 % 27_000),
                health_number=_health_number(place),
                telephone=f"07700 9{place * 61 % 100_000:05d}",
                email=f"{given}.{place}@example.test".lower(),
                street=f"{place + 1} {_STREETS[place % len(_STREETS)]} Row",
                postcode=_postcode(place),
            )
        )
    return found


def _letters(number: int) -> str:
    """Return three letters that stand for a number below 5,832."""
    return "".join("aeioubdfgklmnprst"[number // 17**at % 17] for at in range(3))


def _postcode(number: int) -> str:
    size = len(_LETTERS)
    second, third = _LETTERS[number // size % size], _LETTERS[number % size]
    return f"ZZ{number // 144 % 90 + 10} {number % 9 + 1}{second}{third}"


def _health_number(place: int) -> str:
    """Return a number whose check digit is right, of those that nobody has."""
    base = _NINES // 10 + place * 11
    while True:
        digits = f"{base:09d}"
        weights = zip(digits, range(10, 1, -1), strict=True)
        weighted = sum(int(one) * weight for one, weight in weights)
        check = 11 - weighted % 11
        if check != 10:
            return f"{digits}{check % 11}"
        base += 1


def written(texts: Iterable[str]) -> set[bytes]:
    """Return texts as UTF-8, UTF-16, hexadecimal digits and base64 at any place."""
    found: set[bytes] = set()
    for text in texts:
        plain = text.encode()
        found |= {plain, text.encode("utf-16-le"), plain.hex().encode()}
        found |= {form for form in _base64(plain) if len(form) >= _SHORTEST}
    return {one for one in found if len(one) >= _SHORTEST}


def _base64(plain: bytes) -> Iterator[bytes]:
    """Return the letters that hold nothing else, for each place in a group of three."""
    for before in range(3):
        coded = base64.b64encode(bytes(before) + plain)
        begin = -(-before * 8 // 6)
        end = (before + len(plain)) * 8 // 6
        yield coded[begin:end]


class Haystack:
    """Finds many needles at once: first by how they begin, then whole.

    Long ones are told by eight bytes, of which few others come up by chance.
    """

    def __init__(self, needles: Iterable[bytes]) -> None:
        """Take the needles, each of six bytes or more."""
        self._by_start: dict[int, dict[int, list[bytes]]] = {8: {}, 4: {}}
        self._longest = 0
        for needle in needles:
            width = 8 if len(needle) >= 8 else 4
            start = int.from_bytes(needle[:width], sys.byteorder)
            self._by_start[width].setdefault(start, []).append(needle)
            self._longest = max(self._longest, len(needle))

    def found_in(self, content: bytes) -> set[bytes]:
        """Return the needles that stand in some bytes."""
        found: set[bytes] = set()
        for at in range(0, len(content), _CHUNK):
            chunk = content[at : at + _CHUNK + self._longest]
            for width, by_start in self._by_start.items():
                found |= _found_in_chunk(chunk, width, by_start)
        return found


def _found_in_chunk(
    content: bytes, width: int, by_start: dict[int, list[bytes]]
) -> set[bytes]:
    if not content.strip(b"\0"):
        return set()
    starts: set[int] = set()
    for shift in range(width):
        size = (len(content) - shift) // width * width
        if size > 0:
            windows = memoryview(content)[shift : shift + size].cast(_FORMATS[width])
            starts |= by_start.keys() & set(windows)
    return {
        needle for start in starts for needle in by_start[start] if needle in content
    }
