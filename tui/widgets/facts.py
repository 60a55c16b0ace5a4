"""What an officer compares with what is before them, a name and a value to a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical

from amnesty.services.police.telling import Fact, facts
from tui.text import label
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from amnesty.domain.verdict import Answer


class FactRow(Horizontal):
    """One fact; a long value goes on beneath itself and not beneath its name."""

    DEFAULT_CSS = """
    FactRow { height: auto; }
    .fact-name { width: 17; }
    .fact-value { width: 1fr; }
    """

    def __init__(self, fact: Fact) -> None:
        """Take the fact."""
        super().__init__()
        self._fact = fact

    def compose(self) -> ComposeResult:
        """Put the value beside its name."""
        yield Words(label(self._fact.name, "$text-muted"), classes="fact-name")
        yield Words(label(self._fact.value), classes="fact-value")


class FactRows(Vertical):
    """The place first, then the person, the counts, and what to do now."""

    DEFAULT_CSS = """
    FactRows { height: auto; }
    .-first .fact-value { text-style: bold; }
    """

    def tell(self, answer: Answer) -> None:
        """Show what a certificate says, and the next step."""
        self.remove_children()
        rows = [FactRow(fact) for fact in _in_order(answer)]
        rows[0].add_class("-first")
        self.mount_all(rows)

    def clear(self) -> None:
        """Show nothing."""
        self.remove_children()


def _in_order(answer: Answer) -> Iterator[Fact]:
    told = [] if answer.certificate is None else list(facts(answer.certificate))
    counted = next((at for at, one in enumerate(told) if one.name == "Valid"), 0)
    yield from told[:counted]
    yield Fact("What to do", answer.next_step)
    yield from told[counted:]
