"""The identity bar: whose record this is, on top of every screen about one person."""

from __future__ import annotations

from tui.widgets.words import Words


class IdentityBar(Words):
    """Who, and how the case stands; it stays while the record scrolls beneath it."""

    DEFAULT_CSS = """
    IdentityBar {
        dock: top;
        height: auto;
        background: $panel;
    }
    """
