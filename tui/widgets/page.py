"""One page of a form: the blocks of a section, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from amnesty.services.intake.fields import Field, Kind
from tui.forms import hint, typed
from tui.text import label
from tui.widgets.field import FieldRow
from tui.widgets.inputs import CodeInput, PassphraseInput, TextInput
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult
    from textual.widget import Widget

    from amnesty.services.intake.fields import Section
    from tui.forms import Block


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


def row_for(field: Field, value: str = "") -> FieldRow:
    """Return the row for a field of a form, with its box filled in."""
    box: TextInput
    text = typed(field, value or field.default)
    if field.kind is Kind.HIDDEN:
        box = PassphraseInput()
    elif field.choices:
        box = CodeInput([choice.letter for choice in field.choices], text)
        box.add_class("-code")
    else:
        box = TextInput(text)
        box.set_class(field.kind in (Kind.DATE, Kind.AMOUNT), "-short")
    return FieldRow(
        box,
        field.label,
        path=field.path,
        hint=hint(field),
        optional=field.optional,
    )
