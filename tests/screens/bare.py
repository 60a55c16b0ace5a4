"""A front without a register, for programs that run in a terminal of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Front:
    """One account, and a hint by which a test sees that the first screen is there."""

    title = "Penmaen"
    is_demonstration = False
    sign_in_hint = "READY"

    def accounts(self) -> tuple[str, ...]:
        """Return the account."""
        return ("ada",)

    def warm_up(self) -> None:
        """Import nothing."""

    def log(self, lines: Sequence[str]) -> None:
        """Keep nothing."""
