"""Text on a screen: the only widget that shows words takes no `str`."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

_NOTHING = Content("")
_DRAWN = {ord(one): " " for one in "█▓▒░▌▐▀▄─"}
"""What draws bars and charts: a reader would spell each of them out."""


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
        self.update(content, layout=not self._keeps_its_size(content))

    def _keeps_its_size(self, content: Content) -> bool:
        """Return whether other words take the same room, so that nothing else moves.

        Laying a screen out anew costs more than all else that a key does.
        """
        if not self.styles.auto_dimensions:
            return True
        across = self.styles.width
        if across is not None and across.is_auto:
            return False
        width, height = self.content_size
        shown = content.plain.split("\n")
        fit = (0 < cell_len(line) <= width for line in shown)
        return len(shown) == height and all(fit)
