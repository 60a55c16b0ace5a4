"""Keeps a form while it is typed, in a thread, and forgets it once it is registered."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.services.desk import Desk


class FormKeeper:
    """One form being kept; nothing is kept any more once it is dropped.

    Its methods block, so they are called in threads; a late one finds it closed.
    """

    def __init__(self, of: RegistrationNumber | None, *, is_kept: bool) -> None:
        """Take which draft the form corrects, and whether any of it is kept already."""
        self._of = of
        self._is_kept = is_kept
        self._lock = Lock()
        self._kept: dict[str, str] | None = None
        self._is_dropped = False

    def keep(self, desk: Desk, raw: Mapping[str, str]) -> bool:
        """Keep what is typed; return whether it is kept now.

        Raises:
            StoreError: the register cannot keep it just now.
        """
        from amnesty.services.registrations.keeping_forms import keep_form

        with self._lock:
            if self._is_dropped or dict(raw) == self._kept:
                return not self._is_dropped
            keep_form(desk, raw, of=self._of)
            self._kept, self._is_kept = dict(raw), True
            return True

    def drop(self, desk: Desk) -> None:
        """Forget it, if anything of it was kept."""
        from amnesty.services.registrations.keeping_forms import drop_form

        with self._lock:
            self._is_dropped = True
            if self._is_kept:
                drop_form(desk)
