"""What the screens need from the wiring, and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from amnesty.domain.verdict import Answer
    from amnesty.services.desk import Desk


class Front(Protocol):
    """One register as the screens meet it.

    The methods block, so a screen calls them in a worker thread.
    """

    @property
    def title(self) -> str:
        """The authority's short name, for the top of every screen."""

    @property
    def is_demonstration(self) -> bool:
        """Whether people and papers are made up: every screen says so."""

    @property
    def sign_in_hint(self) -> str:
        """One line shown at sign-in; empty outside the demonstration."""

    def accounts(self) -> Sequence[str]:
        """Return the names of the accounts of this register."""

    def warm_up(self) -> None:
        """Import what is heavy, while the passphrase is being typed."""

    def open(self, name: str, passphrase: str) -> Desk:
        """Open the register for a member of staff.

        Raises:
            StoreError: it does not open; the sentence says why.
            NotAllowedError: the account is not granted yet.
        """

    def verify(self, source: str) -> Sequence[Answer]:
        """Check every code in a file, or the one code that was scanned or typed.

        Raises:
            BadInputError: there is nothing readable in it.
        """

    def save(self, path: Path, content: bytes) -> None:
        """Write a paper to a file that its owner alone may read.

        Raises:
            BadInputError: it cannot be written; the sentence says why.
        """

    def log(self, lines: Sequence[str]) -> None:
        """Append lines to the program's log; they name nobody."""
