"""The largest letters at which a certificate fits its two sides."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from amnesty.errors.papers import NoRoomError
from amnesty.papers.design import SCALES, Page, Scale
from amnesty.papers.ink import HEIGHT, MM
from amnesty.papers.overleaf import back
from amnesty.papers.sections import front

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.papers.boxes import Box

    Sections = tuple[Box, ...]
    Placed = tuple[tuple[float, Box], ...]

TOP: Final = 15.5 * MM
"""From the paper's edge to the text, above and below."""
_ROOM: Final = HEIGHT - 2 * TOP
_WIDEST_GAP: Final = 5.0
"""What a page with room to spare adds to each gap, at most."""
_WIDEST_OVERLEAF: Final = 18.0
_LARGE: Final[tuple[Scale, ...]] = SCALES[1:3]
"""The scales at which the front is large enough to have how to count on it as well."""
_OVERLEAF: Final[tuple[Scale, ...]] = (
    *(replace(SCALES[0], body=size) for size in (18.0, 16.0, 15.0, 14.0, 13.0)),
    *SCALES,
)
"""Overleaf there often is room for letters that are larger still."""
_USUAL_LETTERS: Final = (
    ("authority’s name", 40),
    ("name", 40),
    ("address", 80),
    ("agreement’s text", 300),
)
"""What a field has room for without trouble, by a part of what it is called."""
_USUAL_TEXT: Final = 170
_OF_OTHERS: Final = ("statement", "specimen", "demonstration")
"""How texts begin that stand on some certificates only: they are never blamed."""


@dataclass(frozen=True, kw_only=True)
class Laid:
    """Where each section of both sides stands: how far down, and the section."""

    front: Placed
    back: Placed


def fitted(page: Page) -> Laid:
    """Return the sections of both sides at the largest scales that fit.

    Raises:
        NoRoomError: They do not fit even at the smallest; it names what to shorten.
    """
    counts = True
    found = _first_that_fits(lambda scale: front(page, scale, counts=True), _LARGE)
    if found is None:
        counts = False
        found = _first_that_fits(lambda scale: front(page, scale, counts=False), SCALES)
    turned = _first_that_fits(lambda scale: back(page, scale, counts=counts), _OVERLEAF)
    if found is None or turned is None:
        raise NoRoomError(_longest_field(page, in_front=found is None))
    return Laid(front=_spread(*found), back=_to_the_foot(*turned))


def _first_that_fits(
    make: Callable[[Scale], Sections], scales: tuple[Scale, ...]
) -> tuple[Sections, Scale] | None:
    # A smaller scale is never higher, so the first that fits is found by halving.
    made: dict[Scale, Sections] = {}

    def spare(scale: Scale) -> float:
        made[scale] = make(scale)
        return _spare(made[scale], scale)

    if spare(scales[0]) >= 0:
        return made[scales[0]], scales[0]
    first = bisect_left(scales, 0.0, lo=1, key=spare)
    if first == len(scales):
        return None
    return made[scales[first]], scales[first]


def _spare(boxes: Sections, scale: Scale) -> float:
    """Return the height left when the sections stand at the scale's own gap."""
    gaps = scale.gap * (len(boxes) - 1)
    return _ROOM - sum(box.height for box in boxes) - gaps


def _spread(boxes: Sections, scale: Scale, widest: float = _WIDEST_GAP) -> Placed:
    between = min(_spare(boxes, scale) / (len(boxes) - 1), widest)
    placed, top = [], TOP
    for box in boxes:
        placed.append((top, box))
        top += box.height + scale.gap + between
    return tuple(placed)


def _to_the_foot(boxes: Sections, scale: Scale) -> Placed:
    *others, last = _spread(boxes, scale, _WIDEST_OVERLEAF)
    return (*others, (HEIGHT - TOP - last[1].height, last[1]))


def _longest_field(page: Page, *, in_front: bool) -> str:
    """Return the field to shorten: that which exceeds its usual length the most."""
    facts, wording = page.facts, page.wording
    overleaf = ("counting", "condition", "legal", "photo", "limits", "issued")
    texts = {
        f"the text {key}": text
        for one in wording.catalogues
        for key, text in one.of("certificate")
        if key.split(".")[1].startswith(overleaf) is not in_front
        and not key.split(".")[1].startswith(_OF_OTHERS)
    }
    fields = {
        "the patient’s name": facts.patient or "",
        # Where there is no grower, the holder is the patient.
        "the grower’s name" if facts.patient else "the patient’s name": facts.holder,
        "the growing address": facts.address,
        "the authority’s name": max(wording.names.values(), key=len),
        "the agreement’s text": wording.agreement_text,
    }
    lengths = {**(fields if in_front else {}), **texts}
    return max(lengths, key=lambda field: _excess(field, lengths[field]))


def _excess(field: str, text: str) -> float:
    return len(text) / next(
        (usual for part, usual in _USUAL_LETTERS if part in field), _USUAL_TEXT
    )
