"""Help: the keys of the screen one came from, from the one registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.keys import EVERYWHERE, Key, Place, bindings, display, keys_of
from tui.screens.base import RegistryScreen
from tui.text import label, lines, row
from tui.widgets.words import Words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

_KEYS_WIDTH = 14


class HelpScreen(RegistryScreen[None]):
    """What each key does, and why some cannot act now."""

    PLACE = Place.HELP
    HEADING = "Help"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.HELP)]

    def __init__(self, place: Place, reasons: dict[str, str]) -> None:
        """Take where help was asked for, and why which keys cannot act there now."""
        super().__init__()
        self._place = place
        self._reasons = reasons

    def compose_body(self) -> ComposeResult:
        """List the screen's own keys, then those that work everywhere."""
        for places in ((self._place,), EVERYWHERE):
            yield Words(
                lines(
                    label(places[0].title, "bold"),
                    *(self._line(key) for key in keys_of(*places)),
                    label(""),
                )
            )
        yield Words(
            lines(
                label("In a box", "bold"),
                _entry("Tab", "Goes to the next field; Shift+Tab goes back."),
                _entry("^U  ^K", "Deletes to the left, to the right."),
                _entry("^C  ^V", "Copies and pastes; a passphrase is never copied."),
            )
        )

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()

    def _line(self, key: Key) -> Content:
        pressed = "  ".join(display(one) for one in key.keys.split(","))
        reason = self._reasons.get(key.id, "")
        return _entry(pressed, f"{key.help} {reason}".strip())


def _entry(keys: str, sentence: str) -> Content:
    return row(label(f"  {keys:<{_KEYS_WIDTH}}", "bold"), label(sentence))
