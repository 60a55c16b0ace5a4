"""Details of events are taken out as a registration is erased; no table changes.

On a server a supervisor's login may write them from here on, and nothing else of an
event.
"""

from __future__ import annotations

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Leave the tables as they are."""


def downgrade() -> None:
    """Leave the tables as they are."""
