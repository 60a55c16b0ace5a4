"""Help: the keys of the screen one came from, from the one registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from amnesty.services.intake.fields import Kind
from amnesty.services.police.telling import Fact
from tui.keys import EVERYWHERE, Key, Place, bindings, display, keys_of
from tui.screens.base import RegistryScreen
from tui.text import label, lines, row
from tui.widgets.facts import FactRow
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from amnesty.services.intake.fields import Field

_KEYS_WIDTH = 14


class HelpScreen(RegistryScreen[None]):
    """What each key does, and why some cannot act now."""

    PLACE = Place.HELP
    HEADING = "Help"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.HELP)]

    def __init__(
        self, place: Place, reasons: Mapping[str, str], field: Field | None = None
    ) -> None:
        """Take where help was asked for, why which keys cannot act, and at which field.

        Args:
            place: whose keys are listed.
            reasons: why a key cannot act now, by its id.
            field: the one that had the focus.
        """
        super().__init__()
        self._field = field
        self._place = place
        self._reasons = reasons

    def compose_body(self) -> ComposeResult:
        """Tell of the field, then list the screen's keys and those of everywhere."""
        if self._field is not None:
            yield Words(lines(*_about(self._field), label("")))
        for places in ((self._place,), EVERYWHERE):
            yield Words(label(places[0].title, "bold"))
            yield from (self._line(key) for key in keys_of(*places))
            yield Words()
        yield Words(label("In a box", "bold"))
        yield FactRow(Fact("  Tab", "Goes to the next field; Shift+Tab goes back."))
        yield FactRow(Fact("  ^U  ^K", "Deletes to the left, to the right."))
        told = "Copies and pastes; a passphrase is never copied."
        yield FactRow(Fact("  ^C  ^V", told))

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()

    def _line(self, key: Key) -> FactRow:
        keys = self.registry.keys_of(key)
        pressed = "  ".join(display(one) for one in keys.split(","))
        reason = self._reasons.get(key.id, "")
        return FactRow(Fact(f"  {pressed}", f"{key.help} {reason}".strip()))


_RULES = {
    Kind.DATE: "Any usual way: 27 3 2026, 27/3/2026, 27 mar 2026, 27032026.",
    Kind.AMOUNT: "A number; a point before tenths, as 1.5.",
}


def _about(field: Field) -> Iterator[Content]:
    """Yield what a field asks for, and how it may be answered."""
    yield label(f"This field: {field.label}", "bold")
    yield label(f"  Enter {field.what}.")
    if field.hint:
        yield label(f"  {field.hint[0].upper()}{field.hint[1:]}.")
    if field.kind in _RULES:
        yield label(f"  {_RULES[field.kind]}")
    for choice in field.choices:
        yield _entry(choice.letter.upper(), choice.shown)
    if field.optional:
        yield label("  It may stay empty.")
    if field.default:
        yield label(f"  Without an answer it is: {field.shown(field.default)}.")


def _entry(keys: str, sentence: str) -> Content:
    return row(label(f"  {keys:<{_KEYS_WIDTH}}", "bold"), label(sentence))
