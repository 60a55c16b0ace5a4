"""Reading typed answers: every problem of a form or a file is told at once."""

from __future__ import annotations

import json
import re
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from amnesty.domain.dates import MustBe, parse_date
from amnesty.domain.text import clean_line, clean_name
from amnesty.errors import BadInputError, Problem, ProblemsError
from amnesty.errors.forms import (
    KeyMisplacedError,
    KeyTwiceError,
    NotAChoiceError,
    NotRegistrationFileError,
    RegistrationFileTooLargeError,
    TrueOrFalseError,
)
from amnesty.services.intake.fields import Field, Kind, fields_by_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

_MOST_CHARACTERS = 1 << 18

_NUMBER = re.compile(r"[0-9]{1,4}")
_ROW = re.compile(r"(?<=\.)[0-9]{1,4}(?=\.|$)")


class Answers:
    """What was typed, by field path, and the problems found while reading it.

    A field that cannot be read leaves a hole in the value under construction; the hole
    never leaves the reader, because `finish` raises before anyone sees it.
    """

    def __init__(self, raw: Mapping[str, str], today: date) -> None:
        """Take the answers as typed, by path such as `sites.0.setting`."""
        self._raw = raw
        self._today = today
        self.problems: list[Problem] = []
        for path in raw:
            if _generic(path) not in fields_by_path():
                self.add(path, f"There is no field “{path}”: check its spelling.")

    def add(self, path: str, sentence: str) -> None:
        """Add a problem at a field."""
        self.problems.append(Problem(path=path, sentence=sentence))

    def text(self, path: str) -> str:
        """Return what was typed, or the field's default."""
        return self._raw.get(path, _field(path).default).strip()

    def read(self, path: str, parse: Callable[[str], T]) -> T:
        """Return what a field says; it must be filled in."""
        value = self.read_if_given(path, parse)
        if value is None and not self.text(path):
            self.add(path, f"Enter {_field(path).what}")
        return cast("T", value)

    def read_if_given(self, path: str, parse: Callable[[str], T]) -> T | None:
        """Return what a field says, or None where it is empty."""
        text = self.text(path)
        if not text:
            return None
        try:
            return parse(text)
        except BadInputError as error:
            self.add(path, str(error))
            return None

    def line(self, path: str) -> str:
        """Return a line of text; it must be filled in."""
        return self.read(path, partial(clean_line, what=_called(path)))

    def optional_line(self, path: str) -> str:
        """Return a line of text, empty where nothing was typed."""
        parse = partial(clean_line, what=_called(path))
        return self.read_if_given(path, parse) or ""

    def name(self, path: str) -> str:
        """Return a person's name; it must be filled in."""
        return self.read(path, partial(clean_name, what=_called(path)))

    def day(self, path: str, must_be: MustBe | None = None) -> date:
        """Return a date; it must be filled in."""
        return self.read(path, self._date_of(path, must_be))

    def optional_day(self, path: str, must_be: MustBe | None = None) -> date | None:
        """Return a date, or None where nothing was typed."""
        return self.read_if_given(path, self._date_of(path, must_be))

    def word(self, path: str) -> str:
        """Return the word of the choice made; it must be made."""
        return self.read(path, lambda text: _chosen(_field(path), text))

    def member(self, path: str, kind: type[E]) -> E:
        """Return the member of an enumeration whose word was chosen."""
        return self.read(path, lambda text: kind(_chosen(_field(path), text)))

    def yes(self, path: str) -> bool:
        """Return whether the answer is yes; it must be given."""
        return self.word(path) == "yes"

    def _date_of(self, path: str, must_be: MustBe | None) -> Callable[[str], date]:
        return partial(
            parse_date, what=_called(path), today=self._today, must_be=must_be
        )

    def are_sound(self, *paths: str) -> bool:
        """Return whether fields were read without a problem, so that they compare."""
        return not any(problem.path in paths for problem in self.problems)

    def is_given(self, *prefixes: str) -> bool:
        """Return whether anything was typed below one of the paths."""
        return any(
            text.strip() and path.startswith(prefix)
            for path, text in self._raw.items()
            for prefix in prefixes
        )

    def rows(self, group: str) -> list[int]:
        """Return the rows of a repeated group in which anything was typed."""
        found = set()
        for path, text in self._raw.items():
            rest = path.removeprefix(f"{group}.")
            row = rest.partition(".")[0]
            if rest != path and _NUMBER.fullmatch(row) and text.strip():
                found.add(int(row))
        return sorted(found)

    def finish(self) -> None:
        """Raise what was found, in the order of the form.

        Raises:
            ProblemsError: at least one field has a problem.
        """
        if self.problems:
            order = {path: index for index, path in enumerate(fields_by_path())}
            last = len(order)
            self.problems.sort(key=lambda one: order.get(_generic(one.path), last))
            raise ProblemsError(self.problems)


def answers_from_json(text: str | bytes) -> dict[str, str]:
    """Return the answers in a registration file, by path.

    Numbers are taken as they are written, so that no amount passes through a float. A
    key that stands twice is refused: which of the two was meant, nobody knows.

    Raises:
        RegistrationFileTooLargeError: no registration is that long.
        KeyTwiceError: an object has one key twice.
        KeyMisplacedError: a key has a full stop, or is a number.
        TrueOrFalseError: true or false stands where a text belongs.
        NotRegistrationFileError: it is not JSON, or not an object of the file's shape.
    """
    if len(text) > _MOST_CHARACTERS:
        raise RegistrationFileTooLargeError(_MOST_CHARACTERS >> 10)
    try:
        data = json.loads(
            text,
            parse_float=str,
            parse_int=str,
            parse_constant=str,
            object_pairs_hook=_each_once,
        )
    except (ValueError, RecursionError):
        raise NotRegistrationFileError from None
    if not isinstance(data, dict):
        raise NotRegistrationFileError
    return dict(_flat(data, ""))


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, value in pairs:
        if key in made:
            raise KeyTwiceError(key)
        made[key] = value
    return made


def _flat(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if "." in key or key.isdecimal():
                raise KeyMisplacedError(key)
            yield from _flat(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for row, inner in enumerate(value):
            yield from _flat(inner, f"{path}.{row}")
    elif isinstance(value, bool):
        yield path, _yes_or_no(path, is_yes=value)
    elif value is not None:
        yield path, str(value)


def _yes_or_no(path: str, *, is_yes: bool) -> str:
    field = fields_by_path().get(_generic(path))
    if field is not None and field.kind is not Kind.YES_NO:
        raise TrueOrFalseError(path)
    return "yes" if is_yes else "no"


def _generic(path: str) -> str:
    return _ROW.sub("*", path)


def _field(path: str) -> Field:
    return fields_by_path()[_generic(path)]


def _called(path: str) -> str:
    """Return what an error calls a field: `What` without its article."""
    return _field(path).what.removeprefix("the ")


def _chosen(field: Field, text: str) -> str:
    for choice in field.choices:
        if choice.is_meant(text):
            return choice.word
    raise NotAChoiceError(field.label, [choice.shown for choice in field.choices])
