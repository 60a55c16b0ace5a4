"""What is wrong with an item that is handed in."""

from __future__ import annotations

from amnesty.errors import BadInputError


class HandInItemShapeError(BadInputError):
    """An item has another shape than the two there are."""

    def __init__(self) -> None:
        """Show both."""
        super().__init__(
            "An item is written dried=42.5/41.0@SEAL, gross and net grams, "
            "or flowering=2@SEAL for plants"
        )


class NetAboveGrossError(BadInputError):
    """A bag weighs at least what is in it."""

    def __init__(self) -> None:
        """Say which weight must not be above which."""
        super().__init__("Net weight must be the same as or below the gross weight")


class NothingInItemError(BadInputError):
    """An item is something: a receipt for nothing would only mislead."""

    def __init__(self) -> None:
        """Ask for an amount."""
        super().__init__(
            "An item must weigh or count more than 0: leave it out, or correct it"
        )
