"""Whether a patient is who is asked for, and how well: judged on what was opened.

Tokens only say who may be meant. What is found is opened and looked at again here, so
a token that was slipped in, or a long word of which only the start was asked, finds
nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA, JaroWinkler

from db.search.names import name_words, sound
from db.search.words import is_short

if TYPE_CHECKING:
    from amnesty.domain.searched import Query
    from db.glimpses import Seen
    from db.search.names import NameWord

_EXACT, _START, _SOUND, _TYPO = 3.0, 2.0, 1.0, 0.0
"""Added to the likeness, which is at most 1: how well a word fits."""

_LONG = 8


def likeness(
    query: Query,
    asked: tuple[NameWord, ...],
    patient: Seen,
    *,
    with_typos: bool = False,
) -> float | None:
    """Return how like a patient is to who is asked for; None where something differs.

    The words asked for are those of the query's names, made once for many patients.
    Numbers of ours are not looked at here: their tokens belong to one case alone.
    """
    wanted = (
        (query.date_of_birth, patient.date_of_birth),
        (query.year_of_birth, patient.date_of_birth.year),
        (query.postcode, patient.home.postcode),
        (query.health_number, patient.health_number),
    )
    if any(one is not None and one != found for one, found in wanted):
        return None
    return _name_likeness(asked, patient, with_typos=with_typos)


def most_typos(form: str) -> int:
    """Return how many letters of a form may be mistyped; none of a short one."""
    return 0 if is_short(form) else 1 + (len(form) >= _LONG)


def _name_likeness(
    asked: tuple[NameWord, ...], patient: Seen, *, with_typos: bool
) -> float | None:
    """Return the sum over the words asked for; None where one is not in a name."""
    names = (patient.full_name, *patient.also_known_as)
    words = [word for name in names for word in name_words(name)]
    forms = [form for word in words for form in word.forms]
    may_be_initials = any(not is_short(word.whole) for word in asked)
    total = 0.0
    for word in asked:
        if may_be_initials and is_short(word.whole):
            best = _initial_likeness(word.whole, forms)
        else:
            best = _word_likeness(word, forms, with_typos=with_typos)
        if best is None:
            return None
        total += best
    return total


def _word_likeness(
    word: NameWord, forms: list[str], *, with_typos: bool
) -> float | None:
    """Return how well a word is found whole, or else in all its parts."""
    whole = _form_likeness(word.whole, forms, with_typos=with_typos)
    if whole is not None or word.parts == (word.whole,):
        return whole
    parts = [_form_likeness(part, forms, with_typos=with_typos) for part in word.parts]
    found = [part for part in parts if part is not None]
    return sum(found) / len(found) if found and len(found) == len(parts) else None


def _initial_likeness(asked: str, forms: list[str]) -> float | None:
    if asked in forms:
        return _EXACT + 1
    return _START if any(form.startswith(asked) for form in forms) else None


def _form_likeness(asked: str, forms: list[str], *, with_typos: bool) -> float | None:
    heard = sound(asked)
    typos = most_typos(asked) if with_typos else 0
    likenesses = [
        kind + JaroWinkler.similarity(asked, form)
        for form in forms
        if (kind := _kind(asked, heard, form, typos)) is not None
    ]
    return max(likenesses, default=None)


def _kind(asked: str, heard: str, form: str, typos: int) -> float | None:
    """Return how a form fits what is asked; None where it does not."""
    if asked == form:
        return _EXACT
    if is_short(asked):
        return None
    if form.startswith(asked):
        return _START
    if heard and heard == sound(form):
        return _SOUND
    if typos and OSA.distance(asked, form, score_cutoff=typos) <= typos:
        return _TYPO
    return None
