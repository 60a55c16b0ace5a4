"""The log's head, read and moved by the driver alone: every act does both.

Objects of rows, and statements made anew, were half of what logging a look cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlmodel import col

from amnesty.domain.staff import Compartment
from amnesty.errors.register import RegisterDamagedError, RowAlteredError
from amnesty.errors.store import ChangedByAnotherError
from db.random64 import signed
from db.sealed_row import bounds_to
from db.sealing import Codec, UnopenedError
from db.tables import HeadRow

if TYPE_CHECKING:
    from sqlalchemy import Connection, Dialect, Executable

    from db.keyring.keys import Keyring
    from db.work import Access

_64_BITS = 1 << 64


@dataclass(frozen=True, kw_only=True)
class Head:
    """What the head row seals; its version is the number of leaves."""

    frontier: tuple[bytes, ...]
    """The hashes of the perfect subtrees that the log falls apart into."""
    tokens: int
    """How many search tokens there are, unique ones included."""
    tokens_sum: int
    """Their keyed sum, modulo 2 ** 128."""
    last_at: str
    """The instant of the last event, ISO 8601, UTC."""


HEAD = Codec(Head)
EMPTY_HEAD = Head(frontier=(), tokens=0, tokens_sum=0, last_at="")


class KeptHead(NamedTuple):
    """The head row, opened."""

    id: int
    authority_id: int
    version: int
    """How many events there are."""
    head: Head

    def bound(self, version: int) -> bytes:
        """Return what the row's message is bound to, at a version."""
        clear = {"id": self.id, "authority_id": self.authority_id, "version": version}
        return bounds_to(HeadRow, clear, ("sealed",))[0]


def read_head(connection: Connection, keyring: Keyring) -> KeptHead:
    """Return the head as it is now.

    Raises:
        RegisterDamagedError: there is none.
        RowAlteredError: it is not as it was written.
    """
    asked = _texts(connection.dialect)[0]
    found = connection.exec_driver_sql(asked).one_or_none()
    if found is None:
        what = "audit log"
        raise RegisterDamagedError(what)
    own, authority, version, sealed = found
    kept = KeptHead(own % _64_BITS, authority % _64_BITS, version, EMPTY_HEAD)
    try:
        opened = keyring.open(Compartment.COMMON, bytes(sealed), kept.bound(version))
        return kept._replace(head=HEAD.read(opened))
    except UnopenedError:
        raise RowAlteredError(HeadRow.table()) from None


def move_head(
    connection: Connection, access: Access, kept: KeptHead, *, version: int, head: Head
) -> None:
    """Write the head as the log has grown.

    Raises:
        ChangedByAnotherError: it is no longer there.
    """
    seal = access.keyring.keys(Compartment.COMMON).seal
    sealed = seal.seal(HEAD.write(head), kept.bound(version), access.chance)
    _, text, names = _texts(connection.dialect)
    given = {"to": version, "message": sealed, "own": signed(kept.id)}
    values = given if names is None else tuple(given[name] for name in names)
    if connection.exec_driver_sql(text, values).rowcount != 1:
        raise ChangedByAnotherError


@cache
def _texts(dialect: Dialect) -> tuple[str, str, tuple[str, ...] | None]:
    """Return both statements, and the order of what is given, where there is one."""
    columns = (HeadRow.id, HeadRow.authority_id, HeadRow.version, HeadRow.sealed)
    asked: Executable = select(*(col(one) for one in columns))
    moved = (
        update(HeadRow)
        .where(col(HeadRow.id) == bindparam("own"))
        .values(version=bindparam("to"), sealed=bindparam("message"))
    )
    compiled = moved.compile(dialect=dialect)
    order = tuple(compiled.positiontup or ()) if compiled.positional else None
    return str(asked.compile(dialect=dialect)), str(compiled), order  # type: ignore[attr-defined] # a select compiles
