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


def seal_name(number: str) -> str:
    """Return under what name a file keeps a number's seal."""
    return f"seal{number}"


def seal(number: str) -> str:
    """Return the drawing of a number's seal around the origin."""
    octets = sha256(number.encode()).digest()
    petals = 5 + octets[0] % 6
    depth = 0.22 + octets[1] / 255 * 0.3
    lobes = 2 + octets[2] % 3
    copies = 4 + octets[3] % 2
    written = ["0.3 w"]
    for ring, (outer, deep, points) in enumerate(
        ((1.0, depth, 6), (0.62, 0.7 - depth, 4))
    ):
        count = petals * points
        turns = [2 * pi * step / count for step in range(count)]
        # What is the same in every copy of the flower is reckoned once.
        rays = [
            (petals * turn, waved * cos(turn), waved * sin(turn))
            for turn in turns
            for waved in (1 - 0.06 * (0.5 + 0.5 * sin(lobes * turn)),)
        ]
        size = SEAL / 2 * outer
        least, half = size * (1 - deep / 2), size * deep / 2
        for copy in range(copies):
            part = copy / (copies - 1) * 0.7 + ring * 0.3
            written.append(f"0.05 {0.40 - 0.14 * part:.2f} {0.30 + 0.18 * part:.2f} RG")
            shift = 2 * pi * copy / copies
            through = [
                (reach * x, reach * y)
                for turn, x, y in rays
                for reach in (least - half * cos(turn + shift),)
            ]
            written.append(curve(through, closed=True))
    return "\n".join(written)
