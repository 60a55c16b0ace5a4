"""The first row of every screen: where I am, who I am, and whether it is real."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from tui.text import label, row, safe
from tui.widgets.words import Words

MARK = " DEMONSTRATION · SPECIMEN "
_PROGRAM = "Carly's Amnesty"
_GAP = "  "


class TopBar(Words):
    """Programme, heading, the mark of a demonstration, and who is signed in."""

    DEFAULT_CSS = """
    TopBar {
        height: 1;
        background: $panel;
        color: $text;
        padding: 0 1;
        text-wrap: nowrap;
    }
    """

    def __init__(self) -> None:
        """Start empty; the screen fills it in when it is mounted."""
        super().__init__()
        self._heading = ""
        self._who = ""
        self._authority = ""
        self._marked = False

    def tell(self, heading: str, who: str, authority: str, *, marked: bool) -> None:
        """Say where this is, who is signed in where, and whether people are made up."""
        self._heading, self._who, self._marked = safe(heading), safe(who), marked
        self._authority = safe(authority)
        self._fill()

    def on_resize(self) -> None:
        """Keep the right end at the right edge."""
        self._fill()

    def _fill(self) -> None:
        """Leave out the authority, then cut who it is, before the heading suffers."""
        width = self.content_size.width
        mark = MARK if self._marked else ""
        left = f"{_PROGRAM}{_GAP}"
        gap = _GAP if mark else ""
        room = width - cell_len(left) - cell_len(gap) - cell_len(mark)
        whole = _GAP + " · ".join(part for part in (self._who, self._authority) if part)
        short = f"{_GAP}{self._who or self._authority}"
        needed = cell_len(self._heading)
        who = whole if needed + cell_len(whole) <= room else short
        who = _fitted(who, min(cell_len(who), max(0, room - needed)))
        self.show(
            row(
                label(left, "$text-muted"),
                label(_fitted(self._heading, max(0, room - cell_len(who))), "bold"),
                label(gap),
                label(mark, "reverse bold") if mark else Content(""),
                label(who),
            )
        )


def _fitted(text: str, width: int) -> str:
    """Return text in exactly so many columns; what is cut ends in …."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - 1) + "…" if width else ""
