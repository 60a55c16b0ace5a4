"""The tables: ids, states, dates, versions and sealed bytes; nothing readable.

These are rows, not the domain: they do not validate, and never leave `db`.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import BigInteger, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.random64 import Random64
from db.sealed_row import AUTHORITY, GIVEN, SealedRow

REVISION = "0005"
"""The revision of the schema that this program works with."""
EARLIER_REVISIONS = frozenset({"0001", "0002", "0003", "0004"})
"""Those from which it carries a register on."""

METADATA = SQLModel.metadata
"""All tables, for the migrations to compare with."""

_REGISTRATION = "registration.id"


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
    sequence: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    authority_id: int = Field(sa_type=Random64, foreign_key=AUTHORITY)
    leaf: str
    sealed: bytes = Field(sa_type=LargeBinary)


class NodeRow(SQLModel, table=True):
    """The hash of a whole subtree, of every fourth level, of the log's Merkle tree."""

    __tablename__ = "node"
    __table_args__ = {"sqlite_with_rowid": False}
    level: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    """It spans 16 ** level leaves."""
    place: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs=GIVEN)
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
    tok: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs=GIVEN)
    ref: bytes = Field(primary_key=True, sa_type=LargeBinary)


class UniqueTokenRow(SQLModel, table=True):
    """A word that only one may have: the database itself refuses a second."""

    __tablename__ = "unique_token"
    __table_args__ = {"sqlite_with_rowid": False}
    tok: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs=GIVEN)
    ref: bytes = Field(sa_type=LargeBinary)


class PendingRow(SQLModel, table=True):
    """A registration whose tokens are still to be written, in a batch with others."""

    __tablename__ = "pending"
    registration_id: int = Field(
        primary_key=True,
        sa_type=Random64,
        sa_column_kwargs=GIVEN,
        foreign_key=_REGISTRATION,
    )


TABLE_NAMES = frozenset(METADATA.tables)
"""The tables of a register, whatever else is defined beside them later."""
