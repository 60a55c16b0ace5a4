"""The lines behind a certificate: a woven frame, drifting waves, rosettes.

None of it stops a good scanner, and nobody is asked to trust it: the signed code is the
proof. It makes a photocopy of a photocopy look like one. Pure arithmetic, built once.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from math import cos, pi, sin
from typing import TYPE_CHECKING, Final
from zlib import compress

from amnesty.papers.ink import HEIGHT, MM, WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amnesty.papers.ink import Colour

    Point = tuple[float, float]

EDGE: Final = 8.5 * MM
"""From the paper's edge to the outermost ink."""
BAND: Final = 4.6 * MM
"""How wide the woven frame is."""
_GREEN: Final[Colour] = (0.10, 0.42, 0.32)
_BLUE: Final[Colour] = (0.13, 0.30, 0.52)
_PALE_GREEN: Final[Colour] = (0.70, 0.87, 0.79)
_PALE_BLUE: Final[Colour] = (0.72, 0.80, 0.93)


@cache
def ground() -> bytes:
    """Return the frame and all that lies under the text, deflated."""
    inner = EDGE + BAND
    parts = [
        *_waves(inner, inner, WIDTH - 2 * inner, HEIGHT - 2 * inner),
        *_rosette((WIDTH * 0.40, HEIGHT * 0.645), 50 * MM),
        *_frame(),
    ]
    return compress("\n".join(parts).encode("ascii"), 9)


@cache
def card_ground(width: float, height: float) -> bytes:
    """Return what lies under the text of half a card, deflated."""
    parts = [
        *_waves(2, 2, width - 4, height - 4, rows=6, steps=9),
        *_rosette((width * 0.66, height * 0.5), height * 0.44, petals=12, rings=4),
    ]
    return compress("\n".join(parts).encode("ascii"), 9)


_MOVE: Final = "{:.1f} {:.1f} m "
_BEND: Final = "{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f} c "


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _stroke(colour: Colour) -> str:
    return "{:.2f} {:.2f} {:.2f} RG".format(*colour)


def _mixed(first: Colour, second: Colour, part: float) -> Colour:
    return tuple(a + (b - a) * part for a, b in zip(first, second, strict=True))  # type: ignore[return-value] # three of each


def curve(points: Iterable[Point], *, closed: bool = False) -> str:
    """Return a smooth line through points (Catmull-Rom, as Bézier curves)."""
    given = list(points)
    through = (
        [given[-1], *given, *given[:2]] if closed else [given[0], *given, given[-1]]
    )
    numbers: list[float] = [*through[1]]
    for (before, start), (end, after) in zip(
        pairwise(through[:-2]), pairwise(through[2:]), strict=True
    ):
        numbers += (
            start[0] + (end[0] - before[0]) / 6,
            start[1] + (end[1] - before[1]) / 6,
            end[0] - (after[0] - start[0]) / 6,
            end[1] - (after[1] - start[1]) / 6,
            *end,
        )
    # Filled in all at once: of a seal these numbers are what takes the time.
    form = _MOVE + _BEND * (len(through) - 3)
    written = form.format(*numbers).replace(".0 ", " ")
    return f"{written}{'s' if closed else 'S'}"


def _waves(  # noqa: PLR0917 - where they are, and how many
    left: float,
    bottom: float,
    width: float,
    height: float,
    rows: int = 30,
    steps: int = 20,
) -> Iterable[str]:
    """Yield two families of waves whose colours drift down the sheet, each its way."""
    yield "0.25 w"
    for row in range(rows):
        part = row / (rows - 1)
        drift = 0.5 - 0.5 * cos(2 * pi * part)
        for phase, mixed in ((0.0, drift), (0.5, 1 - drift)):
            yield _stroke(_mixed(_PALE_GREEN, _PALE_BLUE, mixed))
            swing = height / rows
            yield curve(
                (
                    left + width * step / steps,
                    # No crest reaches the frame.
                    bottom
                    + swing
                    + (height - 2 * swing) * part
                    + 0.9
                    * swing
                    * sin(2 * pi * (4.5 * step / 20 + phase + 0.5 * part)),
                )
                for step in range(steps + 1)
            )


def _rosette(
    centre: Point, radius: float, *, petals: int = 16, rings: int = 7
) -> Iterable[str]:
    """Yield rings of petals, each turned by half a petal against the one around it."""
    yield "0.3 w"
    for ring in range(rings):
        part = ring / (rings - 1)
        size = radius * (0.28 + 0.72 * part)
        yield _stroke(_mixed(_PALE_BLUE, _PALE_GREEN, part))
        for turned in (0.0, pi):
            yield curve(
                (
                    _polar(centre, size * _petal(petals * turn + turned), turn)
                    for turn in _turns(petals * 4)
                ),
                closed=True,
            )


def _petal(turn: float) -> float:
    return 1 - 0.30 * (0.5 + 0.5 * cos(turn))


def _turns(count: int) -> list[float]:
    return [2 * pi * step / count for step in range(count)]


def _polar(centre: Point, radius: float, turn: float) -> Point:
    return centre[0] + radius * cos(turn), centre[1] + radius * sin(turn)


def _frame() -> Iterable[str]:
    """Yield four woven bands between rules, and a rosette where they meet."""
    near, across, up = EDGE, WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE
    half = BAND / 2
    yield from _band((near + BAND, near + half), across - 2 * BAND, upright=False)
    yield from _band(
        (near + BAND, HEIGHT - near - half), across - 2 * BAND, upright=False
    )
    yield from _band((near + half, near + BAND), up - 2 * BAND, upright=True)
    yield from _band((WIDTH - near - half, near + BAND), up - 2 * BAND, upright=True)
    yield f"0.6 w {_stroke(_GREEN)}"
    for inset in (near + 0.3, near + BAND):
        yield (
            f"{_number(inset)} {_number(inset)} {_number(WIDTH - 2 * inset)}"
            f" {_number(HEIGHT - 2 * inset)} re S"
        )
    for x in (near + half, WIDTH - near - half):
        for y in (near + half, HEIGHT - near - half):
            yield f"0.35 w {_stroke(_BLUE)}"
            for reach in (0.42, 0.28):
                yield curve(
                    (
                        _polar((x, y), BAND * reach * (1 + 0.15 * cos(8 * turn)), turn)
                        for turn in _turns(32)
                    ),
                    closed=True,
                )


def _band(start: Point, length: float, *, upright: bool) -> Iterable[str]:
    """Yield strands that cross, and between them a slower, narrower weave."""
    yield "0.3 w"
    for strands, long, reach in ((5, 1.5, 0.44), (3, 3.0, 0.24)):
        waves = round(length / (BAND * long))
        steps = waves * 4
        for strand in range(strands):
            yield _stroke(_mixed(_GREEN, _BLUE, strand / (strands - 1)))
            points = []
            for step in range(steps + 1):
                turn = 2 * pi * (waves * step / steps + strand / strands)
                swing, along = BAND * reach * cos(turn), length * step / steps
                x, y = (swing, along) if upright else (along, swing)
                points.append((start[0] + x, start[1] + y))
            yield curve(points)
