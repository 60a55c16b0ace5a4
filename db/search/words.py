"""The words by which a registration is found, and those that a query asks for.

Beside every word of a name alone stand words of two facts together, so that what is
asked with two boxes is one short list: a name with a year of birth, and two names. What
is asked as well as what is kept follows from the same functions here.
"""

from __future__ import annotations

from itertools import permutations, product
from typing import TYPE_CHECKING, NamedTuple

from db.keyring.tokens import Word, born, growing_at, health_number, living_at
from db.search.names import folded, name_words, sound

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from amnesty.domain.postcodes import Postcode
    from amnesty.domain.registration import Growing, Identity

Heard = tuple[str, str]
"""A form, and how it sounds."""

PREFIXES = range(3, 7)
"""How many first letters of a word find it."""

NAME = "name"
"""The kind of a whole word of a name."""

MOST_PAIRED = 4
"""Who has more words in their names is found among those who have many, by each."""


HAND_IN_OPEN = Word("hand-in", "open")
"""Who has a hand-in that was opened and has not come to its end."""

CHANGE_ASKED = Word("change", "asked")
"""Who asked for a change that waits to be decided."""


def is_short(form: str) -> bool:
    """Return whether a form is a whole word or an initial, and no start of a word."""
    return len(form) < PREFIXES.start


class Findable(NamedTuple):
    """What a patient and their sites are found by."""

    names: tuple[str, ...]
    date_of_birth: date
    health_number: str | None
    postcode: Postcode | None
    sites: tuple[str, ...]
    """The keys of their addresses."""
    hands_in: bool
    """Whether a hand-in of theirs is open."""
    asks: bool
    """Whether a change that they asked for waits to be decided."""
    grower: tuple[str, date] | None
    """Who grows, if it is not the patient."""


def findable(identity: Identity, growing: Growing) -> Findable:
    """Return what a registration is found by."""
    patient = identity.patient
    return Findable(
        (patient.full_name, *patient.also_known_as),
        patient.date_of_birth,
        patient.health_number,
        patient.home.postcode,
        open_keys(growing),
        bool(growing.open_hand_ins),
        growing.asked is not None,
        grower_of(identity),
    )


def grower_of(identity: Identity) -> tuple[str, date] | None:
    """Return by what a designated grower is known; None where the patient grows."""
    grower = identity.grower
    return None if grower is None else (grower.full_name, grower.date_of_birth)


def grown_by(full_name: str, date_of_birth: date) -> Word:
    """Return the word of whoever has this grower, however the name is accented."""
    return Word("grower", f"{folded(full_name)}|{date_of_birth.isoformat()}")


def identity_words(found: Findable) -> frozenset[Word]:
    """Return every word by which a patient is found, from who they are."""
    forms = forms_of(found)
    alone = [word for form in forms for word in form_words(form)]
    return frozenset(alone + rarer_words(found, [heard(form) for form in forms]))


def forms_of(found: Findable) -> list[str]:
    """Return the forms of all words of a patient's names, in order."""
    words = (word for name in found.names for word in name_words(name))
    return sorted({form for word in words for form in word.forms})


def heard(form: str) -> Heard:
    """Return a form with how it sounds."""
    return form, sound(form)


def rarer_words(found: Findable, forms: Sequence[Heard]) -> list[Word]:
    """Return the words by which a patient is found beside those of each form alone."""
    words = [born(found.date_of_birth)]
    if found.health_number is not None:
        words.append(health_number(found.health_number))
    if found.postcode is not None:
        words.append(living_at(found.postcode))
    if found.grower is not None:
        words.append(grown_by(*found.grower))
    for one in forms:
        words += _dated(one, found.date_of_birth.year)
    if len(forms) > MOST_PAIRED:
        return words + [word for form, _ in forms for word in many_words(form)]
    for pair in permutations(forms, 2):
        words += _beside(*pair)
    return words


def names_in(words: Iterable[Word]) -> set[str]:
    """Return which of the words are whole words of names."""
    return {word.text for word in words if word.kind == NAME}


def site_words(found: Findable) -> frozenset[Word]:
    """Return every word by which a registration is found, from where is grown."""
    return _at_sites(found.sites, hands_in=found.hands_in, asks=found.asks)


def growing_words(growing: Growing) -> frozenset[Word]:
    """Return the same of a registration of which only that part is open."""
    return _at_sites(
        open_keys(growing),
        hands_in=bool(growing.open_hand_ins),
        asks=growing.asked is not None,
    )


def open_keys(growing: Growing) -> tuple[str, ...]:
    """Return the keys of the addresses where something may be grown."""
    return tuple([growing.sites[place].address.key for place in growing.open_sites])


def _at_sites(keys: Iterable[str], *, hands_in: bool, asks: bool) -> frozenset[Word]:
    words = set(map(growing_at, keys))
    if hands_in:
        words.add(HAND_IN_OPEN)
    if asks:
        words.add(CHANGE_ASKED)
    return frozenset(words)


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


def dated_words(form: str, year: int) -> list[Word]:
    """Return the words of a form with a year of birth; a short one has none."""
    return _dated(heard(form), year)


def _dated(one: Heard, year: int) -> list[Word]:
    form, sounds = one
    if is_short(form):
        return []
    found = [Word("start and year", f"{form[: PREFIXES.start]}|{year}")]
    if sounds:
        found.append(Word("sound and year", f"{sounds}|{year}"))
    return found


def _beside(one: Heard, other: Heard) -> list[Word]:
    """Return the words of a form, and of one beside it in the same names."""
    (form, sounds), (beside, after) = one, other
    found = []
    if not is_short(form):
        start = form[: PREFIXES.start]
        found.append(Word("start and initial", f"{start}|{beside[0]}"))
    if sounds and after:
        both = f"{sounds}|{after}" if sounds < after else f"{after}|{sounds}"
        found.append(Word("sounds", both))
    return found


def many_words(form: str) -> tuple[Word, ...]:
    """Return the words of a form in names of many words."""
    if is_short(form):
        return ()
    found = [Word("start of many", form[: PREFIXES.start])]
    if heard := sound(form):
        found.append(Word("sound of many", heard))
    return tuple(found)


def asked_together(forms: Iterable[str], others: Iterable[str]) -> frozenset[Word]:
    """Return the words, any of which finds who has one of the forms beside another."""
    forms = tuple(forms)
    sides = [[heard(one) for one in side] for side in (forms, others)]
    found = {word for pair in product(*sides) for word in _beside(*pair)}
    return frozenset(found.union(*(many_words(form) for form in forms)))
