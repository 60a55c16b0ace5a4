"""The three commonest acts of a clerk, key by key; run it to print `docs/clerks.md`.

`python -m tests.screens.clerks > docs/clerks.md` renews the page; a test plays the same
keys on a real register and compares the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.screens.clerks_page import clerks_page
from tui.keys import display

DAY = "1 11 2026"
SECOND = "Gareth"
TAG = "S100"


@dataclass(frozen=True, kw_only=True)
class ClerksAct:
    """One act, from the record to what is kept."""

    name: str
    keys: tuple[str, ...]
    note: str = ""

    @property
    def count(self) -> int:
        """How many keys are pressed."""
        return len(self.keys)


DECLARE = ClerksAct(
    name="Declare a new batch of 2 plants",
    keys=("p", "f5", "tab", "2", "tab", "v", "tab", *DAY, "f10"),
)
WEIGH_IN = ClerksAct(
    name="Record a dry weigh-in of 50 g",
    keys=("k", "tab", *"50", "f10"),
    note="The harvest that has dried longest stands in its box already.",
)
HAND_IN = ClerksAct(
    name="Receive a hand-in of two plants",
    keys=(
        *("f7", "y", "tab", "y", "tab", *SECOND),
        *("f8", "f8", "tab", "2", "tab", *TAG, "f10"),
    ),
    note="Then the second person types their own passphrase, and Enter. The place "
    "stands in its box; from the second hand-in on so does the second person, and an "
    "empty seal tag is the next number.",
)
ACTS = (DECLARE, WEIGH_IN, HAND_IN)


def page() -> str:
    """Return the page of the docs."""
    lines = [
        "## The three commonest acts, key by key",
        "",
        "A test plays these keys on a real register, from the open record to what is",
        "kept.",
        "",
        "| act | keys pressed | which |",
        "|---|---|---|",
    ]
    for act in ACTS:
        keys = " ".join(f"`{_shown(key)}`" for key in act.keys)
        lines.append(f"| {act.name} | {act.count} | {keys} |")
    lines.append("")
    lines.extend(f"{act.name}: {act.note}" for act in ACTS if act.note)
    return clerks_page() + "\n" + "\n".join(lines) + "\n"


def _shown(key: str) -> str:
    named = {" ": "Space", "tab": "Tab"}
    return named.get(key, display(key))


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - the page
