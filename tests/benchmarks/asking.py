"""Asks the plain peer what the register is asked: the same kinds of question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer import EVENT, PATIENT, VOCABULARY, WORD, event_row
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter
from sqlalchemy import insert, intersect, or_, select

from db.search.matching import most_typos
from db.search.names import folded, sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Connection, Row, Select

    from amnesty.domain.event import Event
    from amnesty.domain.searched import Query

_LAST = "\uffff"
"""Comes after every letter."""


def find_plain(
    connection: Connection, query: Query, event: Event, *, limit: int
) -> list[Row[tuple[object, ...]]]:
    """Return a page of patients who match all of a query, and log that it was asked.

    What is mistyped is looked for where the page is not full without it.
    """
    found = _found(connection, query, limit, with_typos=False)
    if query.names and len(found) < limit:
        found = _found(connection, query, limit, with_typos=True)
    connection.execute(insert(EVENT), event_row(event))
    return found


def _found(
    connection: Connection, query: Query, limit: int, *, with_typos: bool
) -> list[Row[tuple[object, ...]]]:
    asked = select(PATIENT).limit(limit)
    for column, value in (
        (PATIENT.c.number, query.registration_number),
        (PATIENT.c.health_number, query.health_number),
        (PATIENT.c.postcode, query.postcode),
        (PATIENT.c.date_of_birth, query.date_of_birth),
    ):
        if value is not None:
            asked = asked.where(column == value)
    words = [folded(word) for name in query.names for word in name.split()]
    each = [_having(connection, one, query, with_typos=with_typos) for one in words]
    if each and asked.whereclause is None:
        asked = asked.where(PATIENT.c.id.in_(intersect(*each)))
    else:
        mine = WORD.c.patient_id == PATIENT.c.id
        asked = asked.where(*(one.where(mine).exists() for one in each))
    return list(connection.execute(asked))


def _having(
    connection: Connection, word: str, query: Query, *, with_typos: bool
) -> Select[tuple[int]]:
    """Return the patients who have a word that begins or sounds so."""
    ways: list[ColumnElement[bool]] = [WORD.c.word.between(word, word + _LAST)]
    if heard := sound(word):
        ways.append(WORD.c.sound == heard)
    if with_typos and (near := list(_near(connection, word))):
        ways.append(WORD.c.word.in_(near))
    asked = select(WORD.c.patient_id).where(or_(*ways))
    day = query.date_of_birth
    year = query.year_of_birth if day is None else day.year
    return asked if year is None else asked.where(WORD.c.year == year)


def _near(connection: Connection, word: str) -> Iterator[str]:
    most = most_typos(word)
    known = connection.execute(select(VOCABULARY.c.word)).scalars().all()
    found = extract_iter(word, known, scorer=OSA.distance, score_cutoff=most)
    return (each for each, slips, _ in found if slips)
