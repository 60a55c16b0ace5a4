"""Settings: colours, the accessible mode, and every key, for this computer's user."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.screen import ModalScreen

from amnesty.errors import AmnestyError
from tui.keys import Place, bindings, display, keys_by_id
from tui.screens.listing import ListScreen, Where
from tui.settings import Settings
from tui.text import label
from tui.theme_names import TITLES
from tui.widgets.page_table import Column, PageTable
from tui.widgets.status_line import Tone
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

_COLUMNS = (
    Column(title="Setting", width=32),
    Column(title="Is", width=18),
    Column(title="What it does"),
)
_FIRST_KEY = 2
"""Rows before those of the keys."""


class NextKey(ModalScreen[str]):
    """Takes one key above the screen; its result is that key's name."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    NextKey { background: $background 0%; }
    """

    def on_key(self, event: events.Key) -> None:
        """Take it, whichever it is."""
        event.stop()
        self.dismiss(event.key)


class SettingsScreen(ListScreen[None]):
    """One list: Enter changes what is marked, at once."""

    PLACE = Place.SETTINGS
    HEADING = "Settings"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.SETTINGS)]

    def compose_body(self) -> ComposeResult:
        """Show the list."""
        yield PageTable(_COLUMNS)
        yield Words(label("For you on this computer; the register knows none of it."))

    def on_mount(self) -> None:
        """Fill in the list."""
        self.table.focus()
        self._fill()

    def fetch(self, where: Where) -> None:
        """Ask for nothing: all of it is here."""

    def action_open(self) -> None:
        """Change the chosen one."""
        self.action_change()

    def action_change(self) -> None:
        """Change what is marked: the next colours, on or off, or another key."""
        settings, at = self.registry.settings, self.table.at
        if at == 0:
            names = list(TITLES)
            following = names[(names.index(settings.theme) + 1) % len(names)]
            self._use(replace(settings, theme=following))
        elif at == 1:
            self._use(replace(settings, accessible=not settings.accessible))
        else:
            self.say("Press the new key now.")
            self.registry.push_screen(NextKey(), self._take_key)

    def action_reset(self) -> None:
        """Put everything back as it first was."""
        self._use(Settings())

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()

    def _take_key(self, pressed: str | None) -> None:
        key = tuple(keys_by_id().values())[self.table.at - _FIRST_KEY]
        try:
            self._use(self.registry.settings.with_key(key, pressed or ""))
        except AmnestyError as error:
            self.say(str(error), Tone.PROBLEM)

    def _use(self, settings: Settings) -> None:
        self.registry.set_up(settings)
        self._fill()
        self.say("Changed.", Tone.DONE)

    def _fill(self) -> None:
        self.table.fill(tuple(self._rows()), at=self.table.at)

    def _rows(self) -> Iterator[tuple[str, str, str]]:
        settings = self.registry.settings
        yield "Colours", TITLES[settings.theme], "Dark, light, or the terminal's own."
        accessible = "on" if settings.accessible else "off"
        yield "Accessible mode", accessible, "The cursor follows; no boxes, no bars."
        for key in keys_by_id().values():
            keys = settings.keys_of(key).split(",")
            shown = ", ".join(display(one) for one in keys)
            yield f"{key.place.title}: {key.label}", shown, key.help
