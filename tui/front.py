"""What the screens need from the wiring, and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from amnesty.domain.verdict import Answer
    from amnesty.services.desk import Desk
    from amnesty.services.papers.print_runs import Run


class Checked(NamedTuple):
    """What came of one source that was checked."""

    answers: Sequence[Answer]
    """One for each code; two copies of one code are one."""
    note: str = ""
    """What is told of all of them together."""


class VerifyFront(Protocol):
    """A device that verifies, with a register or without.

    The methods block, so a screen calls them in a worker thread.
    """

    @property
    def title(self) -> str:
        """The short name of the authority or the force, for the top of every screen."""

    @property
    def is_demonstration(self) -> bool:
        """Whether people and papers are made up: every screen says so."""

    def verify(self, source: str) -> Checked:
        """Check every code in a file, or the one code that was scanned or typed.

        Raises:
            BadInputError: there is nothing readable in it.
        """

    def log(self, lines: Sequence[str]) -> None:
        """Append lines to the program's log; they name nobody."""


class Front(VerifyFront, Protocol):
    """One register as the screens meet it."""

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

    def save(self, path: Path, content: bytes) -> None:
        """Write a paper to a file that its owner alone may read.

        Raises:
            BadInputError: it cannot be written; the sentence says why.
        """

    def print_run(self, run: Run, printer: str) -> None:
        """Hand a run to a printer; no name is the system's own.

        Raises:
            BadInputError: there is no printing program here.
            RuleBrokenError: the printer did not take it.
        """

    def portrait(self, path: Path) -> str:
        """Return the photograph in a file as a record keeps it, in base 64.

        Raises:
            BadInputError: it is no photograph that can be used; the sentence says why.
        """

    def save_all(self, folder: Path, files: Mapping[str, bytes]) -> None:
        """Write files into a folder of their own, which their owner alone may read.

        Raises:
            BadInputError: it is not empty, or cannot be written; the sentence says so.
        """

    def publish(
        self, place: str, files: Mapping[str, bytes]
    ) -> tuple[str, Sequence[str]]:
        """Write the daily police file into a folder or a zip.

        Args:
            place: where; empty for where this computer checks certificates from.
            files: by name.

        Returns where that is, and what else stands there that devices will refuse.

        Raises:
            BadInputError: it cannot be written; the sentence says why.
        """

    def let_try_again(self, name: str) -> None:
        """Forget how often somebody's passphrase was wrong on this computer."""

    def read(self, path: Path) -> str:
        """Return the text of a file.

        Raises:
            BadInputError: it cannot be read; the sentence says why.
        """
