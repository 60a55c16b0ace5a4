"""One transaction on the register, all its parts together."""

from __future__ import annotations

from db.accounts import Accounts
from db.handins import HandIns
from db.log import Logging
from db.searching import Searching
from db.settings import Settings


class SqlTransaction(Searching, HandIns, Settings, Accounts, Logging):
    """What services call a transaction: all of it is kept, or none."""
