"""Lines of a list and a page of them, with where it stands in the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from amnesty.domain.searched import Summary

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a list: whose, what is needed, and by when."""

    summary: Summary
    needed: str
    by: date | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of a list, and where it stands in it."""

    lines: tuple[Line, ...]
    total: int
    first: int = 0
    """How many lines stand before this page."""

    @property
    def is_last(self) -> bool:
        """Whether no page follows."""
        return self.first + len(self.lines) >= self.total


def part_of(
    lines: Sequence[Line], *, limit: int, page: Page | None, backwards: bool
) -> Page:
    """Return the page of a list that follows another, or comes before it."""
    if page is None:
        first = max(0, len(lines) - limit) if backwards else 0
    elif backwards:
        first = max(0, page.first - limit)
    else:
        first = page.first + len(page.lines)
    shown = tuple(lines[first : first + limit])
    return Page(lines=shown, total=len(lines), first=first)
