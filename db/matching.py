"""Whether a patient is who is asked for, and how well: judged on what was opened.

Tokens only say who may be meant. What is found is opened and looked at again here, so
a token that was slipped in, or a long word of which only the start was asked, finds
nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import JaroWinkler

from db.names import name_words, sound

if TYPE_CHECKING:
    from amnesty.domain.patient import Patient
    from amnesty.ports import Query
    from db.names import NameWord

_BY_START = 1.0
"""Added to the likeness: a start that fits comes before a sound that fits."""


def likeness(
    query: Query, asked: tuple[NameWord, ...], patient: Patient
) -> float | None:
    """Return how like a patient is to who is asked for; None where something differs.

    The words asked for are those of the query's names, made once for many patients.
    Numbers of ours are not looked at here: their tokens belong to one case alone.
    """
    wanted = (
        (query.date_of_birth, patient.date_of_birth),
        (query.postcode, patient.home.postcode),
        (query.health_number, patient.health_number),
    )
    if any(one is not None and one != found for one, found in wanted):
        return None
    return _name_likeness(asked, patient)


def asked_words(query: Query) -> tuple[NameWord, ...]:
    """Return the words of the names asked for."""
    return tuple(word for name in query.names for word in name_words(name))


def _name_likeness(asked: tuple[NameWord, ...], patient: Patient) -> float | None:
    """Return the sum over the words asked for; None where one is not in a name."""
    names = (patient.full_name, *patient.also_known_as)
    words = [word for name in names for word in name_words(name)]
    forms = [form for word in words for form in word.forms]
    total = 0.0
    for word in asked:
        best = _word_likeness(word, forms)
        if best is None:
            return None
        total += best
    return total


def _word_likeness(word: NameWord, forms: list[str]) -> float | None:
    """Return how well a word is found whole, or else in all its parts."""
    whole = _form_likeness(word.whole, forms)
    if whole is not None or word.parts == (word.whole,):
        return whole
    parts = [_form_likeness(part, forms) for part in word.parts]
    found = [part for part in parts if part is not None]
    return sum(found) / len(found) if found and len(found) == len(parts) else None


def _form_likeness(asked: str, forms: list[str]) -> float | None:
    heard = sound(asked)
    likenesses = [
        JaroWinkler.similarity(asked, form) + _BY_START * form.startswith(asked)
        for form in forms
        if _fits(asked, heard, form)
    ]
    return max(likenesses, default=None)


def _fits(asked: str, heard: str, form: str) -> bool:
    """Return whether a form is, begins with or sounds like what is asked."""
    if len(asked) < _LEAST_START:
        return asked == form
    return form.startswith(asked) or bool(heard and heard == sound(form))


_LEAST_START = 3
