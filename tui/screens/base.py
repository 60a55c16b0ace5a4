"""What every screen has: its bars, its keys, and one way to ask a service."""

from __future__ import annotations

from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import on
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.reactive import Reactive
from textual.screen import Screen

from amnesty.errors import AmnestyError
from amnesty.errors.keys import AccountLeftError, SessionEndedError
from tui.keys import Key, Place, keys_by_id
from tui.messages import Answered, Asked, Refused
from tui.text import label
from tui.widgets.key_bar import KeyBar
from tui.widgets.status_line import StatusLine, Tone
from tui.widgets.top_bar import TopBar
from tui.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from amnesty.services.desk import Desk
    from tui.app import RegistryApp

Result = TypeVar("Result")
T = TypeVar("T")

LEAST_WIDTH, LEAST_HEIGHT = 80, 24
ASKED = "asked"
"""How the groups of workers begin that call a service."""
_ENDS_AT_ONCE = (AccountLeftError, SessionEndedError)
_SAY_LOADING_AFTER = 0.15
_LOADING = "Loading…"


class RegistryScreen(Screen[Result]):
    """A screen with its bars and keys."""

    PLACE: ClassVar[Place]
    HEADING: ClassVar[str]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """What has the focus draws itself; Textual would draw the whole screen anew."""
    DEFAULT_CSS = """
    RegistryScreen {
        background: $background;
        color: $text;
        layers: default cover;
        #too-small {
            layer: cover;
            display: none;
            width: 100%;
            height: 100%;
            padding: 0 1;
            background: $background;
        }
        #body { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
        &.-too-narrow, &.-too-short {
            #too-small { display: block; }
        }
    }
    """

    def __init__(self) -> None:
        """Start without questions on the way."""
        super().__init__()
        self._tickets: dict[str, int] = {}
        self._held_back: list[Answered | Refused] = []

    def compose(self) -> ComposeResult:
        """Put the bars around the screen's own body."""
        yield TopBar()
        with VerticalScroll(id="body", can_focus=False):
            yield from self.compose_body()
        yield StatusLine()
        yield KeyBar()
        yield Words(id="too-small")

    def compose_body(self) -> ComposeResult:
        """Return what stands between the bars."""
        yield from ()

    def on_mount(self) -> None:
        """Fill in the top."""
        self.tell_top()

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the window is too small to work in.

        It covers what is there, for a box that is hidden loses the focus, and with it
        what is typed after the window is large again.
        """
        width, height = event.size
        self.query_one("#too-small", Words).show(
            label(
                f"This window is {width}x{height}. "
                f"Make it at least {LEAST_WIDTH}x{LEAST_HEIGHT}."
            )
        )

    @property
    def heading(self) -> str:
        """Return what the first row says of where this is."""
        return self.HEADING

    def tell_top(self, heading: str = "") -> None:
        """Say in the first row where this is and who is signed in."""
        front, desk = self.registry.front, self.registry.desk
        who = f"{desk.member.name} · {desk.member.role.value}" if desk else ""
        self.query_one(TopBar).tell(
            heading or self.heading, who, front.title, marked=front.is_demonstration
        )

    def say(self, sentence: str, tone: Tone = Tone.PLAIN) -> None:
        """Say on the status line what just happened."""
        self.query_one(StatusLine).say(sentence, tone)

    async def action_press(self, key_id: str) -> None:
        """Act on a key, or say why it cannot act now."""
        key = keys_by_id()[key_id]
        reason = self.why_not(key)
        if reason:
            self.say(reason, Tone.PROBLEM)
            return
        done = getattr(self, f"action_{key.action}")()
        if isawaitable(done):
            await done

    def why_not(self, key: Key) -> str:
        """Return why a key cannot act now, or ""."""
        desk = self.registry.desk
        refusal = key.refusal(desk.member if desk else None)
        if refusal or not key.guard:
            return refusal
        reason: str = getattr(self, key.guard)()
        return reason

    def action_page(self, by: int) -> None:
        """Scroll the body by a page, whichever box has the focus."""
        body = self.query_one("#body")
        body.scroll_relative(y=by * body.size.height, animate=False)

    @property
    def registry(self) -> RegistryApp:
        """The app, by its own type."""
        return cast("RegistryApp", self.app)

    @property
    def desk(self) -> Desk:
        """What the person who is signed in works with."""
        desk = self.registry.desk
        assert desk is not None, "this screen opens only after sign-in"  # noqa: S101  a fault, never input
        return desk

    def ask(
        self,
        question: Callable[[], T],
        show: Callable[[T], object],
        *,
        group: str = "",
        hold: bool = False,
        quiet: bool = False,
    ) -> None:
        """Call a service in a thread and show its answer when it comes.

        Args:
            question: calls the service; it must not touch the screen.
            show: shows the answer; called only if nothing newer was asked.
            group: questions of one group replace each other.
            hold: keep what is typed until the answer came, because it opens a screen.
            quiet: what was said before stays said.
        """
        signed_in = self.registry.desk is not None
        ticket = self._tickets.get(group, 0) + 1
        asked = Asked(group, ticket, hold, quiet, signed_in)
        self._tickets[group] = ticket

        def work() -> None:
            message: Answered | Refused
            try:
                message = Answered(asked, partial(show, question()))
            except AmnestyError as error:
                message = Refused(asked, error)
            self.post_message(message)

        if hold:
            self.registry.hold_keys()
        self.run_worker(work, thread=True, group=f"{ASKED} {group}", exclusive=True)
        self.set_timer(_SAY_LOADING_AFTER, partial(self._say_loading, asked))

    def refused(self, error: AmnestyError) -> None:
        """Show a refusal; a screen with fields shows it at the field."""
        self.say(str(error), Tone.PROBLEM)

    @on(Answered)
    @on(Refused)
    def _take(self, message: Answered | Refused) -> None:
        """Show what came, or keep it while the screen is locked, then free the keys."""
        if self.registry.locked and self.PLACE is not Place.LOCK:
            self._held_back.append(message)
        else:
            self._show_answer(message)
        if message.asked.hold:
            self.registry.release_keys()

    def _show_answer(self, message: Answered | Refused) -> None:
        group = message.asked.group
        has_left = message.asked.signed_in and self.registry.desk is None
        if has_left or message.asked.ticket != self._tickets.get(group):
            return
        self._tickets[group] += 1
        if not message.asked.quiet or self.query_one(StatusLine).is_passing:
            self.say("")
        if isinstance(message, Answered):
            message.show()
        elif isinstance(message.error, _ENDS_AT_ONCE) and self.registry.desk:
            self.registry.put_out(message.error)
            return
        else:
            self.refused(message.error)
            self.query_one(StatusLine).is_passing = message.asked.quiet
        self.call_after_refresh(self.registry.follow_cursor)

    def drop(self, group: str = "") -> None:
        """Let no answer to what was asked so far be shown: it is asked no more."""
        self._tickets[group] = self._tickets.get(group, 0) + 1

    def on_screen_resume(self) -> None:
        """Show what came while the screen was locked, and the keys as they are now."""
        kept, self._held_back = self._held_back, []
        for message in kept:
            self._show_answer(message)
        self.query_one(KeyBar).show_keys()
        self.call_after_refresh(self.registry.follow_cursor)
        if self.registry.desk is not None or self.PLACE is Place.SIGN_IN:
            self.resumed()

    def resumed(self) -> None:
        """Do what a screen does whenever it comes to the front, first time included.

        On signing out the screens beneath come to the front for an instant, with
        nobody at the desk; they are not told.
        """

    def _say_loading(self, asked: Asked) -> None:
        if self._tickets.get(asked.group) == asked.ticket:
            status = self.query_one(StatusLine)
            if not (asked.quiet and status.sentence):
                status.say(_LOADING)
                status.is_passing = True
