"""A box over the screen that asks one thing."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.screen import ModalScreen

from tui.keys import keys_by_id

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """Asks one thing in a box; what stands in it has the class `dialog`."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 0%;
        .dialog {
            width: 64;
            max-width: 90%;
            height: auto;
            border: heavy $text;
            background: $background;
            color: $text;
            padding: 1 2;
        }
    }
    """

    def action_press(self, key_id: str) -> None:
        """Act on a key of the box."""
        getattr(self, f"action_{keys_by_id()[key_id].action}")()
