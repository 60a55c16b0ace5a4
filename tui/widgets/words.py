"""Text on a screen: the only widget that shows words takes no `str`."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

_NOTHING = Content("")
_DRAWN = {ord(one): " " for one in "█▓▒░▌▐▀▄"}
"""Blocks that draw bars: a reader would spell each of them out."""


class Words(Static):
    """Words that are shown as they are.

    It takes `Content` only, which `tui.text` makes, so the type checker finds what
    would otherwise be read as markup.
    """

    ALLOW_SELECT = False

    def __init__(
        self,
        content: Content = _NOTHING,
        *,
        id: str | None = None,  # noqa: A002  Textual's name for it
        classes: str = "",
    ) -> None:
        """Take the words to show first."""
        super().__init__(content, markup=False, id=id, classes=classes)

    def show(self, content: Content) -> None:
        """Replace the words; in the accessible mode without what only draws."""
        if getattr(self.app, "is_accessible", False):
            plain = content.plain.translate(_DRAWN)
            content = Content(plain, spans=list(content.spans))
        # What keeps its size moves nothing else: the screen is not laid out anew.
        self.update(content, layout=self.styles.auto_dimensions)
