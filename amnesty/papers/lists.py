"""Lists, which a screen reader counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.papers.boxes import Box, Cell, Row, Stack, Tagged
from amnesty.papers.lines import set_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amnesty.papers.design import Scale
    from amnesty.papers.ink import Style


def numbered(steps: Iterable[str], scale: Scale, width: float) -> Box:
    """Return steps with their numbers hanging in the margin."""
    return _listed(
        [(f"{number}.", step) for number, step in enumerate(steps, start=1)],
        label=scale.strong,
        text=scale.plain,
        indent=scale.body * 1.4,
        width=width,
    )


def bulleted(rules: Iterable[str], scale: Scale, width: float) -> Box:
    """Return rules, each after a dot."""
    return _listed(
        [("•", rule) for rule in rules],
        label=scale.plain,
        text=scale.plain,
        indent=scale.body,
        width=width,
    )


def _listed(
    items: list[tuple[str, str]],
    *,
    label: Style,
    text: Style,
    indent: float,
    width: float,
) -> Box:
    rows = tuple(
        Tagged(
            tag="LI",
            inner=Row(
                cells=(
                    Cell(box=set_lines(mark, label, indent, tag="Lbl"), at=0),
                    Cell(
                        box=set_lines(item, text, width - indent, tag="LBody"),
                        at=indent,
                    ),
                )
            ),
        )
        for mark, item in items
    )
    return Tagged(tag="L", inner=Stack(boxes=rows, gap=0.5))
