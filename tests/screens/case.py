"""One screen in one state, as one role sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.screen import Screen

from amnesty.domain.staff import Role
from tests.screens.answered import Services

STATES = ("normal", "empty", "loading", "error")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One screen in one state, as one role sees it."""

    name: str
    make: Callable[[Services], Screen[Any]]
    role: Role = Role.CLERK
    state: str = "normal"
    keys: tuple[str, ...] = ()
    """What is pressed before it is looked at."""
    problems: tuple[str, ...] = ()
    """Paths of fields that are refused."""
