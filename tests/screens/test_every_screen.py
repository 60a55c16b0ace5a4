"""What holds on every screen there is; none may be missing from the table."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import TYPE_CHECKING, Any

import pytest
from textual.screen import Screen

import tui
from tests.screens.conftest import HOSTILE_NAMES
from tests.screens.seen import told, too_faint
from tests.screens.table.entry import NO_FIELD, NO_LIST, Asks, State
from tests.screens.table.every import ENTRIES, PARTS
from tests.screens.table.resting import resized
from tests.screens.table.walking import SIZES, TableApp, kept, walk
from tui.keys import keys_of
from tui.screens.base import RegistryScreen
from tui.screens.form import FormScreen
from tui.screens.listing import ListScreen
from tui.settings import Settings
from tui.text import safe
from tui.theme_names import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.domain.staff import Role
    from amnesty.services.desk import Desk
    from amnesty.services.registrations.searching import Record
    from tui.front import Front

    MakeRecord = Callable[..., Record]
    Desks = Callable[[Role], Desk]

_PATIENT = "Siân Llŷr"
_SEEN = 10
"""Letters of a name of which the rest may be cut off."""
_BOXES = "┏┗┓┛━┃╔╚╗╝═║╏╍─│┌└┐┘█▓▒░"
_SMALL = (60, 24)
_DENSE = 8
"""Fields on a page from which on Tab alone is a long way."""
_TOO_SMALL = "This window is 60x24. Make it at least 80x24."


def _screens() -> Iterator[type[Screen[Any]]]:
    """Yield every class of a screen in the program that is not there to be built on."""
    found = {
        one
        for module in pkgutil.walk_packages(tui.__path__, "tui.")
        for one in vars(importlib.import_module(module.name)).values()
        if inspect.isclass(one)
        and issubclass(one, Screen)
        and one.__module__.startswith("tui.")
    }
    for one in found:
        if not any(other is not one and issubclass(other, one) for other in found):
            yield one


def test_every_screen_is_in_the_table() -> None:
    """A new screen names its states there, or nobody would have looked at them."""
    shown = {entry.screen for entry in ENTRIES}
    assert not {one.__qualname__ for one in _screens() if one not in shown}
    names = [entry.name for entry in ENTRIES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("screen", sorted(_screens(), key=lambda one: one.__name__))
def test_a_screen_is_looked_at_in_every_state_that_it_has(
    screen: type[Screen[Any]],
) -> None:
    """What asks can wait and be refused, a list can be empty, a field be wrong."""
    entries = [entry for entry in ENTRIES if entry.screen is screen]
    if ".ask(" in inspect.getsource(screen):
        assert any(isinstance(entry.asks, Asks) for entry in entries)
    if issubclass(screen, ListScreen):
        assert any(entry.empty != NO_LIST for entry in entries)
    if issubclass(screen, FormScreen):
        assert any(entry.wrong != NO_FIELD for entry in entries)
    for entry in entries:
        for reason in (entry.asks, entry.empty, entry.wrong):
            assert not isinstance(reason, str) or reason.endswith(".")


@pytest.mark.parametrize("part", PARTS)
async def test_without_colours_every_screen_says_the_same(
    *,
    part: str,
    front: Front,
    desk_as: Desks,
    make_record: MakeRecord,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """NO_COLOR changes no word and no place: nothing is said by colour alone."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir("/")
    app = TableApp(front, settings=Settings(theme=LIGHT))
    assert app.no_color
    async with app.run_test(size=SIZES[1]) as pilot:
        differ = [
            (look.title, told(app))
            async for look in walk(pilot, PARTS[part], make_record(), desk_as)
            if kept(look.title, SIZES[1]).read_text("utf-8") != told(app)
        ]
    assert not differ


@pytest.mark.parametrize("part", PARTS)
async def test_no_name_breaks_a_screen(
    *,
    part: str,
    front: Front,
    desk_as: Desks,
    make_record: MakeRecord,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Called by all hostile names at once, a patient is named wherever one is.

    In the dark theme, each of whose texts reaches 4.5:1.
    """
    monkeypatch.chdir("/")
    name = " ".join(sorted(HOSTILE_NAMES, key=len)[1:])
    app = TableApp(front, settings=Settings(theme=DARK))
    wrong = []
    async with app.run_test(size=SIZES[0]) as pilot:
        async for look in walk(pilot, PARTS[part], make_record(name), desk_as):
            is_named = _PATIENT in kept(look.title, SIZES[0]).read_text("utf-8")
            if is_named and safe(name)[:_SEEN] not in told(app):
                wrong.append((look.title, told(app)))
            wrong += [(look.title, one) for one in too_faint(app)]
    assert not wrong


def _lacks(screen: Screen[Any]) -> str:
    """Return what hands would miss on a screen: a jump, or digits that open rows."""
    if isinstance(screen, ListScreen) and not screen.table.has_digits:
        return "digits"
    if isinstance(screen, FormScreen) and len(screen._form.page.rows) >= _DENSE:
        actions = {key.action for key in keys_of(screen.PLACE)}
        return "" if "jump" in actions else "jump"
    return ""


@pytest.mark.parametrize("part", PARTS)
async def test_nothing_is_drawn_for_who_does_not_see_it(
    *,
    part: str,
    front: Front,
    desk_as: Desks,
    make_record: MakeRecord,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In the accessible mode no screen draws a border, a bar or a block.

    Made smaller, each says how large the window has to be, and nothing else. A list
    takes digits, and a dense form offers a letter for each of its fields.
    """
    monkeypatch.chdir("/")
    app = TableApp(front, settings=Settings(accessible=True))
    sizes = [SIZES[1], _SMALL]
    wrong = []
    async with app.run_test(size=SIZES[1]) as pilot:
        async for look in walk(
            pilot, PARTS[part], make_record(), desk_as, only=State.NORMAL
        ):
            for size in sizes:
                await resized(pilot, size)
                if set(_BOXES) & set(told(app)):
                    wrong.append((look.title, told(app)))
                is_small = size == _SMALL and isinstance(app.screen, RegistryScreen)
                if is_small and told(app).strip() != _TOO_SMALL:
                    wrong.append((look.title, told(app)))
            sizes.reverse()
            if missing := _lacks(app.screen):
                wrong.append((look.title, missing))
    assert not wrong
