"""Words that only one may have: health numbers, and the numbers that we give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlmodel import col

from amnesty.domain.staff import Compartment
from amnesty.errors.register import RowAlteredError
from db.sealing import UnopenedError
from db.tables import UniqueTokenRow
from db.work import Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.keyring.tokens import Word


class Uniques(Work):
    """The part of a transaction that keeps words from being given twice."""

    def claim(self, compartment: Compartment, word: Word, owner: int) -> bool:
        """Give a word to an owner; return False where another has it already."""
        keys = self.access.keyring.keys(compartment).tokens
        token = keys.token(word)
        [reference] = keys.references([token], owner)
        rows = {"tok": token, "ref": reference}
        kept = self.run(self.insert_new(UniqueTokenRow), rows).rowcount == 1
        self.must_note = True
        if kept:
            self.count_tokens([reference])
        return kept

    def claim_all(
        self, compartment: Compartment, claims: Sequence[tuple[Word, int]]
    ) -> bool:
        """Give each word to its owner; return False where any has one already."""
        keys = self.access.keyring.keys(compartment).tokens
        tokens = [keys.token(word) for word, _ in claims]
        if len(set(tokens)) < len(tokens):
            return False
        pairs = zip(tokens, (owner for _, owner in claims), strict=True)
        references = keys.references_to(pairs)
        rows = [
            {"tok": token, "ref": reference}
            for token, reference in zip(tokens, references, strict=True)
        ]
        self.must_note = True
        if not self.add_new(UniqueTokenRow, rows):
            return False
        self.count_tokens(references)
        return True

    def release(self, compartment: Compartment, word: Word) -> None:
        """Take a word back, so that it can be given again."""
        token = self.access.keyring.keys(compartment).tokens.token(word)
        asked = delete(UniqueTokenRow).where(col(UniqueTokenRow.tok) == token)
        gone = self.run(asked.returning(col(UniqueTokenRow.ref))).scalars().all()
        self.uncount_tokens(gone)
        self.must_note = True

    def count_tokens(self, references: Sequence[bytes]) -> None:
        """Take tokens that were written into the log's sum."""
        self.tokens_more += len(references)
        self.tokens_sum += self._sum_of(references)

    def uncount_tokens(self, references: Sequence[bytes]) -> None:
        """Take tokens that were deleted out of the log's sum."""
        self.tokens_more -= len(references)
        self.tokens_sum -= self._sum_of(references)

    def _sum_of(self, references: Sequence[bytes]) -> int:
        """Return what tokens add to the sum, whatever compartment they are of."""
        keys = self.access.keyring.keys(Compartment.IDENTITY).tokens
        return keys.tally(b"".join(references)) if references else 0

    def owner_of(self, compartment: Compartment, word: Word) -> int | None:
        """Return who has a word; None where nobody has."""
        keys = self.access.keyring.keys(compartment).tokens
        token = keys.token(word)
        asked = select(col(UniqueTokenRow.ref))
        found = self.run(asked.where(col(UniqueTokenRow.tok) == token)).scalar()
        if found is None:
            return None
        try:
            [owner] = keys.owners(token, found)
        except UnopenedError:
            raise RowAlteredError(str(UniqueTokenRow.__tablename__)) from None
        return owner
