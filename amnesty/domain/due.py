"""What is to be handed in: opened by a finding, closed by a hand-in, no penalty."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from amnesty.domain.excess import Outcome
from amnesty.domain.finding import FindingKind
from amnesty.domain.identifiers import ReceiptNumber
from amnesty.domain.journal import HandedIn, HandInCorrected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amnesty.domain.finding import Finding, Report


class Closed(Enum):
    """How something that was due came to its end."""

    HANDED_IN = "handed in"
    NO_LONGER_ABOVE = "no longer above the limit"
    """Less was weighed or counted, or the limit rose, before anything was handed in."""


@dataclass(frozen=True, kw_only=True)
class HandInDue:
    """A hand-in that a finding asked for."""

    site: int
    """Which of the registration's sites, counted from 0."""
    kind: FindingKind
    """Plants or stock."""
    found_on: date
    """The first check that found it: checking again wins and loses no time."""
    due_on: date
    receipts: tuple[ReceiptNumber, ...] = ()
    """What was handed in for it, which may take more than one hand-in."""
    closed_on: date | None = None
    closed: Closed | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be handed in."""
        return self.closed is None


def open_due(
    dues: Iterable[HandInDue], site: int, kind: FindingKind
) -> HandInDue | None:
    """Return what is open at a site for plants or for stock; at most one is."""
    for due in dues:
        if due.is_open and (due.site, due.kind) == (site, kind):
            return due
    return None


def dues_after(
    dues: tuple[HandInDue, ...],
    report: Report,
    *,
    handed_in: HandedIn | HandInCorrected | None = None,
    site: int | None = None,
) -> tuple[HandInDue, ...]:
    """Return what is due after a check: opened, still open, or closed.

    Args:
        dues: what was due before, closed ones among them.
        report: the check.
        handed_in: after which it was checked, if it was.
        site: where that hand-in came from.
    """
    found = {
        (one.site, one.kind): one
        for one in report.findings
        if one.site is not None and isinstance(one.outcome, Outcome)
    }
    kept = tuple(
        _after(
            due,
            found.get((due.site, due.kind)),
            report.checked_on,
            _receipt_for(due, handed_in) if due.site == site else None,
        )
        for due in dues
    )
    opened = (
        HandInDue(
            site=place, kind=kind, found_on=report.checked_on, due_on=finding.due_on
        )
        for (place, kind), finding in found.items()
        if finding.due_on is not None and open_due(dues, place, kind) is None
    )
    return (*kept, *opened)


def _receipt_for(
    due: HandInDue, handed_in: HandedIn | HandInCorrected | None
) -> ReceiptNumber | None:
    """Return the receipt of what was handed in, if it is of this kind and not named."""
    if handed_in is None or handed_in.receipt in due.receipts:
        return None
    is_for_stock = due.kind is FindingKind.STOCK
    if isinstance(handed_in, HandInCorrected):
        is_given = (handed_in.form is not None) is is_for_stock
    else:
        is_given = bool(handed_in.stock if is_for_stock else handed_in.plants)
    return handed_in.receipt if is_given else None


def _after(
    due: HandInDue,
    finding: Finding | None,
    on: date,
    receipt: ReceiptNumber | None,
) -> HandInDue:
    """Return one that was due, with what the check found of it now."""
    if not due.is_open:
        return due
    if receipt is not None:
        due = replace(due, receipts=(*due.receipts, receipt))
    if finding is not None and finding.due_on is not None:
        # A fresh harvest may give time until it can be weighed dry, and never less.
        return replace(due, due_on=max(due.due_on, finding.due_on))
    closed = Closed.HANDED_IN if due.receipts else Closed.NO_LONGER_ABOVE
    return replace(due, closed_on=on, closed=closed)
