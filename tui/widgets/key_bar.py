"""The key bar: every key that answers now, in at most two rows of 80 columns.

Textual's own footer clips at the window's edge without a sign, so keys would vanish.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from tui.keys import Key, display, keys_by_id
from tui.text import label, lines, row
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.screen import Screen

ROWS = 2
_GAP = "  "


class KeyBar(Words):
    """The keys of the screen, those that cannot act now in a quiet style."""

    DEFAULT_CSS = """
    KeyBar {
        height: auto;
        background: $panel;
        color: $text;
        padding: 0 1;
    }
    """

    _items: Sequence[tuple[Content, bool]] = ()
    """The keys as they were last asked for, with whether each cannot act."""

    _keys = Content("")
    """The keys as they are shown."""

    def on_mount(self) -> None:
        """Follow the screen's keys."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)
        self.call_after_refresh(self.show_keys)

    def on_resize(self) -> None:
        """Fill the rows anew once the layout is settled."""
        self.call_after_refresh(self.show_keys)

    def show_keys(self) -> None:
        """Show what answers now; beneath a dialog, what answered before it."""
        width = self.content_size.width
        if not width:
            return
        if self.screen.is_active:
            why_not = getattr(self.screen, "why_not", None)
            self._items = [
                (_item(pressed, key, dimmed=dimmed), dimmed)
                for pressed, key in self._live_keys()
                for dimmed in (bool(why_not and why_not(key)),)
            ]
        items = self._items
        if getattr(self.app, "is_accessible", False):
            # A quiet style is not heard: what cannot act now is left out.
            items = [one for one in items if not one[1]] or items
        if items:
            self._show_anew(lines(*fitted(items, width)))

    def _show_anew(self, keys: Content) -> None:
        """Leave alone what stands there: most moves between boxes change no key.

        What was shown before the bar had its height has no room yet: it is shown again.
        """
        has_room = self.content_size.height == keys.plain.count("\n") + 1
        if not (has_room and keys.is_same(self._keys)):
            self._keys = keys
            self.show(keys)

    def _bindings_updated(self, _screen: Screen[object]) -> None:
        self.show_keys()

    def _live_keys(self) -> list[tuple[str, Key]]:
        """Return the keys that answer now, in the order of the registry."""
        pressed: dict[str, str] = {}
        for name, entry in self.screen.active_bindings.items():
            pressed.setdefault(entry.binding.id or "", name)
        return [
            (pressed[key.id], key)
            for key in keys_by_id().values()
            if key.shown and key.id in pressed
        ]


def fitted(items: Iterable[tuple[Content, bool]], width: int) -> list[Content]:
    """Return the rows of the bar: what cannot act now gives way to what can.

    Help and the command list still have it, and pressing it still says why.
    """
    kept = list(items)
    rows = packed([one for one, _ in kept], width)
    if len(rows) > ROWS:
        rows = packed([one for one, is_dimmed in kept if not is_dimmed], width)
    return rows


def packed(items: Iterable[Content], width: int) -> list[Content]:
    """Return items in as few rows as the width allows."""
    rows: list[list[Content]] = [[]]
    used = 0
    for item in items:
        gap = len(_GAP) if rows[-1] else 0
        if rows[-1] and used + gap + cell_len(item.plain) > width:
            rows.append([])
            used, gap = 0, 0
        rows[-1].append(item)
        used += gap + cell_len(item.plain)
    return [Content(_GAP).join(one) for one in rows]


def _item(pressed: str, key: Key, *, dimmed: bool) -> Content:
    if dimmed:
        return label(f"{display(pressed)} {key.label}", "$text-muted")
    return row(label(display(pressed), "bold"), label(f" {key.label}"))
