"""Stock against allowance as a drawing of characters, a sentence, and a table.

All three come from the same days of the account, so that whoever cannot see the drawing
reads the same numbers. Nothing here rounds in anything's favour but the patient's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from amnesty.domain.dates import in_table
from amnesty.domain.quantity import fixed_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from amnesty.domain.account import AccountDay

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_LIMIT = "─"
_AXIS = 8
"""Columns of the numbers beside the drawing."""


@dataclass(frozen=True, kw_only=True)
class StockChart:
    """A drawing of what should be held, day by day, with the limit across it."""

    rows: tuple[str, ...]
    """From the top: each with its number, where it has one."""
    first: date
    last: date
    sentence: str
    """What the drawing shows, in words."""


def stock_chart(
    days: Sequence[AccountDay], limit: int, *, width: int, height: int
) -> StockChart | None:
    """Return a drawing of an account; None where the account has not begun.

    Args:
        days: the account.
        limit: the stock allowance of all sites together, in grams.
        width: columns, the numbers among them.
        height: rows.
    """
    if not days:
        return None
    columns = _columns(days, max(1, width - _AXIS))
    top = max(*columns, Fraction(limit), Fraction(1))
    limit_row = min(height - 1, height - ceil(limit * height / top))
    return StockChart(
        rows=tuple(
            _row(columns, top, row, height=height, limit=limit, at_limit=limit_row)
            for row in range(height)
        ),
        first=days[0].on,
        last=days[-1].on,
        sentence=_sentence(days, limit),
    )


def _columns(days: Sequence[AccountDay], width: int) -> list[Fraction]:
    """Return the most that should have been held in each column's days."""
    many = len(days)
    shown = min(many, width)
    bounds = [index * many // shown for index in range(shown + 1)]
    return [
        max(day.expected for day in days[begin:end]) for begin, end in pairwise(bounds)
    ]


def _row(
    columns: Sequence[Fraction],
    top: Fraction,
    row: int,
    *,
    height: int,
    limit: int,
    at_limit: int,
) -> str:
    floor_of_row = height - 1 - row
    cells = []
    for value in columns:
        filled = value * height / top - floor_of_row
        eighths = max(0, min(8, ceil(filled * 8)))
        cell = _EIGHTHS[eighths]
        cells.append(_LIMIT if row == at_limit and not eighths else cell)
    number = f"{fixed_text(top, 0)} g" if row == 0 else ""
    if row == at_limit:
        number = f"{limit} g"
    return f"{number:>{_AXIS - 1}} {''.join(cells)}"


def _sentence(days: Sequence[AccountDay], limit: int) -> str:
    now = days[-1].expected
    most = max(days, key=lambda day: day.expected)
    above = sum(day.expected > limit for day in days)
    times = "on no day" if not above else f"on {above} of {len(days)} days"
    return (
        f"Expected now: {fixed_text(now, 1)} g of {limit} g allowed. "
        f"Most: {fixed_text(most.expected, 1)} g on {in_table(most.on)}. "
        f"Above the limit {times}."
    )


def account_lines(days: Sequence[AccountDay]) -> Iterator[str]:
    """Yield an account as a table: the days on which something happened, and now.

    Amounts are rounded down to a tenth of a gram; between is consumption alone.
    """
    if not days:
        yield "Nothing has happened yet: the account begins with the first entry."
        return
    yield (
        f"{'Day':<12}{'Harvest':>9}{'Used':>9}{'Handed in':>11}{'Lost':>8}"
        f"{'Difference':>12}{'Expected':>10}"
    )
    used = days[0].consumed
    for day in days:
        used += day.consumed
        happened = (day.opened, day.harvested, day.handed_in, day.lost, day.difference)
        if not any(happened) and not day.was_weighed and day is not days[-1]:
            continue
        cells = (
            f"{_tenths(day.opened + day.harvested):>9}{_tenths(used):>9}"
            f"{_tenths(day.handed_in):>11}{_tenths(day.lost):>8}"
            f"{_tenths(day.difference):>12}{_tenths(day.expected):>10}"
        )
        yield f"{in_table(day.on):<12}{cells}"
        used -= used


def _tenths(grams: Fraction) -> str:
    return fixed_text(grams, 1) if grams else "–"
