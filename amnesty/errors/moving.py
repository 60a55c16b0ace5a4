"""What can stand in the way of moving a register from a file to a server, and back.

The leaves, below `StoreError`::

    AlreadyThereError · PlaceTakenError · CopyDiffersError · RegisterMovedError
"""

from __future__ import annotations

from amnesty.errors import StoreError


class AlreadyThereError(StoreError):
    """The register is in such a place already."""

    def __init__(self, place: str) -> None:
        """Say where it is."""
        super().__init__(f"This register is {place} already: nothing was moved.")


class PlaceTakenError(StoreError):
    """There is a part of this register where it is to go."""

    def __init__(self, place: str) -> None:
        """Say what is in the way."""
        super().__init__(
            f"There is {place} already, of an earlier move. Take it away if it is not "
            "the one in use, and try again. Nothing was moved."
        )


class CopyDiffersError(StoreError):
    """What arrived is not what was sent."""

    def __init__(self, table: str) -> None:
        """Say in which table, and that the register stays where it was."""
        super().__init__(
            f"The copy differs in the table {table}, so the register stays where it "
            "was. Try again, and tell whoever looks after the server if it happens "
            "twice."
        )


class RegisterMovedError(StoreError):
    """The register was moved while somebody had its old place open."""

    def __init__(self) -> None:
        """Say that nothing was kept, and what to do."""
        super().__init__(
            "This register was moved to a server while you had it open. Nothing was "
            "kept of what was just done: sign in again, and do it once more."
        )
