"""What is wrong with the settings of an officer's page.

The leaves, each a kind of `BadInputError`::

    ForceNameError · TelephoneOptionError · RootsUnreadableError
"""

from __future__ import annotations

from amnesty.errors import BadInputError


class ForceNameError(BadInputError):
    """A force has a name that can be compared with an agreement's."""

    def __init__(self) -> None:
        """Say which name is wanted."""
        super().__init__(
            "Enter the force's name as agreements have it, 200 letters at most."
        )


class TelephoneOptionError(BadInputError):
    """A telephone number belongs to an authority by its code and its name."""

    def __init__(self) -> None:
        """Show how to write it."""
        super().__init__(
            "Write the authority's code, its name and the number: "
            '"E07000008=Your Council, 01632 960100"'
        )


class RootsUnreadableError(BadInputError):
    """A page is made with roots that it can read."""

    def __init__(self, name: str) -> None:
        """Name the file."""
        super().__init__(
            f"{name} is not a file of roots. Give roots.cbor, as the authority gave it."
        )
