"""Reads lists of search tokens: each as one value, all of a query in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import LargeBinary, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import col

from amnesty.errors.register import RowAlteredError
from db.certificates import Certificates
from db.keyring.tokens import BLOCK
from db.sealing import UnopenedError
from db.tables import TokenRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.sql.compiler import SQLCompiler

    from amnesty.domain.staff import Compartment
    from db.keyring.tokens import Word

AS_OPENING_ONE = 1_000
"""So many references are gone through in the time in which one record is opened."""


class Joined(GenericFunction[bytes]):
    """All values of a group as one: thousands of rows would cost far more."""

    type = LargeBinary()
    inherit_cache = True


@compiles(Joined, "sqlite")
def _on_sqlite(joined: Joined, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 - as the compiler hands on
    column = compiler.process(joined.clauses, **given)
    return f"CAST(group_concat({column}, '') AS BLOB)"


@compiles(Joined, "postgresql")
def _on_postgresql(joined: Joined, compiler: SQLCompiler, **given: Any) -> str:  # noqa: ANN401 - as the compiler hands on
    column = compiler.process(joined.clauses, **given)
    return f"string_agg({column}, ''::bytea)"


class TokenLists(Certificates):
    """The part of a transaction that reads whose tokens are."""

    def having(self, compartment: Compartment, words: Iterable[Word]) -> set[int]:
        """Return who has any of the words."""
        return self.having_all(compartment, [frozenset(words)])

    def having_all(
        self, compartment: Compartment, groups: Sequence[frozenset[Word]]
    ) -> set[int]:
        """Return who has a word of every group; nobody where nothing is asked.

        The shortest lists come first, and few are left to be looked at again when they
        are opened.
        """
        keys = self.access.keyring.keys(compartment).tokens
        asked = [{keys.token(word) for word in group} for group in groups]
        lists = self._read(set().union(*asked))
        asked.sort(key=lambda one: _length(lists, one))
        found: set[int] | None = None
        for tokens in asked:
            if found is not None and len(found) * AS_OPENING_ONE <= _length(
                lists, tokens
            ):
                break
            owners: set[int] = set()
            for token in tokens:
                try:
                    owners.update(keys.owners(token, lists.get(token, b"")))
                except UnopenedError:
                    raise RowAlteredError(str(TokenRow.__tablename__)) from None
            found = owners if found is None else found & owners
        return found or set()

    def having_each(
        self, compartment: Compartment, words: Sequence[Word]
    ) -> list[set[int]]:
        """Return who has each of the words, by one statement for all."""
        keys = self.access.keyring.keys(compartment).tokens
        tokens = [keys.token(word) for word in words]
        lists = self._read(set(tokens))
        try:
            return [set(keys.owners(one, lists.get(one, b""))) for one in tokens]
        except UnopenedError:
            raise RowAlteredError(str(TokenRow.__tablename__)) from None

    def _read(self, tokens: set[int]) -> dict[int, bytes]:
        tok = col(TokenRow.tok)
        asked = select(tok, Joined(col(TokenRow.ref)).label("joined"))
        rows = self.run(asked.where(tok.in_(sorted(tokens))).group_by(tok))
        return {row["tok"]: bytes(row["joined"]) for row in rows.mappings()}


def _length(lists: dict[int, bytes], tokens: set[int]) -> int:
    """Return how many references stand under the tokens."""
    return sum(len(lists.get(token, b"")) for token in tokens) // BLOCK
