"""Cases: a device with what it saw, a police file, a time, and a code to ask about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType

Files = dict[str, bytes]
AMBER = "CANNOT BE CONFIRMED"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One vector: all that a verifier is told, and what comes of it."""

    name: str
    why: str
    files: Files | None
    """The police file; None where the device has none."""
    outcome: str
    """The verdict for the code, or the name of the error that refuses the file."""
    text: str
    now: datetime
    seen: tuple[Files, ...] = ()
    """Police files that were taken in before, one after another, at the same time."""
    floor: datetime | None = None
    at: datetime | None = None
    force: str | None = None
    shows: bool = True
    """Whether the signed content is shown."""


@dataclass(kw_only=True)
class Making:
    """Makes cases about the good certificate and the good police file."""

    world: ModuleType
    made: list[Case] = field(default_factory=list)

    def add(self, name: str, outcome: str, why: str, **changes: object) -> None:
        """Add a case; what is not given is as in the good one."""
        whole: dict[str, object] = {
            "files": self.world.files(sequence=8),
            "text": self.world.text(),
            "now": self.world.NOW,
        }
        case = Case(name=name, outcome=outcome, why=why, **(whole | changes))  # type: ignore[arg-type]  # as the fields are
        self.made.append(case)
