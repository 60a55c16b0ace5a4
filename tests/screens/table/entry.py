"""One screen of the table: how it is made, who sees it, and which states it has.

To add a screen, write an `Entry` in a module of this folder, a new one if it is about
something else, which `every.py` then names; `test_every_screen.py` fails until each
screen of `tui/` has one. Then `make snapshots` keeps its words; look at each
difference. An entry answers four questions: how the screen is made (`make`), with which
keys it asks the register (`asks`), how its list is empty (`empty`), and which of its
fields can be refused (`wrong`); where it has no such state, a sentence says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from textual.screen import Screen

from amnesty.domain.staff import Role
from tests.screens.table.answered import Services

NO_LIST = "There is no list on it."
NO_FIELD = "There is no field on it."

Make = Callable[[Services], "Screen[Any]"]
Answer = Callable[..., object]


class State(Enum):
    """What a screen is looked at in."""

    NORMAL = "normal"
    EMPTY = "empty"
    """Its list has nothing in it."""
    LOADING = "loading"
    """The register has not answered yet."""
    ERROR = "error"
    """The register does not answer, or refuses."""
    PROBLEMS = "problems"
    """Fields are refused, each at its place."""


@dataclass(frozen=True, kw_only=True)
class Asks:
    """When a screen asks the register, so that it is on its way, or refused."""

    keys: tuple[str, ...]
    """What makes it ask."""
    on_opening: bool = False
    """Whether it asks by itself too; the keys ask again."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One screen, or one kind of it."""

    screen: type[Screen[Any]]
    """What is in front once the keys were pressed."""
    name: str
    """How what is kept of it begins."""
    make: Make
    """Makes it, or the screen that it opens above."""
    keys: tuple[str, ...] = ()
    """What is pressed before it is looked at."""
    roles: tuple[Role, ...] = (Role.CLERK,)
    """Who sees it; the first sees every state, the others the normal one."""
    is_before_sign_in: bool = False
    asks: Asks | str = "It shows what it is handed, and asks nothing."
    empty: bool | Make | str = NO_LIST
    """True where its answers have an empty kind; else what makes it empty."""
    wrong: tuple[str, ...] | str = NO_FIELD
    """Paths of fields to refuse."""
    answers: Mapping[str, Callable[[Services], Answer]] = field(default_factory=dict)
    """What stands in for a service while it is looked at, by the service's name."""
