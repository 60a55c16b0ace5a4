"""The stock account: what should be held, day by day, from the journal alone.

Opening stock + harvests − consumption − handed in − lost = expected stock, in grams of
dried equivalent, exactly. Consumption is presumed: the need, every day, while there
is anything. A weighing tells what is really there; the difference is shown, not
punished, and the account goes on from what was weighed (the scheme, section 4).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from amnesty.domain.holding import Holding, after
from amnesty.domain.journal import (
    Entry,
    HandedIn,
    HandInCorrected,
    Harvested,
    HarvestWeighed,
    Opened,
    StockGone,
    StockWeighed,
    TakenAway,
    in_order,
    settled_corrections,
)
from amnesty.domain.quantity import dried_equivalent, dried_sum
from amnesty.domain.stock import counted_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NONE = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class NeedFrom:
    """What a patient needs from a day on."""

    on: date
    grams_a_day: Fraction


@dataclass(frozen=True, kw_only=True)
class AccountDay:
    """One day of the account; grams of dried equivalent, exact."""

    on: date
    opened: Fraction = _NONE
    """What was declared at a site whose account begins."""
    harvested: Fraction = _NONE
    """Fresh weight ÷ 5, put right on the day of its dry weighing."""
    consumed: Fraction = _NONE
    """Presumed: the need, or what there is where that is less."""
    handed_in: Fraction = _NONE
    lost: Fraction = _NONE
    difference: Fraction = _NONE
    """How much more than expected was found; less is negative."""
    expected: Fraction
    """At the end of the day."""
    was_weighed: bool = False
    """Whether all that a site holds was weighed."""


def stock_account(
    entries: Iterable[Entry], needs: Sequence[NeedFrom], *, until: date
) -> tuple[AccountDay, ...]:
    """Return every day of a registration's account, of all its sites together.

    Args:
        entries: the journal.
        needs: what is needed from which day, in order.
        until: the last day.
    """
    by_day: dict[date, list[Entry]] = defaultdict(list)
    ordered = in_order(entries)
    for entry in ordered:
        by_day[entry.on].append(entry)
    if not by_day:
        return ()
    books = _Books(settled_corrections(ordered))
    first = min(by_day)
    return tuple(
        books.day(on, by_day.get(on, ()), _NONE if on == first else _need_on(needs, on))
        for on in _days(first, until)
    )


def _days(first: date, last: date) -> Iterator[date]:
    for days in range((last - first).days + 1):
        yield first + timedelta(days=days)


def _need_on(needs: Sequence[NeedFrom], on: date) -> Fraction:
    found = [need.grams_a_day for need in needs if need.on <= on]
    return found[-1] if found else _NONE


class _Books:
    """What each site should hold, while the days are gone through."""

    def __init__(self, settled: frozenset[int]) -> None:
        self._settled = settled
        self._expected: dict[int, Fraction] = defaultdict(Fraction)
        self._holdings: dict[int, Holding] = defaultdict(Holding)

    def day(self, on: date, entries: Iterable[Entry], need: Fraction) -> AccountDay:
        """Close one day and return it."""
        line = AccountDay(on=on, consumed=self._consume(need), expected=_NONE)
        for entry in entries:
            match entry.what:
                case HandInCorrected() as what if entry.sequence in self._settled:
                    line = _settled(line, _handed_in(what))
                case _:
                    line = self._enter(line, entry)
        return replace(line, expected=sum(self._expected.values(), _NONE))

    def _consume(self, need: Fraction) -> Fraction:
        """Take a day's need from the sites in their order."""
        left = need
        for site in sorted(self._expected):
            taken = min(left, self._expected[site])
            self._expected[site] -= taken
            left -= taken
        return need - left

    def _enter(self, line: AccountDay, entry: Entry) -> AccountDay:
        site = entry.site
        before = self._holdings[site]
        holding = self._holdings[site] = after(before, entry)
        match entry.what:
            case Opened():
                grams = _held(holding)
                self._expected[site] += grams
                return replace(line, opened=line.opened + grams)
            case Harvested() | HarvestWeighed():
                # A harvest that was smoked from before it was weighed dry may be put
                # right by more than there is left.
                more = _held(holding) - _held(before)
                line = self._raise(line, site, -more)
                self._expected[site] += more
                return replace(line, harvested=line.harvested + more)
            case StockWeighed():
                found = _held(holding) - self._expected[site]
                self._expected[site] += found
                return replace(
                    line, difference=line.difference + found, was_weighed=True
                )
            case StockGone(form=form, grams=weight):
                grams = dried_equivalent(form, weight)
                line = self._raise(line, site, grams)
                self._expected[site] -= grams
                return replace(line, lost=line.lost + grams)
            case HandedIn() | HandInCorrected():
                return self._hand_in(line, site, _handed_in(entry.what))
            case TakenAway(to=other):
                self._expected[other] += self._expected.pop(site)
            case _:
                pass
        return line

    def _hand_in(self, line: AccountDay, site: int, grams: Fraction) -> AccountDay:
        line = self._raise(line, site, grams)
        self._expected[site] -= grams
        return replace(line, handed_in=line.handed_in + grams)

    def _raise(self, line: AccountDay, site: int, leaving: Fraction) -> AccountDay:
        """What leaves was there: more than expected is a difference."""
        found = max(_NONE, leaving - self._expected[site])
        self._expected[site] += found
        return replace(line, difference=line.difference + found)


def _settled(line: AccountDay, grams: Fraction) -> AccountDay:
    """What left before a weighing is a difference of it, and is expected no less."""
    return replace(
        line, handed_in=line.handed_in + grams, difference=line.difference + grams
    )


def _handed_in(what: HandedIn | HandInCorrected) -> Fraction:
    """Return what was handed in, dried equivalent; plants are none of it."""
    if isinstance(what, HandedIn):
        return sum((bag.dried_grams for bag in what.stock), _NONE)
    if what.form is None:
        return _NONE
    return dried_equivalent(what.form, what.now - what.was)


def _held(holding: Holding) -> Fraction:
    """Return what counts of all that a site holds, dried equivalent."""
    return dried_sum(counted_weights(holding.stock))
