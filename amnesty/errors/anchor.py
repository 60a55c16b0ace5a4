"""What is wrong with a register that is not the one this computer saw last.

The leaves, each a kind of `StoreError`::

    RegisterRolledBackError · RegisterWentBackError
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


class RegisterRolledBackError(StoreError):
    """The register's log does not go on from what this computer saw of it."""

    def __init__(self, file: Path, *, seen: int, now: int) -> None:
        """Say what was seen and what there is, and how it is opened all the same."""
        what = (
            f"its audit log has {now} events, and had {seen}"
            if now < seen
            else f"the first {seen} events of its audit log are others"
        )
        super().__init__(
            f"This is not the register that this computer saw last: {what}. An older "
            "copy was put in its place, or its log was rewritten, so it was not "
            "opened. Keep the folder as it is and tell whoever looks after the "
            "register. A backup is put back with amnesty restore, which is known. "
            f"Once this is explained, remove {file} and sign in again."
        )


class RegisterWentBackError(StoreError):
    """The log lost what it had while the register was open."""

    def __init__(self, sequence: int) -> None:
        """Say which entry is missing, and what that means."""
        super().__init__(
            "What you did last in this register, and were told was kept, is missing: "
            f"entry {sequence} of its audit log is gone or is another. An older copy, "
            "or a standby server that was behind, took its place. Nothing was kept of "
            "what was just done. Stop working and tell whoever looks after the "
            "register."
        )
        self.sequence = sequence
