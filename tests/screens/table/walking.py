"""Goes from screen to screen and from state to state in one running app.

One app shows the whole table, and a screen is made once for all of its states, as it
is at a desk: it asks, waits, is refused, asks again. So the whole matrix costs less
than starting an app for each of its cells would.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from amnesty.domain.staff import Role
from amnesty.errors import Problem, ProblemsError
from tests.screens.table.answered import Services, fixed
from tests.screens.table.entry import Asks, Entry, State
from tests.screens.table.resting import ROUNDS, settled
from tui.app import RegistryApp
from tui.screens.base import ASKED, RegistryScreen
from tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable

    from amnesty.services.desk import Desk
    from amnesty.services.registrations.searching import Record

SIZES = ((100, 30), (80, 24))
LOADING = "Loading…"
_KEPT = Path(__file__).parents[1] / "snapshots"


@dataclass(frozen=True, kw_only=True)
class Look:
    """One cell of the matrix, while it is in front."""

    entry: Entry
    role: Role
    state: State

    @property
    def title(self) -> str:
        """Return what it is kept as."""
        return f"{self.entry.name}-{self.role.value}-{self.state.value}"


class TableApp(RegistryApp):
    """An app with nothing beneath the screen in front, and nothing to draw on."""

    def get_default_screen(self) -> Screen[None]:
        """Return a screen without anything, to lay out again at no cost."""
        return Screen()


def _draw_nothing(screen: Screen[Any]) -> None:
    """Take a change as drawn: `told` reads what is laid out, and nothing is seen."""
    if screen is not screen.app.screen and screen._compositor._dirty_regions:
        screen.app.screen.refresh()
    screen._dirty_widgets.clear()
    screen._compositor._dirty_regions.clear()


def kept(title: str, size: tuple[int, int]) -> Path:
    """Return the file with the words of a cell as they were last looked at."""
    return _KEPT / f"{title}-{size[0]}x{size[1]}.txt"


def titles(entries: Iterable[Entry]) -> set[str]:
    """Return what every cell of the matrix is kept as."""
    return {
        Look(entry=entry, role=role, state=state).title
        for entry in entries
        for role, state in _cells(entry)
    }


def _cells(entry: Entry) -> Iterable[tuple[Role, State]]:
    yield from ((role, State.NORMAL) for role in entry.roles)
    first = entry.roles[0]
    if isinstance(entry.asks, Asks):
        yield first, State.LOADING
        yield first, State.ERROR
    if not isinstance(entry.empty, str):
        yield first, State.EMPTY
    if not isinstance(entry.wrong, str):
        yield first, State.PROBLEMS


async def walk(
    pilot: Pilot[None],
    entries: Iterable[Entry],
    record: Record,
    desk_as: Callable[[Role], Desk],
    *,
    every_role: bool = False,
    only: State | None = None,
) -> AsyncGenerator[Look, None]:
    """Put each cell of the matrix in front, one after the other.

    Args:
        pilot: of a running `TableApp`.
        entries: the screens to visit.
        record: the made-up patient whom all of them are about.
        desk_as: signs somebody of a role in.
        every_role: visit as each role; else as the first, who sees every state.
        only: leave the other states out.
    """
    for entry in entries:
        for role in entry.roles if every_role else entry.roles[:1]:
            visit = _Visit(pilot, entry, Services(record=fixed(record)))
            app = cast("RegistryApp", pilot.app)
            app.desk = None if entry.is_before_sign_in else desk_as(role)
            is_first = role is entry.roles[0] and only is None
            async with aclosing(visit.states(every=is_first)) as states:
                async for state in states:
                    yield Look(entry=entry, role=role, state=state)


@dataclass
class _Visit:
    """One entry in front of somebody of one role."""

    pilot: Pilot[None]
    entry: Entry
    services: Services

    @property
    def app(self) -> RegistryApp:
        return cast("RegistryApp", self.pilot.app)

    async def states(self, *, every: bool) -> AsyncGenerator[State, None]:
        """Bring the states of the entry about, one after the other."""
        asks, stack = self.entry.asks, len(self.app.screen_stack)
        with pytest.MonkeyPatch.context() as patch:
            self._stand_in(patch)
            try:
                if every and isinstance(asks, Asks) and asks.on_opening:
                    self.services.state = State.LOADING.value
                    await self._open()
                    async for state in self._until_refused():
                        yield state
                    self.services.state = State.NORMAL.value
                    await self._press(asks.keys)
                else:
                    await self._open()
                assert isinstance(self.app.screen, self.entry.screen)
                yield State.NORMAL
                if every:
                    async for state in self._others():
                        yield state
            finally:
                await self._leave(stack)

    async def _others(self) -> AsyncGenerator[State, None]:
        asks, empty = self.entry.asks, self.entry.empty
        if isinstance(asks, Asks) and not asks.on_opening:
            self.services.state = State.LOADING.value
            await self.pilot.press(*asks.keys)
            async for state in self._until_refused():
                yield state
        if not isinstance(self.entry.wrong, str):
            await self._refuse(self.entry.wrong)
            yield State.PROBLEMS
        if not isinstance(empty, str):
            self.services.state = State.EMPTY.value
            if callable(empty):
                self.app.pop_screen()
                await self.app.push_screen(empty(self.services))
            await self._press(asks.keys if isinstance(asks, Asks) else ())
            yield State.EMPTY

    async def _refuse(self, paths: tuple[str, ...]) -> None:
        """Refuse fields as a service does."""
        screen = cast("RegistryScreen[Any]", self.app.screen)
        sentence = "Enter it as it stands"
        problems = [Problem(path=one, sentence=sentence) for one in paths]
        screen.refused(ProblemsError(problems))
        await settled(self.pilot)

    async def _open(self) -> None:
        await self.app.push_screen(self.entry.make(self.services))
        await self._press(self.entry.keys)

    async def _press(self, keys: tuple[str, ...]) -> None:
        if keys:
            await self.pilot.press(*keys)
        await self._rest()

    async def _until_refused(self) -> AsyncGenerator[State, None]:
        """Wait for the answer, which does not come, and then is a refusal."""
        screen = self.app.screen
        for _ in range(ROUNDS):
            await asyncio.sleep(0.01)
            if any(one.sentence == LOADING for one in screen.query(StatusLine)):
                break
        else:
            pytest.fail(f"{screen} does not say that it waits")
        await settled(self.pilot)
        yield State.LOADING
        self.services.state = State.ERROR.value
        self.services.let_go()
        await self._rest()
        yield State.ERROR

    async def _rest(self) -> None:
        """Wait until nothing is asked any more; an answer may ask again."""
        await settled(self.pilot)
        while self.services.state != State.LOADING.value:
            asked = [one for one in self.app.workers if one.group.startswith(ASKED)]
            if not asked:
                return
            await asyncio.gather(*(one.wait() for one in asked), return_exceptions=True)
            await settled(self.pilot)

    def _stand_in(self, patch: pytest.MonkeyPatch) -> None:
        """Have services answer as the state wants it, while this is in front."""
        services, real = self.services, RegistryScreen.ask

        def ask(
            screen: RegistryScreen[Any],
            question: Callable[[], Any],
            show: Callable[[Any], object],
            **how: Any,  # noqa: ANN401  as the screen asks
        ) -> None:
            real(screen, lambda: services.through(question), show, **how)

        patch.setattr(RegistryScreen, "ask", ask)
        patch.setattr(Screen, "_compositor_refresh", _draw_nothing)
        patch.setattr("tui.screens.base._SAY_LOADING_AFTER", 0.005)
        patch.setattr("tui.screens.check_answers._UNREAD", 0.001)
        for where, answer in {**_ALWAYS, **self.entry.answers}.items():
            patch.setattr(where, answer(services))

    async def _leave(self, stack: int) -> None:
        self.services.let_go()
        await self._rest()
        while len(self.app.screen_stack) > stack:
            self.app.pop_screen()
        await self._rest()


_ALWAYS: dict[str, Callable[[Services], Callable[..., object]]] = {
    "amnesty.services.registrations.keeping_forms.kept_form": lambda _: lambda *_: None,
    "amnesty.services.registrations.keeping_forms.keep_form": lambda _: (
        lambda *_, **__: None
    ),
}
