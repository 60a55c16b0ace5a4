"""The words by which a registration is found, and those that a query asks for.

Beside every word of a name alone stand words of two facts together, so that what is
asked with two boxes is one short list: a name with a year of birth, and two names. What
is asked as well as what is kept follows from the same functions here.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from db.keyring.tokens import Word, born, growing_at, health_number, living_at
from db.search.names import name_words, sound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amnesty.domain.registration import Growing, Identity

PREFIXES = range(3, 7)
"""How many first letters of a word find it."""

NAME = "name"
"""The kind of a whole word of a name."""

MOST_PAIRED = 4
"""Who has more words in their names is found among those who have many, by each."""


def is_short(form: str) -> bool:
    """Return whether a form is a whole word or an initial, and no start of a word."""
    return len(form) < PREFIXES.start


def identity_words(identity: Identity) -> frozenset[Word]:
    """Return every word by which a patient is found, from who they are."""
    patient = identity.patient
    words = {born(patient.date_of_birth)}
    if patient.health_number is not None:
        words.add(health_number(patient.health_number))
    if patient.home.postcode is not None:
        words.add(living_at(patient.home.postcode))
    names = (patient.full_name, *patient.also_known_as)
    forms = sorted(
        {form for name in names for word in name_words(name) for form in word.forms}
    )
    for form in forms:
        words.update(form_words(form))
        words.update(dated_words(form, patient.date_of_birth.year))
    words.update(_together(forms))
    return frozenset(words)


def names_in(words: Iterable[Word]) -> set[str]:
    """Return which of the words are whole words of names."""
    return {word.text for word in words if word.kind == NAME}


def growing_words(growing: Growing) -> frozenset[Word]:
    """Return every word by which a registration is found, from where is grown."""
    return frozenset(growing_at(site.address.key) for site in growing.sites)


def form_words(form: str) -> tuple[Word, ...]:
    """Return the words of one form of a word of a name."""
    words = [Word(NAME, form)]
    words += [Word("start", form[:size]) for size in PREFIXES if len(form) >= size]
    if heard := sound(form):
        words.append(Word("sound", heard))
    return tuple(words)


def asked_alone(form: str) -> tuple[Word, ...]:
    """Return the words, any of which finds who has a name like the form typed."""
    if is_short(form):
        return (Word(NAME, form),)
    found = [Word("start", form[: PREFIXES.stop - 1])]
    if heard := sound(form):
        found.append(Word("sound", heard))
    return tuple(found)


def dated_words(form: str, year: int) -> tuple[Word, ...]:
    """Return the words of a form with a year of birth; a short one has none."""
    if is_short(form):
        return ()
    found = [Word("start and year", f"{form[: PREFIXES.start]}|{year}")]
    if heard := sound(form):
        found.append(Word("sound and year", f"{heard}|{year}"))
    return tuple(found)


def pair_words(form: str, other: str) -> Iterator[Word]:
    """Return the words of a form with another that stands in the same names."""
    if not is_short(form):
        yield Word("start and initial", f"{form[: PREFIXES.start]}|{other[0]}")
    if (heard := sound(form)) and (after := sound(other)):
        first, second = sorted((heard, after))
        yield Word("sounds", f"{first}|{second}")


def many_words(form: str) -> tuple[Word, ...]:
    """Return the words of a form in names of many words."""
    if is_short(form):
        return ()
    found = [Word("start of many", form[: PREFIXES.start])]
    if heard := sound(form):
        found.append(Word("sound of many", heard))
    return tuple(found)


def _together(forms: Iterable[str]) -> Iterator[Word]:
    forms = tuple(forms)
    if len(forms) <= MOST_PAIRED:
        for form, other in permutations(forms, 2):
            yield from pair_words(form, other)
        return
    for form in forms:
        yield from many_words(form)


def asked_together(forms: Iterable[str], others: Iterable[str]) -> frozenset[Word]:
    """Return the words, any of which finds who has one of the forms beside another."""
    forms, others = tuple(forms), tuple(others)
    pairs = [(form, other) for form in forms for other in others]
    found = {word for form, other in pairs for word in pair_words(form, other)}
    return frozenset(found.union(*(many_words(form) for form in forms)))
