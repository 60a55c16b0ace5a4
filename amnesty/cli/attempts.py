"""Sign-ins that failed on this computer, counted before they are tried.

A try counts as failed until it succeeded, so that many at once are many. The file is
apart from the register, beside the anchors. Whoever owns the computer can remove it,
and need not: they can copy the key file and guess without us. Argon2id is for that.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from amnesty.domain.sessions import waits
from amnesty.errors.session import (
    SignInLockedError,
    SignInWaitError,
    TriesNotCountedError,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from amnesty.domain.house_rules import SignInRules

_TABLE = (
    "CREATE TABLE IF NOT EXISTS tries "
    "(who TEXT PRIMARY KEY, failed INTEGER NOT NULL, last INTEGER NOT NULL)"
)


class Attempts:
    """The failed sign-ins at one register."""

    def __init__(self, folder: Path, register: Path) -> None:
        """Take this computer's own folder, and which register it is."""
        self._folder = folder
        self._register = str(register.resolve())

    def begin(self, name: str, now: datetime, rules: SignInRules) -> int:
        """Count one more try, and return how many failed before it.

        Raises:
            SignInWaitError: the one before failed a moment ago.
            SignInLockedError: too many failed.
        """
        at = int(now.timestamp())
        with closing(self._open()) as file, file:
            file.execute("BEGIN IMMEDIATE")
            asked = "SELECT failed, last FROM tries WHERE who = ?"
            found = file.execute(asked, [self._who(name)]).fetchone()
            failed, last = found or (0, at)
            if failed >= rules.lock_after:
                raise SignInLockedError
            # A clock that was set back wins no time: it counts as standing still.
            left = last + waits(failed, rules) - max(at, last)
            if left > 0:
                raise SignInWaitError(left)
            file.execute(
                "INSERT OR REPLACE INTO tries VALUES (?, ?, ?)",
                [self._who(name), failed + 1, max(at, last)],
            )
        return int(failed)

    def take_back(self, name: str, failed: int) -> None:
        """Have a try not count that failed for another reason than what was typed."""
        with closing(self._open()) as file, file:
            file.execute(
                "UPDATE tries SET failed = ? WHERE who = ?", [failed, self._who(name)]
            )

    def forget(self, name: str) -> None:
        """Forget the failed tries of somebody who signed in, or was unlocked."""
        with closing(self._open()) as file, file:
            file.execute("DELETE FROM tries WHERE who = ?", [self._who(name)])

    def _open(self) -> sqlite3.Connection:
        path = self._folder / "tries.db"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = sqlite3.connect(path, isolation_level=None)
        except (OSError, sqlite3.Error):
            raise TriesNotCountedError(str(path)) from None
        try:
            file.execute(_TABLE)
        except sqlite3.Error:
            file.close()
            raise TriesNotCountedError(str(path)) from None
        return file

    def _who(self, name: str) -> str:
        told = f"{self._register}\n{' '.join(name.split()).casefold()}"
        return hashlib.sha256(told.encode()).hexdigest()
