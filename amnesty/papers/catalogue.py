"""The texts of the papers by their keys, in English and in Welsh, through gettext.

One file for each language comes with the program. An authority's own file of the same
form replaces single texts: it is data, and is read with as much suspicion.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO
from itertools import count, takewhile
from string import Formatter
from typing import TYPE_CHECKING, Final

import polib

from amnesty.errors import AmnestyError, PaperError, Problem, ProblemsError
from amnesty.errors.papers import (
    WordingBraceError,
    WordingEmptyError,
    WordingKeyUnknownError,
    WordingNotReadableError,
    WordingPlaceholderError,
    WordingPluralError,
    WordingTwiceError,
    WordingUnprintableError,
)
from amnesty.papers.fonts import Face, composed, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

ANYWHERE: Final = frozenset({"authority", "force", "telephone"})
"""Placeholders for every text; others only where the program's own text has them."""


class Tongue(Enum):
    """A language of the papers; the value is its tag in a file."""

    ENGLISH = "en-GB"
    WELSH = "cy-GB"

    @property
    def file(self) -> str:
        """The name of its file of texts."""
        return f"{self.value[:2]}.po"


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All texts in one language, with what is the same on every paper filled in."""

    tongue: Tongue
    translations: GNUTranslations
    keys: frozenset[str]
    unreviewed: frozenset[str]
    """Keys of texts that no speaker has read yet."""
    replaced: Mapping[str, str] = field(default_factory=dict)
    """Texts that are worded elsewhere, by their keys; nothing is filled in there."""
    values: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, key: str, **values: str) -> str:
        """Return one text with its placeholders filled in.

        Raises:
            KeyError: there is no such text, or a value is missing.
        """
        if key in self.replaced:
            return self.replaced[key]
        if key not in self.keys:
            raise KeyError(key)
        text = self.translations.gettext(key)
        return composed(text.format_map({**self.values, **values}))

    def of(self, paper: str) -> list[tuple[str, str]]:
        """Return a paper's texts as they stand, nothing filled in, by their keys."""
        own = [key for key in sorted(self.keys) if key.startswith(f"{paper}.")]
        texts = [(key, self.translations.gettext(key)) for key in own]
        return [(key, self.replaced.get(key, text)) for key, text in texts]

    def listed(self, key: str, **values: str) -> tuple[str, ...]:
        """Return the texts that are numbered under a key."""
        known = self.replaced if f"{key}.1" in self.replaced else self.keys
        numbered = (f"{key}.{number}" for number in count(1))
        own = takewhile(lambda one: one in known, numbered)
        return tuple(self(one, **values) for one in own)

    def counted(self, key: str, number: int) -> str:
        """Return the word for so many of something."""
        return self.translations.ngettext(key, key, number)

    def day(self, day: date) -> str:
        """Return a date in words."""
        month = self(f"months.{day.month}")
        return self("common.date", day=str(day.day), month=month, year=str(day.year))

    def filled(self, **values: str) -> Catalogue:
        """Return the texts with more filled in, the same on every paper."""
        return replace(self, values={**self.values, **values})

    def worded(self, texts: Mapping[str, str]) -> Catalogue:
        """Return the texts with some of them worded elsewhere."""
        own = {key: composed(text) for key, text in texts.items()}
        return replace(self, replaced={**self.replaced, **own})


@cache
def standard_catalogue(tongue: Tongue) -> Catalogue:
    """Return the texts that come with the program."""
    return _catalogue(tongue, _standard_file(tongue))


@cache
def _standard_file(tongue: Tongue) -> polib.POFile:
    text = (files("amnesty.papers") / "texts" / tongue.file).read_text("utf-8")
    return _parsed(text, tongue.file)


def read_catalogue(tongue: Tongue, text: str, *, source: str) -> Catalogue:
    """Return the program's texts, some of them replaced by an authority's own.

    Args:
        tongue: The language of the file.
        text: What the file holds, as gettext's PO.
        source: What the file is called, for the sentence of an error.

    Raises:
        WordingNotReadableError: The text is not PO.
        WordingTwiceError: The text has an entry twice.
        ProblemsError: A text is unknown, empty or cannot be filled in.
    """
    own = _parsed(text, source)
    standard = _standard_file(tongue)
    problems = tuple(_problems(own, standard, source))
    if problems:
        raise ProblemsError(problems)
    merged = _parsed(str(standard), source)
    for entry in own:
        found = merged.find(entry.msgid)
        if found is not None:
            found.msgstr, found.msgstr_plural = entry.msgstr, entry.msgstr_plural
            found.flags = entry.flags
    return _catalogue(tongue, merged)


def _parsed(text: str, source: str) -> polib.POFile:
    # polib takes a text that names a file for that file: a PO file has many lines.
    try:
        return polib.pofile(f"{text}\n", check_for_duplicates=True)
    except (OSError, ValueError, UnicodeDecodeError) as error:
        if twice := re.fullmatch(r'Entry "(.*)" already exists', str(error)):
            raise WordingTwiceError(source, twice[1]) from None
        raise WordingNotReadableError(source, _plain(str(error))) from None


def _plain(reason: str) -> str:
    """Return why a file could not be read, without the text that polib repeats."""
    line = re.search(r"line (\d+)", reason)
    return f"line {line[1]} is not as gettext writes it" if line else "it is not PO"


def _catalogue(tongue: Tongue, file: polib.POFile) -> Catalogue:
    unreviewed = frozenset(entry.msgid for entry in file if entry.fuzzy)
    printed = _parsed(str(file), tongue.file)
    for entry in printed:
        # gettext leaves out what is fuzzy; here it only means that it is not reviewed.
        entry.flags = []
    return Catalogue(
        tongue=tongue,
        translations=GNUTranslations(BytesIO(printed.to_binary())),
        keys=frozenset(entry.msgid for entry in file),
        unreviewed=unreviewed,
    )


def _problems(
    own: polib.POFile, standard: polib.POFile, source: str
) -> Iterator[Problem]:
    for entry in own:
        twin = standard.find(entry.msgid)
        if twin is None:
            error: AmnestyError = WordingKeyUnknownError(
                source, entry.linenum, entry.msgid
            )
            yield Problem(path=entry.msgid, sentence=str(error))
            continue
        for error in _entry_problems(entry, twin, source):
            yield Problem(path=entry.msgid, sentence=str(error))


def _entry_problems(
    entry: polib.POEntry, twin: polib.POEntry, source: str
) -> Iterator[AmnestyError]:
    line, texts = entry.linenum, _texts(entry)
    if len(texts) != len(_texts(twin)):
        yield WordingPluralError(source, line, entry.msgid, len(_texts(twin)))
        return
    allowed = ANYWHERE | {name for text in _texts(twin) for name in placeholders(text)}
    for text in texts:
        if not text.strip():
            yield WordingEmptyError(source, line, entry.msgid)
            continue
        try:
            named = placeholders(text)
        except ValueError:
            yield WordingBraceError(source, line)
            continue
        for name in named:
            if name not in allowed:
                yield WordingPlaceholderError(source, line, name, allowed)
        try:
            printable(text, Face.TEXT, field=f"the text {entry.msgid}")
        except PaperError as error:
            yield WordingUnprintableError(source, line, str(error))


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def placeholders(text: str) -> list[str]:
    """Return each placeholder with all that stands in its braces.

    Raises:
        ValueError: a brace stands alone.
    """
    return [
        name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
        for _, name, form, conversion in Formatter().parse(text)
        if name is not None
    ]
