"""The journals of growing sites."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "entry",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("authority_id", _ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("registration_id", _ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"]),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"]),
    )
    op.create_index("ix_entry_registration_id", "entry", ["registration_id"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_index("ix_entry_registration_id", table_name="entry")
    op.drop_table("entry")
