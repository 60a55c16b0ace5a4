"""What is wrong with the settings of the screens."""

from __future__ import annotations

from amnesty.errors import BadInputError


class ScreenSettingsError(BadInputError):
    """A setting of the screens cannot be used."""

    def __init__(self, why: str) -> None:
        """Say why, and what to do."""
        super().__init__(
            f"This setting of the screens cannot be used: {why}. Choose another, or "
            "take it out of screens.toml."
        )
