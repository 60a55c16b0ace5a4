"""The seal of a certificate: a flower whose petals follow from its number.

Two certificates do not carry the same one, so a seal that was cut out and pasted in
does not go with the number beside it.
"""

from __future__ import annotations

from hashlib import sha256
from math import cos, pi, sin
from typing import Final

from amnesty.papers.guilloche import curve
from amnesty.papers.ink import MM

SEAL: Final = 19 * MM
"""How wide it is."""


def seal(number: str) -> str:
    """Return the drawing of a number's seal around the origin."""
    octets = sha256(number.encode()).digest()
    petals = 5 + octets[0] % 9
    depth = 0.25 + octets[1] / 255 * 0.4
    lobes = 1 + octets[2] % 3
    copies = 5 + octets[3] % 4
    radius = SEAL / 2
    turns = [2 * pi * step / (petals * 6) for step in range(petals * 6)]
    # What is the same in every copy of the flower is reckoned once.
    rays = [
        (petals * turn, waved * cos(turn), waved * sin(turn))
        for turn in turns
        for waved in (1 - 0.08 * (0.5 + 0.5 * sin(lobes * turn)),)
    ]
    written = ["0.35 w"]
    for copy in range(copies):
        part = copy / (copies - 1)
        written.append(f"{0.05 + 0.1 * part:.2f} {0.42 - 0.12 * part:.2f} 0.38 RG")
        shift = 2 * pi * copy / copies
        size = radius * (1 - 0.35 * part)
        least, half = size * (1 - depth / 2), size * depth / 2
        points = [
            (reach * x, reach * y)
            for turn, x, y in rays
            for reach in (least - half * cos(turn + shift),)
        ]
        written.append(curve(points, closed=True))
    return "\n".join(written)
