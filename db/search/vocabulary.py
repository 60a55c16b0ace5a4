"""All words that stand in names, in one sealed row: what is mistyped is like some.

A search asks for the tokens of the few words that are spelt almost as typed, and not
for those of every possible slip.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter
from sqlalchemy import exists, select
from sqlmodel import col

from amnesty.domain.staff import Compartment
from db.keyring.tokens import Word
from db.sealing import Codec
from db.search.matching import most_typos
from db.search.uniques import Uniques
from db.search.words import NAME
from db.tables import TokenRow, VocabularyRow


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What the row seals."""

    words: str
    """In order, one to a line."""


_VOCABULARY = Codec(Vocabulary)


class Vocabularies(Uniques):
    """The part of a transaction that knows which words stand in names."""

    _known: list[str] | None = None
    """The words as this transaction read them, for a question that asks often."""

    def near(self, form: str) -> tuple[str, ...]:
        """Return the words in names that are spelt almost so; the form is not one.

        Slips are a letter left out, put in, changed, or swapped with the next one.
        """
        most = most_typos(form)
        if not most:
            return ()
        if self._known is None:
            _, self._known = self._kept_words()
        found = extract_iter(form, self._known, scorer=OSA.distance, score_cutoff=most)
        return tuple(word for word, slips, _ in found if slips)

    def learn(self, words: set[str]) -> None:
        """Take in words that now stand in names."""
        row, known = self._kept_words()
        if not words.issubset(known):
            self._keep_words(row, words.union(known))

    def unlearn(self, words: set[str]) -> None:
        """Strike out the words that stand in no name any more, as the tokens say."""
        keys = self.access.keyring.keys(Compartment.IDENTITY).tokens
        gone = {
            word
            for word in words
            if not self.run(
                select(
                    exists().where(col(TokenRow.tok) == keys.token(Word(NAME, word)))
                )
            ).scalar_one()
        }
        row, known = self._kept_words()
        if not gone.isdisjoint(known):
            self._keep_words(row, set(known) - gone)

    def _kept_words(self) -> tuple[VocabularyRow | None, list[str]]:
        row = self.session.execute(select(VocabularyRow)).scalar_one_or_none()
        if row is None:
            return None, []
        kept = self.open(row, Compartment.IDENTITY, _VOCABULARY)
        return row, kept.words.split()

    def _keep_words(self, row: VocabularyRow | None, words: set[str]) -> None:
        if row is None:
            row = VocabularyRow(
                id=self.new_id(), authority_id=self.access.authority_id, version=0
            )
        self._known = None
        row.version += 1
        kept = Vocabulary(words="\n".join(sorted(words)))
        self.seal(row, Compartment.IDENTITY, _VOCABULARY, kept)
