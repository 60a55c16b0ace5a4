"""Writes the search tokens: in batches, and never leaving an old one behind.

Tokens that are written together tell which words belong together. So those of 64
registrations are written at once, in the order of the tokens; until then the few that
wait are opened and looked at in every search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlmodel import col

from amnesty.domain.staff import Compartment
from amnesty.errors.register import RowAlteredError
from db.records import ERASED, open_growing, open_named
from db.search.batches import Batch
from db.search.vocabulary import Vocabularies
from db.search.words import findable, identity_words, names_in, site_words
from db.tables import PendingRow, RegistrationRow, TokenRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from amnesty.domain.registration import Registration
    from db.keyring.tokens import Word
    from db.search.batches import Made

BATCH = 64
"""How many registrations have their tokens written at once."""

_HOW_MANY_WAIT = select(func.count()).select_from(PendingRow)
_Words = frozenset["Word"]


class Indexing(Vocabularies):
    """The part of a transaction that keeps the search tokens."""

    def index(self, registration: Registration, before: Registration | None) -> None:
        """Have a registration found by its words, and by no word that it lost."""
        if before is None:
            self._await_batch(registration.id)
            return
        new, old = words_of(registration), words_of(before)
        self._drop(registration.id, {one: old[one] - new[one] for one in old})
        if any(new[one] - old[one] for one in new):
            self._await_batch(registration.id)

    def reindex(self) -> None:
        """Make all tokens anew, for a register whose words were others.

        Nobody is found by a word that this version does not ask for.
        """
        gone = self.run(delete(TokenRow).returning(col(TokenRow.ref))).scalars().all()
        self.uncount_tokens(gone)
        kept = select(col(RegistrationRow.id))
        every = kept.where(col(RegistrationRow.state) != ERASED)
        ids = self.run(every).scalars().all()
        for one in ids:
            self.run(self.insert_new(PendingRow), {"registration_id": one})
        if len(ids) >= BATCH:
            self._write_batch()

    def pending_rows(self) -> Sequence[RegistrationRow]:
        """Return the registrations whose tokens wait for their batch."""
        waiting = select(col(PendingRow.registration_id))
        rows = select(RegistrationRow).where(col(RegistrationRow.id).in_(waiting))
        return self.session.execute(rows).scalars().all()

    def _await_batch(self, registration: int) -> None:
        self.run(
            self.insert_new(PendingRow),
            {"registration_id": registration},
        )
        if self.run(_HOW_MANY_WAIT).scalar_one() >= BATCH:
            self._write_batch()

    def await_batches(self, registrations: Sequence[Registration]) -> None:
        """Have a few new registrations found, with those that wait already."""
        for one in registrations:
            self._await_batch(one.id)

    def index_made(self, made: Made) -> None:
        """Have many new registrations found, by tokens that only they can have.

        Raises:
            RowAlteredError: one of the tokens stands already.
        """
        self.learn(made.forms)
        for tokens, references in made.parts:
            if not self.write_tokens(TokenRow, tokens, references):
                raise RowAlteredError(str(TokenRow.__tablename__))
            self.count_tokens([references])

    def new_batch(self) -> Batch:
        """Return an empty batch."""
        keyring = self.access.keyring
        both = (Compartment.IDENTITY, Compartment.GROWING)
        return Batch(*(keyring.keys(one).tokens for one in both))

    def _write_batch(self) -> None:
        """Write all tokens that wait.

        A token that stands already is left alone: after a change only some are new.
        """
        keyring = self.access.keyring
        batch = self.new_batch()
        for row in self.pending_rows():
            identity = open_named(row, keyring).identity
            batch.add(row.id, findable(identity, open_growing(row, keyring)))
        made = batch.made()
        self.learn(made.forms)
        for tokens, references in made.parts:
            self.count_tokens(self.write_missing(tokens, references))
        self.run(delete(PendingRow))

    def _drop(self, owner: int, words: Mapping[Compartment, Iterable[Word]]) -> None:
        for token, reference in self._tokens(owner, words):
            gone = self.run(
                delete(TokenRow).where(
                    col(TokenRow.tok) == token, col(TokenRow.ref) == reference
                )
            )
            if gone.rowcount:
                self.uncount_tokens([reference])
        self.unlearn(names_in(words[Compartment.IDENTITY]))

    def _tokens(
        self, owner: int, words: Mapping[Compartment, Iterable[Word]]
    ) -> list[tuple[int, bytes]]:
        found: list[tuple[int, bytes]] = []
        for compartment, asked in words.items():
            keys = self.access.keyring.keys(compartment).tokens
            tokens = [keys.token(word) for word in asked]
            found.extend(zip(tokens, keys.references(tokens, owner), strict=True))
        return found


def words_of(registration: Registration) -> dict[Compartment, _Words]:
    """Return every word by which a registration is found."""
    found = findable(registration.identity, registration.growing)
    return {
        Compartment.IDENTITY: identity_words(found),
        Compartment.GROWING: site_words(found),
    }
