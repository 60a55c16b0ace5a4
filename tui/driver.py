"""A terminal that is not set to UTF-8 ends nothing, and keeps its columns."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from tui.app import RegistryApp

_NOT_READ = (
    "This terminal sent a letter that is not UTF-8, and it was left out. "
    "Set the terminal to UTF-8."
)


class TolerantDriver(LinuxDriver):
    """Reads and draws what it can; Textual's own ends with the first such letter."""

    _app: RegistryApp

    def start_application_mode(self) -> None:
        """Have a sign that the terminal lacks take one column, as itself would."""
        if isinstance(sys.__stderr__, TextIOWrapper):
            sys.__stderr__.reconfigure(errors="replace")
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def run_input_thread(self) -> None:
        """Read keys; say so where one cannot be read, and go on with the next."""
        while True:
            try:
                super().run_input_thread()
            except UnicodeDecodeError as error:
                self._take_the_rest(error.object)
            else:
                return

    def _take_the_rest(self, typed: bytes) -> None:
        """Deliver what can be read of keys that came together with one that cannot."""
        readable = typed.decode("utf-8", errors="ignore")
        for event in XTermParser(debug=False).feed(readable):
            self.process_message(event)
        self._app.call_later(self._app.tell, _NOT_READ)
