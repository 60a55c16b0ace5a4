"""Every field of a registration, once: the form, the file and its schema."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATE_HINT = "for example 27 3 2026"


class Kind(Enum):
    """How a field is typed; its value is always text until it is read."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    CHOICE = "choice"
    YES_NO = "yes or no"
    HIDDEN = "hidden"
    """Never shown and never copied; no field of a registration is one."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer to choose: by its letter on screen, by its word in a file."""

    letter: str
    word: str
    name: str = ""
    """What people read, where the word of a file is a code."""

    @property
    def shown(self) -> str:
        """What people read."""
        return self.name or self.word

    def is_meant(self, text: str) -> bool:
        """Return whether a text is its letter, its word or its name."""
        return text.casefold() in (
            self.letter,
            self.word.casefold(),
            self.shown.casefold(),
        )


@dataclass(frozen=True, kw_only=True)
class Field:
    """One box to fill in."""

    path: str
    """Where it stands; `*` is a row of a repeated group, as in `sites.*.setting`."""
    label: str
    what: str
    """What to call it in a sentence: "Enter {what}"."""
    hint: str
    kind: Kind
    optional: bool
    default: str
    choices: tuple[Choice, ...]

    def at(self, *rows: int) -> Field:
        """Return the field in the given rows of its repeated groups."""
        path = self.path
        for row in rows:
            path = path.replace("*", str(row), 1)
        return replace(self, path=path)

    def shown(self, answer: str) -> str:
        """Return an answer as people read it: a choice by its name."""
        names = (one.shown for one in self.choices if one.is_meant(answer))
        return next(names, answer)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A headed part of the form; a repeated one has rows."""

    title: str
    group: str
    """The path of the repeated group, as `sites.*.plants`; empty if it is not one."""
    least: int
    """How many rows a repeated group has at least."""
    fields: tuple[Field, ...]
    is_usual: bool = False
    """Whether most have something to enter, though all of it may stay empty."""


@cache
def sections() -> tuple[Section, ...]:
    """Return the whole form, in the order of the paper form."""
    text = resources.files("amnesty.services.intake").joinpath("registration.toml")
    data = tomllib.loads(text.read_text(encoding="utf-8"))
    return tuple(
        Section(
            title=section["title"],
            group=section.get("group", ""),
            least=section.get("least", 0),
            is_usual=section.get("usual", False),
            fields=tuple(_field(one) for one in section["fields"]),
        )
        for section in data["section"]
    )


@cache
def fields_by_path() -> Mapping[str, Field]:
    """Return every field by its path, with `*` for rows."""
    return {field.path: field for part in sections() for field in part.fields}


def _field(data: Mapping[str, Any]) -> Field:
    kind = Kind(data.get("kind", "text"))
    words, letters = data.get("choices", ()), data.get("letters", "")
    names = data.get("names", words)
    if kind is Kind.YES_NO:
        words, letters = ("yes", "no"), "yn"
        names = words
    return Field(
        path=data["path"],
        label=data["label"],
        what=data["what"],
        hint=data.get("hint", _DATE_HINT if kind is Kind.DATE else ""),
        kind=kind,
        optional=data.get("optional", False),
        default=data.get("default", ""),
        choices=tuple(
            Choice(letter=letter, word=word, name=name)
            for letter, word, name in zip(letters, words, names, strict=True)
        ),
    )
