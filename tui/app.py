"""The app: what holds on every screen, whichever it is."""

from __future__ import annotations

import asyncio
import signal
import time
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import App
from textual.worker import WorkerFailed

from tui.accessible import AccessibleMixin
from tui.keys import EVERYWHERE, Key, bindings, keys_by_id, keys_of
from tui.locking import LockingMixin
from tui.navigation import NavigationMixin
from tui.ordered_keys import OrderedKeysMixin
from tui.screens.base import LEAST_HEIGHT, LEAST_WIDTH, RegistryScreen
from tui.screens.sign_in import SignInScreen
from tui.settings import Settings
from tui.theme import themes
from tui.widgets.status_line import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import RenderableType
    from textual.binding import BindingType
    from textual.driver import Driver
    from textual.screen import Screen

    from amnesty.errors import AmnestyError
    from amnesty.errors.incident import Incident
    from amnesty.services.desk import Desk
    from tui.front import Front

LOCK_AFTER = 600.0
_WHILE_LOCKED = frozenset({"focus_next", "focus_previous"})
_BEFORE_SIGN_IN = (("app.help",), ("app.commands",), ("app.settings",))
_LOOK_EVERY = 1.0


class RegistryApp(
    NavigationMixin, LockingMixin, AccessibleMixin, OrderedKeysMixin, App[None]
):
    """The register's screens."""

    TITLE = "Carly's Amnesty"
    ALLOW_SELECT = False
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  Textual's own type for it
        (0, "-too-narrow"),
        (LEAST_WIDTH, "-narrow"),
        (100, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012  Textual's own type for it
        (0, "-too-short"),
        (LEAST_HEIGHT, "-tall"),
    ]
    CSS = """
    .-accessible * { border: none; }
    CommandPalette { background: $background 0%; }
    CommandPalette SearchIcon { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*EVERYWHERE)]

    def __init__(
        self,
        front: Front,
        *,
        desk: Desk | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        lock_after: float = LOCK_AFTER,
        settings: Settings | None = None,
        keep_settings: Callable[[Settings], None] = lambda _: None,
    ) -> None:
        """Take the register and, in a demonstration, who is signed in already.

        Args:
            front: the register as the wiring hands it over.
            desk: an open one, to start beyond sign-in.
            monotonic: the clock that measures idleness, in seconds.
            lock_after: idle seconds after which the screen locks.
            settings: what the user of this computer has set.
            keep_settings: keeps a change of them.
        """
        super().__init__()
        self.front = front
        self.desk = desk
        self.locked = False
        self._monotonic = monotonic
        self._lock_after = lock_after
        self._seen = monotonic()
        self._warned = False
        self._is_hanging_up = False
        self.animation_level = "none"
        for name in tuple(self.available_themes):
            if name != self.theme:
                self.unregister_theme(name)
        for theme in themes():
            self.register_theme(theme)
        self._keep_settings = keep_settings
        self.settings = settings or Settings()
        self._use_settings()

    def set_up(self, settings: Settings) -> None:
        """Use other settings from now on, and keep them."""
        self.settings = settings
        self._use_settings()
        self._keep_settings(settings)

    def keys_of(self, key: Key) -> str:
        """Return the keys of something that is done, as they are set."""
        return self.settings.keys_of(key)

    def _use_settings(self) -> None:
        self.theme = self.settings.theme
        self.is_accessible = self.settings.accessible
        self.set_class(self.is_accessible, "-accessible")
        self.set_keymap(dict(self.settings.keys))

    def action_settings(self) -> None:
        """Change colours, the accessible mode and keys."""
        from tui.screens.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen())

    def get_driver_class(self) -> type[Driver]:
        """Return the driver of this system's terminal, tolerant where it is not."""
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":
            return found
        from tui.driver import TolerantDriver

        return TolerantDriver

    def get_default_screen(self) -> Screen[None]:
        """Sign in first."""
        return SignInScreen()

    def on_mount(self) -> None:
        """Watch for idleness; go past sign-in where that is done."""
        self.set_interval(_LOOK_EVERY, self.look_at_clock)
        self.set_interval(_LOOK_EVERY, self.look_at_terminal)
        self.watch_terminal()
        if hasattr(signal, "SIGHUP") and not self.is_headless:
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self.hang_up)
        if self.desk is not None:
            self.enter(self.desk)

    def enter(self, desk: Desk) -> None:
        """Go to work with an open desk."""
        self.desk = desk
        self.form_is_kept = None
        self.last_hand_in = None
        self.push_screen(self.home())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse everything but moving between fields while the screen is locked."""
        if self.locked:
            return action in _WHILE_LOCKED
        if action == "press" and self.desk is None:
            return parameters[:1] in _BEFORE_SIGN_IN
        return super().check_action(action, parameters)

    def action_press(self, key_id: str) -> None:
        """Act on a key that works everywhere."""
        getattr(self, f"action_{keys_by_id()[key_id].action}")()

    def action_help(self) -> None:
        """Show the keys of this screen."""
        from tui.screens.help import HelpScreen

        screen = self.screen
        if isinstance(screen, RegistryScreen):
            reasons = {key.id: screen.why_not(key) for key in keys_of(screen.PLACE)}
            field = getattr(screen, "field_in_focus", None)
            self.push_screen(HelpScreen(screen.PLACE, reasons, field))

    def action_commands(self) -> None:
        """Show the commands by name."""
        from textual.command import CommandPalette

        from tui.commands import RegistryCommands

        self.push_screen(CommandPalette(providers=[RegistryCommands]))

    def action_help_quit(self) -> None:
        """Say how to leave: in other programs Ctrl+C does it."""
        self.tell("Press Ctrl+Q to leave.")

    def action_sign_out(self) -> None:
        """Sign out; ask first if anything is not saved."""
        if any(getattr(screen, "unsaved", False) for screen in self.screen_stack):
            from tui.screens.confirm import Confirm

            self.push_screen(
                Confirm(
                    "Sign out?",
                    "What is typed in the form is not saved and would be lost.",
                    "Sign out without saving",
                    "Stay signed in",
                ),
                self._sign_out_if,
            )
        else:
            self._sign_out_if(yes=True)

    def tell(self, sentence: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something on the status line of the screen in front."""
        if isinstance(self.screen, RegistryScreen):
            self.screen.say(sentence, tone)

    def _sign_out_if(self, yes: bool | None) -> None:  # noqa: FBT001  a dialog's answer
        desk = self.desk
        if not yes or desk is None:
            return
        self.desk = None
        self.run_worker(desk.register.close, thread=True, group="close")
        self._pop_to_screen(self.screen_stack[0])

    def put_out(self, error: AmnestyError) -> None:
        """Leave everything at once: who signed in may not go on, and is told why."""
        self.locked = False
        self.wipe_terminal()
        self._sign_out_if(yes=True)
        self.call_after_refresh(self.tell, str(error), Tone.PROBLEM)

    async def on_unmount(self) -> None:
        """Stop handling keys; leave nothing on the terminal to scroll back to."""
        self.stop_keys()
        self.wipe_terminal()

    def panic(self, *renderables: RenderableType) -> None:
        """Leave after a fault that brings its own words: they may quote anybody."""
        del renderables
        self._fatal_error()

    def _fatal_error(self) -> None:
        """Log where a fault happened and leave; show and keep nobody's data.

        Textual's own handler prints every local variable of every frame.
        """
        if not self._exit_renderables:
            from amnesty.errors.incident import incident_of

            fault: BaseException = self._exception or RuntimeError()
            if isinstance(fault, WorkerFailed):
                fault = fault.error
            self._exit_renderables.append(Text(self._logged(incident_of(fault))))
        self._close_messages_no_wait()

    def _logged(self, incident: Incident) -> str:
        try:
            self.front.log((f"incident {incident.identifier}", *incident.lines))
        except Exception:  # noqa: BLE001  a fault in the log must not hide the first
            return f"{incident.sentence} It could not be written to the log."
        return incident.sentence
