"""Fields of a form that is written in code, and what is typed in them as values."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from amnesty.domain.dates import parse_date
from amnesty.domain.text import parse_choice
from amnesty.errors import BadInputError, Problem, ProblemsError
from amnesty.services.intake.fields import Choice, Field, Kind
from tui.forms import generic, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from amnesty.services.intake.fields import Section

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
YES_NO = (Choice(letter="y", word="yes"), Choice(letter="n", word="no"))


def field_of(
    path: str,
    label: str,
    hint: str = "",
    *,
    what: str = "",
    kind: Kind = Kind.TEXT,
    choices: tuple[Choice, ...] = (),
    optional: bool = False,
    default: str = "",
) -> Field:
    """Return one field, in a sentence called as its label unless told otherwise."""
    return Field(
        path=path,
        label=label,
        what=what or label[0].lower() + label[1:],
        hint=hint,
        kind=kind,
        optional=optional,
        default=default,
        choices=choices,
    )


CONFIRM = field_of(
    "confirm",
    "Type its last 4 signs",
    "of the number above: this cannot be undone",
    what="the last 4 signs of the registration's number",
)
_CONFIRMED_SIGNS = 4


def require_typed(typed: str, number: str, problems: list[Problem]) -> None:
    """Add a problem where the last signs of a number were not typed to confirm."""
    wanted = number.replace("-", "")[-_CONFIRMED_SIGNS:]
    if typed.replace("-", "").replace(" ", "").upper() != wanted:
        sentence = f"Type the last {_CONFIRMED_SIGNS} signs of {number} to confirm"
        problems.append(Problem(path=CONFIRM.path, sentence=sentence))


def is_answered(field: Field, text: str) -> bool:
    """Return whether a text could be an answer, as far as its kind alone can tell."""
    if not text.strip():
        return field.optional
    if field.choices:
        return spoken(field, text.strip()) in {one.word for one in field.choices}
    if field.kind is Kind.AMOUNT:
        return any(map(str.isdecimal, text))
    if field.kind is Kind.DATE:
        try:
            parse_date(text)
        except BadInputError:
            return False
    return True


def lettered(words: Sequence[str]) -> tuple[Choice, ...]:
    """Return words to choose from, by their first letters if these all differ."""
    initials = [word[0].casefold() for word in words]
    letters = initials if len(set(initials)) == len(words) else _LETTERS
    return tuple(
        Choice(letter=letter, word=word)
        for letter, word in zip(letters, words, strict=False)
    )


class Reader:
    """Reads the boxes and keeps every problem; a hole never leaves it."""

    def __init__(self, raw: Mapping[str, str], sections: Iterable[Section]) -> None:
        """Take what is typed, and the sections that it is typed in."""
        self._raw = raw
        self._fields = {one.path: one for part in sections for one in part.fields}
        self.problems: list[Problem] = []

    def text(self, path: str) -> str:
        """Return what is typed at a path, or the default that stands there."""
        field = self._fields.get(generic(path))
        return self._raw.get(path, field.default if field else "")

    @property
    def paths(self) -> Iterable[str]:
        """Return the paths at which something is typed."""
        return self._raw.keys()

    def typed(self, path: str, default: str) -> str:
        """Return what is typed at a path; the default where that was left."""
        return self._raw.get(path, default)

    def read(self, path: str, parse: Callable[[str], T]) -> T | None:
        """Return what a box says, or None with its problem kept."""
        try:
            return parse(self.text(path))
        except BadInputError as error:
            self.problems.append(Problem(path=path, sentence=str(error)))
            return None

    def choice(self, path: str, kind: type[E]) -> E | None:
        """Return the member whose letter or word was typed."""
        field = self._fields[generic(path)]
        return self.read(
            path, lambda text: parse_choice(spoken(field, text), kind, field.what)
        )

    def word(self, path: str) -> str:
        """Return the word of the choice that was typed; "" with its problem kept."""
        field = self._fields[generic(path)]
        typed = spoken(field, self.text(path).strip())
        if typed in {one.word for one in field.choices}:
            return typed
        letters = ", ".join(one.letter.upper() for one in field.choices)
        self.complain(path, f"Choose the {field.what} by its letter: {letters}")
        return ""

    def seen(self, path: str) -> bool:
        """Return whether something was seen; without it nothing is received."""
        answer = spoken(self._fields[path], self.text(path))
        if answer != "yes":
            what = self._fields[path].what.removesuffix(" seen")
            sentence = f"See the {what} first: nothing is received without it"
            self.problems.append(Problem(path=path, sentence=sentence))
        return answer == "yes"

    def complain(self, path: str, sentence: str) -> None:
        """Keep a problem of a box."""
        self.problems.append(Problem(path=path, sentence=sentence))

    def finish(self) -> None:
        """Raise what was found.

        Raises:
            ProblemsError: at least one box has a problem.
        """
        if self.problems:
            raise ProblemsError(self.problems)
