"""What an examination of a register found, one line a thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

CLOCK_SLACK = timedelta(minutes=5)
"""By how much the clocks of two machines may differ."""


class Health(Enum):
    """How a thing is."""

    OK = "ok"
    LOOK = "look"
    """Nothing is broken, but somebody should look."""
    WRONG = "wrong"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    about: str
    health: Health
    found: str
    """A sentence, or a part of one, without a patient's particulars."""
    mend: str = ""
    """What to do; empty where all is well."""
    records: tuple[str, ...] = ()
    """The records that it is about, by table and id."""


def fine(about: str, found: str) -> Finding:
    """Return that a thing is as it should be."""
    return Finding(about=about, health=Health.OK, found=found)


def look(about: str, found: str, mend: str) -> Finding:
    """Return that somebody should look at a thing."""
    return Finding(about=about, health=Health.LOOK, found=found, mend=mend)


def wrong(about: str, found: str, mend: str, *records: str) -> Finding:
    """Return that a thing is broken, and how it is mended."""
    return Finding(
        about=about, health=Health.WRONG, found=found, mend=mend, records=records
    )
