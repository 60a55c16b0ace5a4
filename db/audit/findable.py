"""Finds registrations that no search by name or birthday finds, and should.

The head counts and sums the tokens that were written. Those that wait for their batch
are named in a table of their own, of which no leaf tells: who takes one out of it
leaves a record that is whole, and that nobody finds but by its number.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlmodel import col

from amnesty.domain.staff import Compartment
from amnesty.errors.register import RowAlteredError
from db.keyring.tokens import Word, born
from db.records import ERASED, open_named
from db.search.names import name_words
from db.search.words import NAME
from db.tables import PendingRow, RegistrationRow, TokenRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.domain.registration import Identity
    from db.work import Work

_BATCH = 500


def unfindable(work: Work) -> Iterator[int]:
    """Yield the ids of registrations that lack a search token and wait for none.

    Those that do not open are left out: they are told of as such.

    Raises:
        CompartmentClosedError: the reader does not hold the identity keys.
    """
    keyring = work.access.keyring
    keys = keyring.keys(Compartment.IDENTITY).tokens
    waiting = set(work.run(select(col(PendingRow.registration_id))).scalars())
    living = select(RegistrationRow).where(col(RegistrationRow.state) != ERASED)
    rows = work.session.execute(living.execution_options(yield_per=_BATCH)).scalars()
    for row in rows:
        if row.id in waiting:
            continue
        with suppress(RowAlteredError):
            tokens = [*map(keys.token, _words(open_named(row, keyring).identity))]
            pairs = zip(tokens, keys.references(tokens, row.id), strict=True)
            if not all(_stands(work, token, ref) for token, ref in pairs):
                yield row.id


_TOKEN = select(col(TokenRow.tok)).where(
    col(TokenRow.tok) == bindparam("token"), col(TokenRow.ref) == bindparam("reference")
)


def _stands(work: Work, token: int, reference: bytes) -> bool:
    found = work.run(_TOKEN, {"token": token, "reference": reference})
    return found.first() is not None


def _words(identity: Identity) -> Iterator[Word]:
    """Yield some of the words by which somebody is found, such as everybody has."""
    patient = identity.patient
    yield born(patient.date_of_birth)
    for name in (patient.full_name, *patient.also_known_as):
        for word in name_words(name):
            yield from (Word(NAME, form) for form in word.forms)
