"""Which search tokens a query needs: lists of which every one has to hold who is meant.

The narrow lists are read first: numbers, dates, postcodes and pairs of facts. The wide
ones hold everybody with a name like one word, and those like what was mistyped.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

from db.keyring.tokens import Word, born, health_number, living_at
from db.search.names import NameWord, name_words
from db.search.words import NAME, asked_alone, asked_together, dated_words, is_short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.domain.searched import Query

    Near = Callable[[str], tuple[str, ...]]
    """Words that stand in names and are spelt almost so."""

MOST_WORDS = 4
"""More words of a name than these are looked for on what is opened alone."""

Group = frozenset[Word]
"""Who is meant has one of these words at least."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The groups of a query, and whether their common part is just who is meant."""

    groups: tuple[Group, ...]
    is_exact: bool


def words_asked(query: Query) -> tuple[NameWord, ...]:
    """Return the words of the names asked for."""
    return tuple(word for name in query.names for word in name_words(name))


def narrow(query: Query) -> Asked:
    """Return the lists to read first."""
    fields = tuple(_fields(query))
    if query.health_number is not None or query.postcode is not None:
        return Asked(groups=fields, is_exact=False)
    words = words_asked(query)[:MOST_WORDS]
    year = year_asked(query)
    if year is not None:
        dated = [_dated(word, year) for word in words]
        found = (*fields, *(group for group in dated if group))
        return Asked(groups=found or tuple(_alone(words)), is_exact=not words)
    if len(words) == 1:
        [word] = words
        known = len(word.whole) <= _SURE and word.parts == (word.whole,)
        return Asked(groups=tuple(_alone(words)), is_exact=known)
    return Asked(
        groups=tuple(_pairs(words, _nothing)) or tuple(_alone(words)), is_exact=False
    )


def wide(query: Query, near: Near) -> Asked:
    """Return the lists to read where the narrow ones say too little."""
    groups = tuple(_fields(query))
    words = words_asked(query)[:MOST_WORDS]
    if not groups and query.year_of_birth is not None:
        dated = [_dated(word, query.year_of_birth, near) for word in words]
        groups = tuple(group for group in dated if group)
    if not groups:
        initials = [word for word in words if is_short(word.whole)]
        is_mixed = bool(initials) and len(initials) < len(words)
        groups = tuple((_pairs if is_mixed else _alone)(words, near))
    return Asked(groups=groups, is_exact=False)


def year_asked(query: Query) -> int | None:
    """Return the year of birth that a query gives, by itself or in a date."""
    day = query.date_of_birth
    return query.year_of_birth if day is None else day.year


def _fields(query: Query) -> Iterator[Group]:
    if query.health_number is not None:
        yield frozenset([health_number(query.health_number)])
    if query.postcode is not None:
        yield frozenset([living_at(query.postcode)])
    if query.date_of_birth is not None:
        yield frozenset([born(query.date_of_birth)])


def _nothing(form: str) -> tuple[str, ...]:
    del form
    return ()


def _alone(words: tuple[NameWord, ...], near: Near = _nothing) -> Iterator[Group]:
    """Return who has each word whole, or else each of its parts."""
    for word in words:
        for part in word.parts:
            forms = {word.whole, part}
            found = {asked for form in forms for asked in asked_alone(form)}
            found |= {Word(NAME, one) for form in forms for one in near(form)}
            yield frozenset(found)


def _dated(word: NameWord, year: int, near: Near = _nothing) -> Group:
    """Return the words with a year; none where one form is too short to have any."""
    forms = _leading(word)
    found = [dated_words(form, year) for form in forms]
    if not all(found):
        return frozenset()
    found += [dated_words(one, year) for form in forms for one in near(form)]
    return frozenset().union(*found)


def _pairs(words: tuple[NameWord, ...], near: Near) -> Iterator[Group]:
    for word, other in permutations(words, 2):
        if not is_short(word.whole):
            forms = _leading(word)
            forms += tuple(one for form in forms for one in near(form))
            others = _leading(other)
            others += tuple(one for form in others for one in near(form))
            yield asked_together(forms, others)


def _leading(word: NameWord) -> tuple[str, ...]:
    """Return a word whole and its longest part: who fits the word has one of them."""
    return tuple(dict.fromkeys((word.whole, max(word.parts, key=len))))


_SURE = 6
"""Up to so many letters the start of a word is a token of its own."""
