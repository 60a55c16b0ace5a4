"""Where somebody lives, or where something grows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amnesty.domain.identifiers import Postcode

if TYPE_CHECKING:
    from collections.abc import Callable

_IN_FULL = {
    "rd": "Road",
    "st": "Street",
    "ave": "Avenue",
    "av": "Avenue",
    "ln": "Lane",
    "cl": "Close",
    "ct": "Court",
    "cres": "Crescent",
    "dr": "Drive",
    "gdns": "Gardens",
    "gr": "Grove",
    "pk": "Park",
    "pl": "Place",
    "sq": "Square",
    "ter": "Terrace",
    "terr": "Terrace",
}
"""Kinds of street, shortened: the last word of a part, so that no saint is one."""
_SHORTENED = {full.casefold(): short for short, full in reversed(_IN_FULL.items())}
_FLATS = {"apt": "Flat", "apartment": "Flat"}


@dataclass(frozen=True, kw_only=True)
class Address:
    """A postal address with room or unit, or a pitch, a mooring or a grid reference."""

    lines: tuple[str, ...]
    """Flat or room, house and street, or the words that find a pitch; at least one."""
    town: str = ""
    postcode: Postcode | None = None
    """None for a site without a postal address."""
    uprn: str | None = None
    """Unique Property Reference Number, where known."""

    @property
    def place(self) -> str:
        """The address in one line, without its postcode."""
        return ", ".join(part for part in (*self.lines, self.town) if part)

    @property
    def one_line(self) -> str:
        """The address in one line."""
        return f"{self.place}, {self.postcode}" if self.postcode else self.place

    @property
    def key(self) -> str:
        """The letters and digits by which one address is found however it is typed."""
        return "".join(filter(str.isalnum, self.one_line.casefold()))

    @property
    def spellings(self) -> tuple[Address, ...]:
        """The address as it is, with streets in full, and with streets shortened.

        Always three, so that looking for all of them always takes the same work.
        """
        return self, self._respelt(_in_full), self._respelt(_shortened)

    def _respelt(self, respell: Callable[[str], str]) -> Address:
        lines = tuple(
            ", ".join(respell(part) for part in line.split(",")) for line in self.lines
        )
        return replace(self, lines=lines)


def _in_full(part: str) -> str:
    """Return a part of an address with its kind of street, and of home, in full."""
    words = part.split()
    if words:
        words[0] = _FLATS.get(_bare(words[0]), words[0])
    if len(words) > 1:
        words[-1] = _IN_FULL.get(_bare(words[-1]), words[-1])
    return " ".join(words)


def _shortened(part: str) -> str:
    """Return a part of an address with its kind of street shortened."""
    words = part.split()
    if len(words) > 1:
        words[-1] = _SHORTENED.get(_bare(words[-1]), words[-1])
    return " ".join(words)


def _bare(word: str) -> str:
    return word.strip(".").casefold()
