"""An act is done again as a whole, a few times at most, with pauses by chance."""

from __future__ import annotations

import ast
import os
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from amnesty.errors import AmnestyError
from amnesty.errors.register import RegisterBusyError
from amnesty.errors.server import (
    OutcomeUnknownError,
    ServerGoneError,
    UndoneByServerError,
)
from amnesty.ports import Chance
from amnesty.repeating import TRIES, pauses, repeated

if TYPE_CHECKING:
    from amnesty.repeating import Pause

SERVICES = Path(__file__).parents[2] / "amnesty" / "services"


@dataclass
class Counter:
    """Where acts are counted, and pauses taken down."""

    fails: list[AmnestyError]
    """What goes wrong, one at each try."""
    done: int = 0
    waited: list[float] = field(default_factory=list)
    chance: Chance = os.urandom

    @property
    def pause(self) -> Pause:
        """What takes a pause down."""
        return self.waited.append

    def refusals_logged(self, _: str) -> AbstractContextManager[None]:
        """Log nothing: nothing is refused here."""
        return nullcontext()


@repeated
def count(where: Counter, by: int) -> int:
    """Count, where nothing goes wrong."""
    if where.fails:
        raise where.fails.pop()
    where.done += by
    return where.done


def test_an_act_is_done_again_until_it_is_kept() -> None:
    """It is kept once, after a pause for each time that it was not."""
    where = Counter(fails=[UndoneByServerError(), ServerGoneError()])
    assert count(where, 5) == 5
    assert len(where.waited) == 2


def test_it_is_given_up() -> None:
    """Whoever did it is told what kept it from being kept."""
    where = Counter(fails=[UndoneByServerError() for _ in range(99)])
    with pytest.raises(UndoneByServerError, match="Nothing was kept"):
        count(where, 5)
    assert len(where.fails) == 99 - TRIES
    assert len(where.waited) == TRIES - 1


@pytest.mark.parametrize("error", [RegisterBusyError(), OutcomeUnknownError(7)])
def test_nothing_else_is_done_again(error: AmnestyError) -> None:
    """Neither what waited already nor what may have been kept."""
    where = Counter(fails=[error])
    with pytest.raises(type(error)):
        count(where, 5)
    assert (where.done, where.waited) == (0, [])


@pytest.mark.parametrize("byte", [b"\x00", b"\xff"])
def test_pauses_grow_whatever_chance_says(byte: bytes) -> None:
    """Each is twice as long as the one before, of the same draw."""
    found = list(pauses(lambda size: byte * size, TRIES))
    assert all(after == pytest.approx(2 * before) for before, after in pairwise(found))


def test_two_who_meet_once_do_not_meet_again() -> None:
    """Pauses of two are not the same, as chance has it."""
    one = list(pauses(lambda size: b"\x10" * size, 3))
    other = list(pauses(lambda size: b"\xf0" * size, 3))
    assert not set(one) & set(other)


def test_every_service_that_refuses_a_role_logs_it() -> None:
    """It is repeated, which logs refusals, or says itself that it logs them."""
    asked = [
        node
        for file in SERVICES.rglob("*.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and "require(desk.member" in ast.unparse(node)
    ]
    assert len(asked) > 20
    for node in asked:
        decorated = [ast.unparse(one) for one in node.decorator_list]
        logs = "with desk.refusals_logged(" in ast.unparse(node)
        assert decorated == ["repeated"] or logs, node.name


def test_every_service_with_a_transaction_is_repeated() -> None:
    """A service that forgot would fail where the others go on."""
    found = {
        node.name: [ast.unparse(one) for one in node.decorator_list]
        for file in SERVICES.rglob("*.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and ".transaction()" in ast.unparse(node)
    }
    assert len(found) > 20
    assert {name for name, kept in found.items() if kept != ["repeated"]} == set()
