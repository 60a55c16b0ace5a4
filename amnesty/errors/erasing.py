"""What is said of records that were erased.

The leaves::

    NotFoundError     RegistrationErasedError
    StoreError        ErasuresDamagedError
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.errors import NotFoundError, StoreError

if TYPE_CHECKING:
    from pathlib import Path


class RegistrationErasedError(NotFoundError):
    """A record that was erased is no error of the register: it says so."""

    def __init__(self, erased_on: str) -> None:
        """Say when, in words; whose it was nobody can tell any more."""
        super().__init__(
            f"This registration was erased on {erased_on}: nothing of it can be read "
            "by anybody. Whoever applies again is registered anew."
        )


class ErasuresDamagedError(StoreError):
    """Without its list of erasures, a restored register would bring them back."""

    def __init__(self, file: Path) -> None:
        """Name the file, and what must not be done without it."""
        super().__init__(
            f"The list of erasures {file} is damaged, or another register's. Nothing "
            "was changed. Copy it back from where the register's folder was last "
            "copied to; restore no backup without it."
        )
