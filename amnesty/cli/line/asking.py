"""One question at a time, in plain lines: for screen readers, slow links, new staff.

Every question stands on a line of its own with its label first. `?` explains it, `<`
goes back to the one before, and `.` stops; Enter keeps what stands there already.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amnesty.services.intake.fields import Field, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

HELP = "Enter keeps what is in brackets. ? explains, < goes back, . stops."
_BACK, _STOP, _EXPLAIN = "<", ".", "?"
_RULES = {
    Kind.DATE: "Any usual way: 27 3 2026, 27/3/2026, 27 mar 2026, 27032026.",
    Kind.AMOUNT: "A number; a point before tenths, as 1.5.",
}


class StopAskingError(Exception):
    """Whoever answers wants to stop, or is gone; caught by who asks."""


class GoBackError(Exception):
    """Whoever answers wants the question before; caught by who asks."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """How questions are put and answers come in."""

    read: Callable[[str], str]
    """Shows a prompt and returns the line that was typed."""
    say: Callable[[str], object]
    """Prints a line."""

    def line(self, prompt: str, before: str = "", explain: Sequence[str] = ()) -> str:
        """Return one answer, without outer spaces.

        Args:
            prompt: what is asked.
            before: what stands there already, and stays with Enter.
            explain: what is told to `?`.

        Raises:
            StopAskingError: the answer was `.`, or there is nobody to answer.
            GoBackError: the answer was `<`.
        """
        shown = f"{prompt} [{before}]: " if before else f"{prompt}: "
        while True:
            try:
                answer = self.read(shown).strip()
            except EOFError:
                raise StopAskingError from None
            if answer == _STOP:
                raise StopAskingError
            if answer == _BACK:
                raise GoBackError
            if answer != _EXPLAIN:
                return answer or before
            for told in explain or (HELP,):
                self.say(f"  {told}")

    def field(self, field: Field, before: str = "") -> str:
        """Return the answer to one field of a form, as its word where it is a choice.

        An answer of one space or `-` empties what stood there.
        """
        prompt = field.label
        if field.choices:
            letters = ", ".join(f"{one.letter} {one.shown}" for one in field.choices)
            prompt += f" ({letters}; {field.hint})" if field.hint else f" ({letters})"
        elif field.hint:
            prompt += f" ({field.hint})"
        if field.optional:
            prompt += ", optional"
        stands = field.shown(before or field.default)
        answer = self.line(prompt, stands, _explained(field))
        return "" if answer == "-" else answer

    def yes(self, question: str, *, default: bool) -> bool:
        """Return whether the answer is yes; Enter takes the default."""
        before = "y" if default else "n"
        while True:
            answer = self.line(f"{question} y or n", before).casefold()
            if answer in ("y", "yes", "n", "no"):
                return answer.startswith("y")
            self.say("  Answer y or n.")

    def one_of(self, question: str, names: Sequence[str]) -> int | None:
        """Return which of a numbered list is chosen, counted from 0; None for none."""
        for number, name in enumerate(names, start=1):
            self.say(f"{number} {name}")
        while True:
            answer = self.line(f"{question} Number, or Enter for none")
            if not answer:
                return None
            if answer.isdecimal() and 0 < int(answer) <= len(names):
                return int(answer) - 1
            self.say(f"  Answer a number from 1 to {len(names)}.")


def _explained(field: Field) -> list[str]:
    told = [f"Enter {field.what}."]
    if field.hint:
        told.append(f"{field.hint[0].upper()}{field.hint[1:]}.")
    if field.kind in _RULES:
        told.append(_RULES[field.kind])
    told += [f"{one.letter}: {one.shown}" for one in field.choices]
    if field.optional:
        told.append("It may stay empty; - empties it.")
    return [*told, HELP]
