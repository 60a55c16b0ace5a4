"""A name that somebody typed or a file carries, fit to be told back."""

from __future__ import annotations

_LONGEST = 60


def shown(name: str) -> str:
    """Return a name, short and without what a terminal would act on."""
    safe = "".join(letter if letter.isprintable() else "?" for letter in name)
    return safe if len(safe) <= _LONGEST else f"{safe[: _LONGEST - 1]}…"
