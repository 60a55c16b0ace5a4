"""The one registry of keys: what it names exists, fits and is explained."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

import tui.screens
from amnesty.domain.registration import State
from amnesty.domain.staff import Act, Role, StaffId, StaffMember
from tui.app import RegistryApp
from tui.keys import (
    EVERYWHERE,
    Key,
    Place,
    display,
    keys_by_id,
    keys_of,
    may_be_bound,
)
from tui.keys_page import keys_page
from tui.screens.base import RegistryScreen
from tui.screens.beside import BesideScreen
from tui.screens.choose import Choose
from tui.screens.confirm import Confirm
from tui.screens.record import RecordScreen
from tui.text import label
from tui.widgets.key_bar import ROWS, fitted, packed

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from amnesty.services.registrations.searching import Record


def _screens() -> dict[Place, type[Screen[object]]]:
    found: dict[Place, type[Screen[object]]] = {
        Place.CONFIRM: Confirm,
        Place.CHOOSE: Choose,
        Place.BESIDE: BesideScreen,
    }
    for module in pkgutil.iter_modules(tui.screens.__path__):
        loaded = importlib.import_module(f"tui.screens.{module.name}")
        for one in vars(loaded).values():
            if isinstance(one, type) and issubclass(one, RegistryScreen):
                place = one.__dict__.get("PLACE")
                if place is not None:
                    found[place] = one
    return found


SCREENS = _screens()
KEYS = tuple(keys_by_id().values())


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.id)
def test_every_key_has_its_action(key: Key) -> None:
    """Each key calls a method that its screen has, and so does its guard."""
    owner = RegistryApp if key.place in EVERYWHERE else SCREENS[key.place]
    assert callable(getattr(owner, f"action_{key.action}"))
    if key.guard:
        assert callable(getattr(owner, key.guard))


def test_every_place_has_its_screen() -> None:
    """A place without a screen would be keys that nobody can press."""
    assert set(SCREENS) | set(EVERYWHERE) == set(Place)


@pytest.mark.parametrize("place", SCREENS, ids=lambda place: place.name)
def test_no_two_keys_of_a_place_collide(place: Place) -> None:
    """One key does one thing on a screen, save that sign-in leaves by sign-out's."""
    pressed = [one for key in keys_of(place) for one in key.keys.split(",")]
    assert len(pressed) == len(set(pressed))


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.id)
def test_keys_are_those_that_terminals_pass_on(key: Key) -> None:
    """F1 to F10, letters, Ctrl with most letters, arrows; never Ctrl+I, J or M."""
    for one in key.keys.split(","):
        assert may_be_bound(one), one


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("place", SCREENS, ids=lambda place: place.name)
def test_all_keys_fit_the_key_bar(place: Place, width: int) -> None:
    """With every key of a screen awake, the bar needs two rows at most.

    On a record no two states wake all keys, so it is asked state by state.
    """
    if place is Place.RECORD:
        return
    keys = (*keys_of(Place.EVERYWHERE, place), *keys_of(Place.EVERYWHERE_LAST))
    items = [label(f"{key.display} {key.label}") for key in keys if key.shown]
    rows = packed(items, width - 2)
    assert len(rows) <= ROWS
    assert all(cell_len(one.plain) <= width - 2 for one in rows)


@pytest.mark.parametrize("state", State)
def test_the_keys_of_a_record_fit(
    make_record: Callable[..., Record], state: State
) -> None:
    """What can act on a record in a state needs two rows; the rest gives way."""
    screen = RecordScreen(make_record(state=state))
    keys = keys_of(Place.EVERYWHERE, Place.RECORD, Place.EVERYWHERE_LAST)
    items = [
        (label(f"{key.display} {key.label}"), bool(_guarded(screen, key)))
        for key in keys
        if key.shown
    ]
    rows = fitted(items, 78)
    assert len(rows) <= ROWS
    told = "  ".join(one.plain for one in rows)
    assert all(one.plain in told for one, dimmed in items if not dimmed)


def _guarded(screen: RecordScreen, key: Key) -> str:
    on_screen = key.guard and key.place is Place.RECORD
    return getattr(screen, key.guard)() if on_screen else ""


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.id)
def test_every_key_is_explained(key: Key) -> None:
    """The help of a key is one sentence of plain words."""
    assert key.help.endswith(".")
    assert not re.search(r"\b(please|invalid|error occurred)\b", key.help.casefold())
    assert len(key.label.split()) <= 3


@pytest.mark.parametrize("role", Role)
def test_a_role_that_may_not_is_told_who_may(role: Role) -> None:
    """The sentence names the roles of the one table, and nobody else's."""
    key = Key(
        id="x.y",
        place=Place.HELP,
        action="y",
        keys="y",
        label="Y",
        help="Y.",
        act=Act.REVOKE,
    )
    member = StaffMember(id=StaffId(1), name="ada", role=role)
    told = key.refusal(member)
    if role is Role.SUPERVISOR:
        assert told == ""
    else:
        assert told == "Only a supervisor may revoke a registration."


def test_the_docs_have_every_key() -> None:
    """The page of keys in the docs says what the registry says."""
    page = Path(__file__).resolve().parents[2] / "docs" / "keys.md"
    assert page.read_text(encoding="utf-8") == keys_page()


def test_keys_are_named_as_people_know_them() -> None:
    """Key names are short and those on the keyboard."""
    named = [display(one) for one in ("f10", "ctrl+q", "escape", "e", "slash")]
    assert named == ["F10", "^Q", "Esc", "e", "/"]
