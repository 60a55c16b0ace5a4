"""Counts that may be shown: small ones hidden, others rounded, and none to be undone.

A cell of 1 up to the limit is shown as a star, and so is one more of its row and of its
column, so that no total less the others gives it away. Totals are rounded from the true
values, never summed from what is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from amnesty.domain.house_rules import StatisticsRules

STAR = "*"

Counts = Mapping[str, Mapping[str, int]]
"""By row, then by column."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table as it may be shown."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Each a name, a cell for each column, and a total; the last row has totals."""


def shown(title: str, counts: Counts, rules: StatisticsRules) -> Table:
    """Return a table with its small counts hidden and the others rounded."""
    names = list(counts)
    columns = sorted({column for row in counts.values() for column in row})
    grid = [[counts[name].get(column, 0) for column in columns] for name in names]
    lines = [*grid, [sum(column) for column in zip(*grid, strict=True)]]
    lines = [[*line, sum(line)] for line in lines]
    hidden = {
        (at, place)
        for at, line in enumerate(lines)
        for place, count in enumerate(line)
        if 0 < count <= rules.suppress_up_to
    }
    while more := _given_away(lines, hidden):
        hidden.add(more)
    rows = tuple(
        (
            name,
            *(
                STAR if (at, place) in hidden else str(rounded(count, rules.round_to))
                for place, count in enumerate(line)
            ),
        )
        for at, (name, line) in enumerate(zip([*names, "Total"], lines, strict=True))
    )
    return Table(title=title, columns=(*columns, "Total"), rows=rows)


def rounded(count: int, to: int) -> int:
    """Return the nearest multiple; a half goes up."""
    return (count + to // 2) // to * to


def _given_away(
    lines: Sequence[Sequence[int]], hidden: set[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return a cell to hide too, where a lone hidden one follows from the others.

    The smallest that is not nothing; nothing itself where there is no other.
    """
    many, wide = len(lines), len(lines[0]) if lines else 0
    across = [[(at, place) for place in range(wide)] for at in range(many)]
    down = [[(at, place) for at in range(many)] for place in range(wide)]
    for line in (*across, *down):
        inside = [one for one in line if one in hidden]
        if len(inside) != 1:
            continue
        others = [one for one in line if one not in hidden]
        counts = {one: lines[one[0]][one[1]] for one in others}
        if counts:
            return min(others, key=lambda one: (counts[one] == 0, counts[one]))
    return None


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(tables: Sequence[Table]) -> str:
    """Return tables as CSV, each under its title, with an empty line between."""
    parts = []
    for table in tables:
        lines = [(table.title,), ("", *table.columns), *table.rows]
        parts.append("\r\n".join(_line(line) for line in lines))
    return "\r\n\r\n".join(parts) + "\r\n"


def _line(cells: Sequence[str]) -> str:
    quoted = (safe_cell(one).replace('"', '""') for one in cells)
    return ",".join(f'"{one}"' for one in quoted)
