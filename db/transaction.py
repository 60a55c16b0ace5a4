"""One transaction on the register, all its parts together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.audit.checkpoints import publish_checkpoint
from db.audit.log import Logging
from db.erasing import Erasing
from db.paging import Paging
from db.settings import Settings
from db.signing_in import SigningIn
from db.walking import Walking

if TYPE_CHECKING:
    from datetime import datetime

    from amnesty.ports import PublishedLog


class SqlTransaction(Paging, Erasing, SigningIn, Walking, Settings, Logging):
    """What services call a transaction: all of it is kept, or none."""

    def publish_log(self, at: datetime) -> PublishedLog:
        """Sign how far the log has come, and keep in mind that it was published."""
        return publish_checkpoint(self, at)
