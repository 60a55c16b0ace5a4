"""No small count is shown, and none follows from what is shown."""

from __future__ import annotations

import csv
import io
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amnesty.domain.suppression import STAR, as_csv, rounded, safe_cell, shown
from amnesty.policies.house_rules import default_house_rules, house_rules_from_toml

RULES = house_rules_from_toml(default_house_rules()).statistics
COUNTS = st.integers(0, 40)
GRIDS = st.integers(1, 4).flatmap(
    lambda wide: st.lists(
        st.lists(COUNTS, min_size=wide, max_size=wide), min_size=1, max_size=4
    )
)


def table(grid: list[list[int]]) -> list[list[str]]:
    """Return the cells that are shown of a grid, totals included."""
    counts = {
        f"r{at}": {f"c{place}": count for place, count in enumerate(line)}
        for at, line in enumerate(grid)
    }
    return [list(row[1:]) for row in shown("t", counts, RULES).rows]


def true_counts(grid: list[list[int]]) -> list[list[int]]:
    """Return the same cells as they really are."""
    lines = [*grid, [sum(column) for column in zip(*grid, strict=True)]]
    return [[*line, sum(line)] for line in lines]


@given(GRIDS)
def test_no_small_count_is_shown(grid: list[list[int]]) -> None:
    """From 1 to 7 it is a star, also as a total; the rest is rounded from the truth."""
    for told, true in zip(table(grid), true_counts(grid), strict=True):
        for cell, count in zip(told, true, strict=True):
            assert cell == STAR or (
                not 1 <= count <= 7 and int(cell) == rounded(count, 5)
            )


@given(GRIDS)
def test_no_total_gives_a_star_away(grid: list[list[int]]) -> None:
    """No row and no column has a lone star beside numbers that lead to it."""
    told = table(grid)
    for line in (*told, *map(list, zip(*told, strict=True))):
        assert line.count(STAR) != 1 or len(line) == 1


@given(st.lists(st.integers(8, 40), min_size=2, max_size=3), st.integers(1, 7))
def test_two_counts_are_possible_behind_every_star(rest: list[int], small: int) -> None:
    """Whoever knows the rules and the totals is left with more than one answer."""
    told = table([[small, *rest]])[0]
    hidden = [at for at, cell in enumerate(told[:-1]) if cell == STAR]
    total, numbers = told[-1], [cell for cell in told[:-1] if cell != STAR]
    fits = {
        guess
        for guess in product(range(1, 41), repeat=len(hidden))
        if total == STAR
        or abs(sum(guess) + sum(map(int, numbers)) - int(total)) <= 2 * len(told)
    }
    assert len({guess[0] for guess in fits}) > 1


@pytest.mark.parametrize(
    ("count", "told"), [(0, 0), (8, 10), (12, 10), (13, 15), (37, 35), (38, 40)]
)
def test_rounding_goes_to_the_nearest_five(count: int, told: int) -> None:
    """Nothing stays nothing."""
    assert rounded(count, 5) == told


@pytest.mark.parametrize("text", ["=1+1", "+44", "-5", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(text: str) -> None:
    """A spreadsheet shows it as text; quotes and commas keep their cell."""
    assert safe_cell(text)[0] == "'"
    made = as_csv([shown(text, {text: {'a,"b': 9}}, RULES)])
    rows = list(csv.reader(io.StringIO(made)))
    assert rows[1] == ["", 'a,"b', "Total"]
    assert not any(
        cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row
    )
