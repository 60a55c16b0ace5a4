"""The verify screen alone: nobody signs in, and there is no register behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tui.app import RegistryApp
from tui.screens.verify import VerifyAloneScreen

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.front import Front, VerifyFront


class VerifyApp(RegistryApp):
    """One screen, which asks nothing of a register."""

    def __init__(self, front: VerifyFront) -> None:
        """Take the device's police file."""
        # The screens that ask more of a front open only after sign-in.
        super().__init__(cast("Front", front))

    def get_default_screen(self) -> Screen[None]:
        """Verify at once."""
        return VerifyAloneScreen()
