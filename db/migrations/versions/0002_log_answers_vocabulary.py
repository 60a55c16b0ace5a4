"""The log's tree, the answers for police, and the vocabulary."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "place"),
        sqlite_with_rowid=False,
    )
    for name in ("answer", "vocabulary"):
        op.create_table(
            name,
            sa.Column("id", _ID, autoincrement=False, nullable=False),
            sa.Column("authority_id", _ID, autoincrement=False, nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("sealed", sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint("id"),
            sa.ForeignKeyConstraint(["authority_id"], ["authority.id"]),
        )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("vocabulary", "answer", "node"):
        op.drop_table(name)
