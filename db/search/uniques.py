"""Words that only one may have: health numbers, and the numbers that we give."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, delete, select, text
from sqlmodel import col

from amnesty.domain.staff import Compartment
from amnesty.errors.register import RowAlteredError
from db.keyring.tokens import BLOCK
from db.sealing import UnopenedError
from db.tables import TokenRow, UniqueTokenRow
from db.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
        rows = sorted(zip(tokens, references, strict=True))
        joined = b"".join([reference for _, reference in rows])
        self.must_note = True
        if not self.write_tokens(UniqueTokenRow, [token for token, _ in rows], joined):
            return False
        self.count_tokens([joined])
        return True

    def write_tokens(
        self,
        table: type[TokenRow | UniqueTokenRow],
        tokens: Sequence[int],
        references: bytes,
    ) -> bool:
        """Write tokens with their references, joined; return whether all are new.

        Each part is one value: rows by the thousand cost the driver far more.
        """
        connection = self.session.connection()
        statement = text(_writing(table, connection.dialect.name))
        in_parts = _in_parts(tokens, references)
        written = [connection.execute(statement, part).rowcount for part in in_parts]
        return sum(written) == len(tokens)

    def write_missing(self, tokens: Sequence[int], references: bytes) -> list[bytes]:
        """Write the tokens that are not there yet, and return their references."""
        statement = _writing(TokenRow, self.session.connection().dialect.name)
        returning = text(f"{statement} RETURNING ref").columns(ref=LargeBinary)
        found: list[bytes] = []
        for part in _in_parts(tokens, references):
            found += self.session.connection().execute(returning, part).scalars()
        return found

    def release(self, compartment: Compartment, word: Word) -> None:
        """Take a word back, so that it can be given again."""
        token = self.access.keyring.keys(compartment).tokens.token(word)
        asked = delete(UniqueTokenRow).where(col(UniqueTokenRow.tok) == token)
        gone = self.run(asked.returning(col(UniqueTokenRow.ref))).scalars().all()
        self.uncount_tokens(gone)
        self.must_note = True

    def count_tokens(self, references: Iterable[bytes]) -> None:
        """Take tokens that were written, joined or each alone, into the log's sum."""
        joined = b"".join(references)
        self.tokens_more += len(joined) // BLOCK
        self.tokens_sum += self._sum_of(joined)

    def uncount_tokens(self, references: Iterable[bytes]) -> None:
        """Take tokens that were deleted out of the log's sum."""
        joined = b"".join(references)
        self.tokens_more -= len(joined) // BLOCK
        self.tokens_sum -= self._sum_of(joined)

    def _sum_of(self, references: bytes) -> int:
        """Return what tokens add to the sum, whatever compartment they are of."""
        keys = self.access.keyring.keys(Compartment.IDENTITY).tokens
        return keys.tally(references) if references else 0

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


_AT_ONCE = 1 << 16
_BY_DIALECT = {
    "sqlite": (
        "SELECT value, substr(:refs, key * 16 + 1, 16) FROM json_each(:tokens)"
        " WHERE true"
    ),
    "postgresql": (
        "SELECT value::bigint, substring(:refs, place::integer * 16 - 15, 16)"
        " FROM json_array_elements_text(:tokens) WITH ORDINALITY AS one(value, place)"
    ),
}


def _writing(table: type[TokenRow | UniqueTokenRow], dialect: str) -> str:
    """Return the statement that writes tokens that are new, many as one value each."""
    insert = f"INSERT INTO {table.__tablename__} (tok, ref) {_BY_DIALECT[dialect]}"
    return f"{insert} ON CONFLICT DO NOTHING"


def _in_parts(tokens: Sequence[int], references: bytes) -> Iterator[dict[str, Any]]:
    for begin in range(0, len(tokens), _AT_ONCE):
        part = tokens[begin : begin + _AT_ONCE]
        refs = references[begin * BLOCK : (begin + len(part)) * BLOCK]
        yield {"tokens": json.dumps(list(part)), "refs": refs}
