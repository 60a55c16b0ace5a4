"""Each paper looks as it did when somebody looked at it: pictures, pixel by pixel.

The pictures are those of `docs/papers.md`. `make pictures` draws them anew; whoever
changes a paper looks at them before they go in.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[3]
DIFFERENT = 48
"""Of 255: a grey that differs by less is a letter's edge drawn by another release."""
MOST = 0.004
"""The part of a page that may differ."""


def _pictures() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "pictures", Path(__file__).with_name("pictures.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PICTURES = _pictures()


def difference(drawn: Image.Image, reviewed: Image.Image) -> float:
    """Return the part of two pictures that differs."""
    assert drawn.size == reviewed.size
    grey = ImageChops.difference(drawn.convert("L"), reviewed.convert("L"))
    far = grey.point(lambda much: 255 * (much > DIFFERENT))
    return sum(far.histogram()[1:]) / (far.width * far.height)


@pytest.mark.parametrize("name", PICTURES.PAPERS)
def test_a_paper_looks_as_it_was_reviewed(name: str) -> None:
    """Nothing has moved, vanished or run into anything else since."""
    for side, drawn in enumerate(PICTURES.pictures(name), start=1):
        file = ROOT / "docs" / "pictures" / f"{name}-{side}.png"
        with Image.open(file) as reviewed:
            assert difference(drawn, reviewed) <= MOST, f"{file.name}: make pictures"


def test_a_line_that_moved_would_be_noticed() -> None:
    """The comparison has teeth: another name is another picture."""
    drawn = PICTURES.pictures("certificate")[0]
    moved = ImageChops.offset(drawn, 0, 3)
    assert difference(drawn, moved) > MOST
