"""The tables: ids, states, dates, versions and sealed bytes; nothing readable.

These are rows, not the domain: they do not validate, and never leave `db`. Every column
that is not bytes is bound to every sealed message of its row, so that a row swapped,
given to another registration or flipped to another state does not open.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import BigInteger, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.random64 import Random64
from db.sealing import canonical, canonical_in_order, tag_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REVISION = "0005"
"""The revision of the schema that this program works with."""
EARLIER_REVISIONS = frozenset({"0001", "0002", "0003", "0004"})
"""Those from which it carries a register on."""

METADATA = SQLModel.metadata
"""All tables, for the migrations to compare with."""

_GIVEN = {"autoincrement": False}
_AUTHORITY = "authority.id"
_REGISTRATION = "registration.id"


class SealedRow(SQLModel):
    """What every table with sealed messages has."""

    MESSAGES: ClassVar[tuple[str, ...]] = ("sealed",)
    """The columns that hold sealed messages."""

    id: int = Field(primary_key=True, sa_type=Random64, sa_column_kwargs=_GIVEN)
    authority_id: int = Field(sa_type=Random64, foreign_key=_AUTHORITY)
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


class AuthorityRow(SealedRow, table=True):
    """The authority that keeps the register (common)."""

    __tablename__ = "authority"
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class CharterRow(SealedRow, table=True):
    """Which keys the register has, signed by who founded it (common)."""

    __tablename__ = "charter"
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class StaffRow(SealedRow, table=True):
    """One account: the truth that the key file is a copy of (common)."""

    __tablename__ = "staff"
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class AgreementRow(SealedRow, table=True):
    """One agreement (common)."""

    __tablename__ = "agreement"
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class PolicyRow(SealedRow, table=True):
    """One policy that is or was in force (common)."""

    __tablename__ = "policy"
    __table_args__ = (UniqueConstraint("authority_id", "place"),)
    place: int
    """1 for the first policy, and so on: the last one is in force."""
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class SecretRow(SealedRow, table=True):
    """One named secret, under the compartment that it names."""

    __tablename__ = "secret"
    compartment: str
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class RegistrationRow(SealedRow, table=True):
    """One registration, each part under a data key of its own."""

    MESSAGES: ClassVar[tuple[str, ...]] = ("identity", "clinical", "growing")

    __tablename__ = "registration"
    __table_args__ = (
        Index("ix_registration_state", "authority_id", "state", "valid_to"),
    )
    state: str
    valid_from: date | None = None
    valid_to: date | None = None
    identity_key: bytes = Field(default=b"", sa_type=LargeBinary)
    clinical_key: bytes = Field(default=b"", sa_type=LargeBinary)
    growing_key: bytes = Field(default=b"", sa_type=LargeBinary)
    identity: bytes = Field(default=b"", sa_type=LargeBinary)
    clinical: bytes = Field(default=b"", sa_type=LargeBinary)
    growing: bytes = Field(default=b"", sa_type=LargeBinary)


class CertificateRow(SealedRow, table=True):
    """One certificate, under its registration's growing key."""

    __tablename__ = "certificate"
    registration_id: int = Field(
        sa_type=Random64, foreign_key=_REGISTRATION, index=True
    )
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class HandInRow(SealedRow, table=True):
    """One act of a hand-in, under its registration's growing key."""

    __tablename__ = "hand_in"
    registration_id: int = Field(
        sa_type=Random64, foreign_key=_REGISTRATION, index=True
    )
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class DestructionRow(SealedRow, table=True):
    """One certificate of destruction, which outlives the registration (growing)."""

    __tablename__ = "destruction"
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class EntryRow(SealedRow, table=True):
    """One entry of a site's journal, under its registration's growing key."""

    __tablename__ = "entry"
    registration_id: int = Field(
        sa_type=Random64, foreign_key=_REGISTRATION, index=True
    )
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class StatusListRow(SealedRow, table=True):
    """One list of fixed capacity that certificates have their slots in (growing)."""

    __tablename__ = "status_list"
    form: str
    capacity: int
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class SlotRow(SealedRow, table=True):
    """One slot that was given out, for ever, and how its certificate stands (growing).

    It does not say whose: the certificate's sealed message names its slot.
    """

    __tablename__ = "slot"
    __table_args__ = (UniqueConstraint("list_id", "position"),)
    list_id: int = Field(sa_type=Random64, foreign_key="status_list.id")
    position: int
    status: int
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class PublicationRow(SealedRow, table=True):
    """One row, whose version is the number of the last publication (common)."""

    __tablename__ = "publication"
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class HeadRow(SealedRow, table=True):
    """One row, whose version is how many events there are, with their hash (common)."""

    __tablename__ = "head"
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class EventRow(SQLModel, table=True):
    """One event of the audit log: a leaf that names nobody, and a sealed detail."""

    __tablename__ = "event"
    sequence: int = Field(primary_key=True, sa_column_kwargs=_GIVEN)
    authority_id: int = Field(sa_type=Random64, foreign_key=_AUTHORITY)
    leaf: str
    sealed: bytes = Field(sa_type=LargeBinary)


class NodeRow(SQLModel, table=True):
    """The hash of a whole subtree, of every fourth level, of the log's Merkle tree."""

    __tablename__ = "node"
    __table_args__ = {"sqlite_with_rowid": False}
    level: int = Field(primary_key=True, sa_column_kwargs=_GIVEN)
    """It spans 16 ** level leaves."""
    place: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs=_GIVEN)
    """0 for the first subtree of its level."""
    hash: bytes = Field(sa_type=LargeBinary)


class AnswerRow(SealedRow, table=True):
    """What police may be told, sealed under the question that it answers (police).

    Its id follows from the question, which is a certificate's number or an address.
    """

    __tablename__ = "answer"
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class VocabularyRow(SealedRow, table=True):
    """One row: all words that stand in names, to find what is mistyped (identity)."""

    __tablename__ = "vocabulary"
    sealed: bytes = Field(default=b"", sa_type=LargeBinary)


class TokenRow(SQLModel, table=True):
    """A search token: which word, and whose, both unreadable."""

    __tablename__ = "token"
    __table_args__ = {"sqlite_with_rowid": False}
    tok: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs=_GIVEN)
    ref: bytes = Field(primary_key=True, sa_type=LargeBinary)


class UniqueTokenRow(SQLModel, table=True):
    """A word that only one may have: the database itself refuses a second."""

    __tablename__ = "unique_token"
    __table_args__ = {"sqlite_with_rowid": False}
    tok: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs=_GIVEN)
    ref: bytes = Field(sa_type=LargeBinary)


class PendingRow(SQLModel, table=True):
    """A registration whose tokens are still to be written, in a batch with others."""

    __tablename__ = "pending"
    registration_id: int = Field(
        primary_key=True,
        sa_type=Random64,
        sa_column_kwargs=_GIVEN,
        foreign_key=_REGISTRATION,
    )


TABLE_NAMES = frozenset(METADATA.tables)
"""The tables of a register, whatever else is defined beside them later."""
