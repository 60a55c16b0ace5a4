"""One transaction on the register, all its parts together."""

from __future__ import annotations

from db.accounts import Accounts
from db.audit.log import Logging
from db.erasing import Erasing
from db.settings import Settings


class SqlTransaction(Erasing, Settings, Accounts, Logging):
    """What services call a transaction: all of it is kept, or none."""
