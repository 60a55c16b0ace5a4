"""What police are told, as lines to read and as JSON: always of the same form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.services.police.asking import limits_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.services.police.asking import Told

_WIDTH = 16


def as_lines(told: Told) -> Iterator[str]:
    """Yield an answer as an officer reads it, the verdict first."""
    yield told.verdict.value
    yield f"Next: {told.next_step}"
    yield ""
    yield f"{'Certificate':<{_WIDTH}}{told.number}"
    for name, value in (*limits_of(told), *told.matches.in_words):
        yield f"{name:<{_WIDTH}}{value}"


def as_data(told: Told) -> dict[str, object]:
    """Return an answer as JSON has it, with the same keys whatever it says."""
    words = {True: "match", False: "no match", None: None}
    return {
        "certificate": told.number,
        "verdict": told.verdict.value,
        "next_step": told.next_step,
        "limits": dict(limits_of(told)),
        "matches": {name: words[one] for name, one in vars(told.matches).items()},
    }
