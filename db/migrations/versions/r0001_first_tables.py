"""The first tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = (
    "slot",
    "pending",
    "hand_in",
    "certificate",
    "status_list",
    "staff",
    "secret",
    "registration",
    "publication",
    "policy",
    "head",
    "event",
    "charter",
    "agreement",
    "unique_token",
    "token",
    "authority",
)
"""In the order in which they can be dropped."""


def upgrade() -> None:
    """Make the tables."""
    for name in ("authority", "charter", "staff", "agreement"):
        _sealed_table(name)
    _sealed_table(
        "policy",
        sa.Column("place", sa.Integer(), nullable=False),
        sa.UniqueConstraint("authority_id", "place"),
    )
    for name in ("publication", "head"):
        _sealed_table(name)
    _sealed_table("secret", sa.Column("compartment", sa.String(), nullable=False))
    _registrations()
    _lists()
    _log_and_tokens()


def downgrade() -> None:
    """Drop the tables, their indexes with them."""
    for name in _TABLES:
        op.drop_table(name)


def _registrations() -> None:
    _sealed_table(
        "registration",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        messages=(
            *("identity_key", "clinical_key", "growing_key"),
            *("identity", "clinical", "growing"),
        ),
    )
    op.create_index(
        "ix_registration_state", "registration", ["authority_id", "state", "valid_to"]
    )
    for name in ("certificate", "hand_in"):
        _sealed_table(name, *_reference("registration_id", "registration.id"))
        op.create_index(f"ix_{name}_registration_id", name, ["registration_id"])


def _lists() -> None:
    _sealed_table(
        "status_list",
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
    )
    _sealed_table(
        "slot",
        *_reference("list_id", "status_list.id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.UniqueConstraint("list_id", "position"),
    )


def _log_and_tokens() -> None:
    op.create_table(
        "event",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        *_reference("authority_id", "authority.id"),
        sa.Column("leaf", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sequence"),
    )
    op.create_table(
        "token",
        sa.Column("tok", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tok", "ref"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unique_token",
        sa.Column("tok", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tok"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pending",
        *_reference("registration_id", "registration.id"),
        sa.PrimaryKeyConstraint("registration_id"),
    )


def _sealed_table(
    name: str,
    *more: sa.Column[Any] | sa.Constraint,
    messages: tuple[str, ...] = ("sealed",),
) -> None:
    """Make a table with an id, an authority, a version and sealed messages."""
    op.create_table(
        name,
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        *_reference("authority_id", "authority.id"),
        sa.Column("version", sa.Integer(), nullable=False),
        *more,
        *(sa.Column(one, sa.LargeBinary(), nullable=False) for one in messages),
        sa.PrimaryKeyConstraint("id"),
    )


def _reference(
    name: str, target: str
) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    column = sa.Column(name, _ID, autoincrement=False, nullable=False)
    return column, sa.ForeignKeyConstraint([name], [target])
