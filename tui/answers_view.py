"""Answers as words: each section with what was answered, in the order of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.services.intake.fields import sections
from tui.forms import Rows, blocks
from tui.text import label, lines, row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.content import Content

    from tui.forms import Block

_LABEL_WIDTH = 30


def answers_by_section(raw: Mapping[str, str]) -> Iterator[Content]:
    """Yield each section of the form with its answers, one content for each."""
    rows = Rows(raw)
    for section in sections():
        for block in blocks(section, rows):
            yield lines(*_lines(block, raw), label(""))


def _lines(block: Block, raw: Mapping[str, str]) -> Iterator[Content]:
    yield label(block.title, "bold")
    answers = [
        (field.label, field.shown(raw.get(field.path, field.default)))
        for field in block.fields
    ]
    if not any(answer for _, answer in answers):
        yield label("  Not provided", "$text-muted")
        return
    for name, answer in answers:
        yield row(
            label(f"  {name:<{_LABEL_WIDTH}}", "$text-muted"),
            label(answer or "Not provided"),
        )
