"""Words that only one may have: health numbers, and the numbers that we give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlmodel import col

from amnesty.errors.register import RowAlteredError
from db.sealing import UnopenedError
from db.tables import UniqueTokenRow
from db.work import Work

if TYPE_CHECKING:
    from amnesty.domain.staff import Compartment
    from db.tokens import Word


class Uniques(Work):
    """The part of a transaction that keeps words from being given twice."""

    def claim(self, compartment: Compartment, word: Word, owner: int) -> bool:
        """Give a word to an owner; return False where another has it already."""
        keys = self.access.keyring.keys(compartment).tokens
        token = keys.token(word)
        [reference] = keys.references([token], owner)
        kept = self.run(
            self.insert_new(UniqueTokenRow),
            {"tok": token, "ref": reference},
        )
        self.must_note = True
        return kept.rowcount == 1

    def release(self, compartment: Compartment, word: Word) -> None:
        """Take a word back, so that it can be given again."""
        token = self.access.keyring.keys(compartment).tokens.token(word)
        self.run(delete(UniqueTokenRow).where(col(UniqueTokenRow.tok) == token))
        self.must_note = True

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
