"""One page of a form: the blocks of a section, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from tui.text import label
from tui.widgets.field import FieldRow, row_for
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult
    from textual.widget import Widget

    from amnesty.services.intake.fields import Section
    from tui.forms import Block
    from tui.widgets.inputs import TextInput


class Page(Vertical):
    """The fields of one section."""

    DEFAULT_CSS = """
    Page {
        height: auto;
        .block-title { text-style: bold; padding: 0 0 0 0; }
        .-not-first { margin: 1 0 0 0; }
    }
    """

    def __init__(
        self, section: Section, blocks: Iterable[Block], values: Mapping[str, str]
    ) -> None:
        """Take the section, its blocks, and what is filled in already."""
        super().__init__()
        self.section = section
        self._blocks = tuple(blocks)
        self._values = values

    def compose(self) -> ComposeResult:
        """Lay out the blocks."""
        for index, block in enumerate(self._blocks):
            yield from self._widgets(block, is_first=index == 0)

    async def add(self, block: Block) -> None:
        """Add a row of the repeated group, and go to its first field."""
        widgets = list(self._widgets(block, is_first=False))
        await self.mount(*widgets)
        first = next(one for one in widgets if isinstance(one, FieldRow))
        first.box.focus()

    @property
    def rows(self) -> list[FieldRow]:
        """The rows of fields, in their order."""
        return list(self.query(FieldRow))

    @property
    def boxes(self) -> list[TextInput]:
        """The boxes, in their order."""
        return [row.box for row in self.rows]

    def _widgets(self, block: Block, *, is_first: bool) -> Iterable[Widget]:
        more = "" if is_first else " -not-first"
        yield Words(label(block.title), classes=f"block-title{more}")
        for field in block.fields:
            yield row_for(field, self._values.get(field.path, ""))
