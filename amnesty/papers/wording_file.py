"""Reading a file of wording, so that no certificate is printed with a hole in it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

from amnesty.errors import AmnestyError, Problem, ProblemsError
from amnesty.errors.papers import (
    WordingBraceError,
    WordingKeyMissingError,
    WordingKeyUnknownError,
    WordingNotReadableError,
    WordingPlaceholderError,
    WordingShapeError,
)
from amnesty.papers.wording import Sentences, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLE: Final = "certificate"
_ANYWHERE: Final = frozenset({"authority", "force", "telephone"})
_WITH_AGREEMENT: Final = frozenset({"rests_on", "agreed_step"})
"""Sentences printed only where there is an agreement to name."""
_STEPS: Final = 3
"""The officer's own steps; the fourth is the agreement's."""
_LISTS: Final = {
    each.name for each in fields(Sentences) if str(each.type).startswith("tuple")
}


@cache
def standard_sentences() -> Sentences:
    """Return the sentences that come with the program."""
    text = (files("amnesty.papers") / "wording.toml").read_text(encoding="utf-8")
    return read_sentences(text, source="wording.toml")


def read_sentences(text: str, *, source: str) -> Sentences:
    """Return the sentences of a file of wording.

    Args:
        text: What the file holds, as TOML.
        source: What the file is called, for the sentence of an error.

    Raises:
        WordingNotReadableError: The text is not TOML.
        ProblemsError: A sentence is missing, unknown, empty or cannot be filled in.
    """
    try:
        loaded = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WordingNotReadableError(source, str(error)) from None
    table = loaded.get(_TABLE)
    if not isinstance(table, dict):
        raise WordingNotReadableError(source, f"it has no table [{_TABLE}]")
    problems = tuple(_problems(table, text, source))
    if problems:
        raise ProblemsError(problems)
    values: dict[str, Any] = {
        key: tuple(map(one_line, value)) if isinstance(value, list) else one_line(value)
        for key, value in table.items()
    }
    return Sentences(**values)


def _problems(table: dict[str, Any], text: str, source: str) -> Iterator[Problem]:
    known = [each.name for each in fields(Sentences)]
    for key in known:
        if key not in table:
            yield _problem(key, WordingKeyMissingError(source, key))
    for key, value in table.items():
        line = _line_of(text, key)
        if key not in known:
            yield _problem(key, WordingKeyUnknownError(source, line, key))
        elif wanted := _wanted(key, value):
            yield _problem(key, WordingShapeError(source, line, key, wanted))
        else:
            yield from _placeholder_problems(key, value, text, source)


def _problem(key: str, error: AmnestyError) -> Problem:
    return Problem(path=f"{_TABLE}.{key}", sentence=str(error))


def _wanted(key: str, value: object) -> str | None:
    """Return what a value would have to be, or None where it is that."""
    if key not in _LISTS:
        return None if _is_sentence(value) else "a sentence in quotes"
    if not isinstance(value, list) or not value or not all(map(_is_sentence, value)):
        return "a list of sentences in quotes"
    if key == "officer_steps" and len(value) != _STEPS:
        return f"a list of {_STEPS} sentences; the agreement is the fourth"
    return None


def _is_sentence(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _placeholder_problems(
    key: str, value: str | list[str], text: str, source: str
) -> Iterator[Problem]:
    allowed = _ANYWHERE | ({"reference"} if key in _WITH_AGREEMENT else set())
    for sentence in [value] if isinstance(value, str) else value:
        try:
            placeholders = list(_placeholders(sentence))
        except ValueError:
            line = _line_of(text, key, "{" if "{" in sentence else "}")
            yield _problem(key, WordingBraceError(source, line))
            continue
        for placeholder in placeholders:
            if placeholder not in allowed:
                line = _line_of(text, key, "{" + placeholder)
                error = WordingPlaceholderError(source, line, placeholder, allowed)
                yield _problem(key, error)


def _placeholders(sentence: str) -> Iterator[str]:
    """Yield each placeholder with all that stands in its braces."""
    for _, name, form, conversion in Formatter().parse(sentence):
        if name is not None:
            yield (
                name
                + (f"!{conversion}" if conversion else "")
                + (f":{form}" if form else "")
            )


def _line_of(text: str, key: str, within: str = "") -> int:
    """Return the line on which a key stands, or on or after it a piece of its value."""
    lines = text.splitlines()
    starts = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
    first = next((n for n, line in enumerate(lines) if starts.match(line)), 0)
    found = (n for n, line in enumerate(lines) if n >= first and within in line)
    return next(found, first) + 1
