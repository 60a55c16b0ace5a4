"""Lists, which a screen reader counts."""

from __future__ import annotations

from amnesty.papers.boxes import Box, Cell, Row, Stack, Tagged, set_lines
from amnesty.papers.design import INK
from amnesty.papers.fonts import Face
from amnesty.papers.ink import Style


def numbered(steps: tuple[str, ...], size: float, width: float) -> Box:
    """Return steps with their numbers hanging in the margin."""
    strong = Style(face=Face.STRONG, size=size, colour=INK, spacing=1.27)
    plain = Style(face=Face.TEXT, size=size, colour=INK, spacing=1.27)
    return listed(
        [(f"{number}.", step) for number, step in enumerate(steps, start=1)],
        label=strong,
        text=plain,
        indent=size * 1.6,
        width=width,
    )


def listed(
    items: list[tuple[str, str]],
    *,
    label: Style,
    text: Style,
    indent: float,
    width: float,
    gap: float = 1.5,
) -> Box:
    """Return a list, which a screen reader counts, its labels in the margin."""
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
    return Tagged(tag="L", inner=Stack(boxes=rows, gap=gap))
