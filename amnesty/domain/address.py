"""Where somebody lives, or where something grows."""

from __future__ import annotations

from dataclasses import dataclass

from amnesty.domain.identifiers import Postcode


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
