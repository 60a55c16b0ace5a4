"""The live quantity check: what is typed now beside its limits, on every key.

Numbers come first; the bar is decoration and the word beside it says the same, so
that nothing is lost without colour or on a screen reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.excess import Outcome
from amnesty.domain.quantity import readable_text, rounded_down
from tui.text import label, lines, row
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from textual.content import Content

    from amnesty.domain.amounts import Amount
    from amnesty.services.registrations.previewing import Proposal

_NAME_WIDTH = 17
_NUMBERS_WIDTH = 28
_BAR = 10


class QuantityPanel(Words):
    """Every amount of a site: now, as typed, its limit, and what follows."""

    DEFAULT_CSS = """
    QuantityPanel {
        height: auto;
        border: solid $text;
        border-title-style: bold;
        padding: 0 1;
    }
    """

    def on_mount(self) -> None:
        """Say what it is."""
        self.border_title = label("Quantity check of what is typed")

    def check(self, proposal: Proposal) -> None:
        """Show what the rows as typed would make of the amounts."""
        self.show(proposed(proposal))


def proposed(proposal: Proposal) -> Content:
    """Return a proposal in lines: the amounts, what to do, what is not counted."""
    return lines(
        *(
            amount_line(after, before)
            for before, after in zip(proposal.before, proposal.after, strict=True)
        ),
        *(label(one.next_step, "bold") for one in proposal.findings if one.next_step),
        *_unread(proposal),
    )


def amount_line(after: Amount, before: Amount) -> Content:
    """Return `In flower  8 to 6 of 6: at the limit`, and a bar."""
    held, was = _number(after.held), _number(before.held)
    change = held if held == was else f"{was} to {held}"
    numbers = f"{change} of {_number(after.limit)}{_unit(after)}: "
    word = standing(after)
    gap = " " * max(1, _NUMBERS_WIDTH - len(numbers) - len(word))
    return row(
        label(f"{after.name:<{_NAME_WIDTH}}"),
        label(numbers),
        label(word, _style(after)),
        label(f"{gap}{_bar(after)}", "$text-muted"),
    )


def standing(amount: Amount) -> str:
    """Return in a word or two how an amount compares with its limit."""
    if amount.outcome.is_above_limit:
        return f"OVER by {_number(amount.excess)}{_unit(amount)}"
    if amount.outcome is Outcome.WITHIN_TOLERANCE:
        return "within tolerance"
    if amount.held == amount.limit:
        return "at the limit"
    return "within"


def _unread(proposal: Proposal) -> Iterator[Content]:
    for problem in proposal.unread:
        *_, group, index, _ = problem.path.split(".")
        name = f"{group.capitalize()} {int(index) + 1}"
        yield label(f"{name} is not counted yet. {problem.sentence}.", "$warning")


def _number(value: Fraction) -> str:
    """Return a number to two decimals, those below dropped in the patient's favour."""
    return readable_text(rounded_down(value, 2))


def _unit(amount: Amount) -> str:
    return f" {amount.unit}" if amount.unit else ""


def _style(amount: Amount) -> str:
    return "bold $error" if amount.outcome.is_above_limit else "$success"


def _bar(amount: Amount) -> str:
    if not amount.limit:
        return "█" * _BAR if amount.held else "░" * _BAR
    full = min(_BAR, int(amount.held * _BAR / amount.limit))
    return "█" * full + "░" * (_BAR - full)
