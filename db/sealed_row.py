"""What every row with sealed messages is, and what its messages are bound to.

Every column that is not bytes is bound to every sealed message of its row, so that a
row swapped, given to another registration or flipped to another state does not open.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from sqlmodel import Field, SQLModel

from db.random64 import Random64
from db.sealing import canonical, canonical_in_order, tag_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GIVEN = {"autoincrement": False}
"""Of a key that we choose, and not the database."""
AUTHORITY = "authority.id"


class SealedRow(SQLModel):
    """What every table with sealed messages has."""

    MESSAGES: ClassVar[tuple[str, ...]] = ("sealed",)
    """The columns that hold sealed messages."""

    id: int = Field(primary_key=True, sa_type=Random64, sa_column_kwargs=GIVEN)
    authority_id: int = Field(sa_type=Random64, foreign_key=AUTHORITY)
    version: int = 1

    @classmethod
    def table(cls) -> str:
        """Return the table's name."""
        return str(cls.__tablename__)

    def bound(self, message: str = "sealed") -> bytes:
        """Return what a message of this row is bound to: every clear column."""
        clear = {name: getattr(self, name) for name in _clear(type(self))}
        return bounds_to(type(self), clear, (message,))[0]

    def columns(self) -> dict[str, object]:
        """Return every column with its value."""
        return {name: getattr(self, name) for name in type(self).model_fields}

    @property
    def tag(self) -> str:
        """The tags of the row's messages, by which the audit log knows them."""
        return tag_of(getattr(self, name) for name in self.MESSAGES)


def bounds_to(
    kind: type[SealedRow], columns: Mapping[str, object], messages: Sequence[str]
) -> list[bytes]:
    """Return what each of a row's messages is bound to, from the row's columns."""
    clear = canonical_in_order({name: _as_json(columns[name]) for name in _clear(kind)})
    return [b"%b%b]" % (_before(kind, message), clear) for message in messages]


@cache
def _before(kind: type[SealedRow], message: str) -> bytes:
    return canonical([kind.table(), message]).removesuffix(b"]") + b","


@cache
def _clear(kind: type[SealedRow]) -> tuple[str, ...]:
    """Return the names of the columns that are not bytes."""
    fields = sorted(kind.model_fields.items())
    return tuple(name for name, field in fields if field.annotation is not bytes)


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
