"""The box that a scanner types into, as fast as it likes and ending as it likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.credential.cose import parse_sign1
from amnesty.credential.digits import digits_at_end, from_digits, looks_like_a_code
from amnesty.errors import AmnestyError
from tui.widgets.inputs import TextInput

if TYPE_CHECKING:
    from textual import events

_ENDINGS = frozenset({"tab", "ctrl+j"})
"""How scanners end a code, beside Enter."""


class ScanBox(TextInput):
    """One line for a code, a path or a number; the next one takes its place."""

    takes_bursts = True
    """See `tui.ordered_keys`."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key in _ENDINGS and looks_like_a_code(self.text):
            event.stop()
            event.prevent_default()
            await self.action_submit()

    def is_whole(self) -> bool:
        """Return whether a whole code stands in the box, genuine or not.

        A slow scanner pauses in the middle, and half a code would be called forged.
        """
        if not looks_like_a_code(self.text):
            return False
        try:
            parse_sign1(from_digits(digits_at_end(self.text)))
        except AmnestyError:
            return False
        return True

    def await_next(self) -> None:
        """Mark all that stands here, so that whatever is typed next replaces it."""
        self.action_select_all()
