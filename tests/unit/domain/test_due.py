"""What is due is opened by a finding and closed by a hand-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from amnesty.domain.due import Closed, HandInDue, dues_after, open_due
from amnesty.domain.excess import Outcome
from amnesty.domain.finding import Finding, FindingKind, Report
from amnesty.domain.hand_in import HandInPlants, HandInStock
from amnesty.domain.identifiers import ReceiptNumber
from amnesty.domain.journal import HandedIn, HandInCorrected
from amnesty.domain.plants import Stage
from amnesty.domain.quantity import StockForm

TODAY = date(2026, 11, 24)
RECEIPT = ReceiptNumber("H-0000-0000-0000")
PLANTS = HandedIn(
    receipt=RECEIPT,
    stock=(),
    plants=(HandInPlants(stage=Stage.FLOWERING, count=1, seal_tag="A1"),),
)
BAG = HandInStock(
    form=StockForm.DRIED,
    gross_grams=Fraction(3),
    net_grams=Fraction(2),
    seal_tag="B1",
)


def report(*above: FindingKind, on: date = TODAY, site: int = 0) -> Report:
    """Return a check that found plants, stock or nothing above the limit."""
    return Report(
        policy="uk-55g@1",
        checked_on=on,
        allowances=(),
        findings=tuple(
            Finding(
                kind=kind,
                site=site,
                outcome=Outcome.HAND_IN_DUE if kind in above else Outcome.WITHIN,
                compared="",
                with_="",
                sentence="Made up.",
                due_on=on + timedelta(days=14) if kind in above else None,
            )
            for kind in (FindingKind.PLANTS, FindingKind.STOCK)
        ),
    )


@pytest.fixture
def due() -> tuple[HandInDue, ...]:
    """Return what is due after plants were found above the limit."""
    return dues_after((), report(FindingKind.PLANTS))


def test_a_finding_opens_what_is_due(due: tuple[HandInDue, ...]) -> None:
    """For what is above, once, with its day."""
    (one,) = due
    assert (one.kind, one.found_on, one.due_on) == (
        FindingKind.PLANTS,
        TODAY,
        date(2026, 12, 8),
    )
    assert one.is_open


def test_checking_again_changes_nothing(due: tuple[HandInDue, ...]) -> None:
    """As long as it stands, the first check's day counts, as the check itself says."""
    again = report(FindingKind.PLANTS, on=TODAY)
    assert dues_after(due, again) == due


def test_a_hand_in_closes_it(due: tuple[HandInDue, ...]) -> None:
    """The receipt is named, and what comes later is due anew."""
    (closed,) = dues_after(due, report(), handed_in=PLANTS, site=0)
    assert (closed.closed, closed.receipts) == (Closed.HANDED_IN, (RECEIPT,))
    later = report(FindingKind.PLANTS, on=TODAY + timedelta(days=90))
    assert len(dues_after((closed,), later)) == 2


def test_a_hand_in_of_too_little_leaves_it_open(due: tuple[HandInDue, ...]) -> None:
    """It counts when the rest comes: both receipts are named."""
    still = dues_after(due, report(FindingKind.PLANTS), handed_in=PLANTS, site=0)
    assert still[0].is_open
    assert still[0].due_on == due[0].due_on
    second = ReceiptNumber("H-1111-1111-1111")
    (closed,) = dues_after(
        still, report(), handed_in=replace(PLANTS, receipt=second), site=0
    )
    assert closed.receipts == (RECEIPT, second)


def test_a_hand_in_from_another_site_is_not_its_own(
    due: tuple[HandInDue, ...],
) -> None:
    """What site 2 hands in closes nothing at site 1."""
    (still,) = dues_after(due, report(FindingKind.PLANTS), handed_in=PLANTS, site=1)
    assert still.receipts == ()


def test_a_hand_in_of_stock_is_none_of_plants(due: tuple[HandInDue, ...]) -> None:
    """Who hands in grams, and whose plants die, has handed in no plants."""
    corrected = HandInCorrected(
        receipt=RECEIPT,
        form=StockForm.DRIED,
        stage=None,
        was=Fraction(2),
        now=Fraction(1),
    )
    grams = replace(PLANTS, stock=(BAG,), plants=())
    for of_stock in (corrected, grams):
        still = dues_after(due, report(FindingKind.PLANTS), handed_in=of_stock, site=0)
        assert still == due
        (closed,) = dues_after(still, report())
        assert closed.closed is Closed.NO_LONGER_ABOVE


def test_a_correction_names_its_receipt_once(due: tuple[HandInDue, ...]) -> None:
    """What is still due after a hand-in and its correction names one receipt."""
    corrected = HandInCorrected(
        receipt=RECEIPT,
        form=None,
        stage=Stage.FLOWERING,
        was=Fraction(2),
        now=Fraction(1),
    )
    for handed_in in (PLANTS, corrected):
        due = dues_after(due, report(FindingKind.PLANTS), handed_in=handed_in, site=0)
    assert due[0].receipts == (RECEIPT,)


def test_what_is_no_longer_above_is_closed_too(due: tuple[HandInDue, ...]) -> None:
    """A plant that died leaves nothing to hand in, and the record says so."""
    (closed,) = dues_after(due, report())
    assert (closed.closed, closed.closed_on) == (Closed.NO_LONGER_ABOVE, TODAY)


def test_plants_and_stock_are_due_apart(due: tuple[HandInDue, ...]) -> None:
    """One of each at most is open at a site."""
    both = dues_after(due, report(FindingKind.PLANTS, FindingKind.STOCK))
    assert [one.kind for one in both] == [FindingKind.PLANTS, FindingKind.STOCK]
    assert open_due(both, 0, FindingKind.STOCK) == both[1]
    assert open_due(both, 1, FindingKind.STOCK) is None
