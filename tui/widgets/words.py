"""Text on a screen: the only widget that shows words takes no `str`."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

_NOTHING = Content("")


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
        """Replace the words."""
        self.update(content)
