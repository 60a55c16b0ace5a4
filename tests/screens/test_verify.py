"""The verdict on screen: every answer has its word, its shape and its next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.domain.staff import Role
from amnesty.domain.verdict import Answer, Verdict
from tui.app import RegistryApp
from tui.front import Checked
from tui.widgets.verdict_panel import SHAPES, VerdictPanel

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from amnesty.services.desk import Desk
    from tui.front import Front

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]

_BORDERS = {"-valid": "╔", "-not-valid": "┏", "-cannot": "┏╍"}


def _answer(verdict: Verdict) -> Answer:
    return Answer(
        verdict=verdict,
        sentence="Why it is so.",
        next_step="What to do now.",
        status_as_of=None,
        certificate=None,
    )


def test_every_verdict_has_a_shape() -> None:
    """There are three shapes, and no verdict without one."""
    assert set(SHAPES) == set(Verdict)
    assert {shape for shape, _ in SHAPES.values()} == set(_BORDERS)


@pytest.fixture
def police(desk_as: Callable[[Role], Desk]) -> Desk:
    """Return a police officer's desk: the app opens on the verify screen."""
    return desk_as(Role.POLICE)


async def test_a_verdict_is_told_by_word_and_by_shape(
    front: Front, police: Desk, shown: Shown
) -> None:
    """The word, why and what to do; only what is valid has a double border."""
    app = RegistryApp(front, desk=police)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for verdict in Verdict:
            app.screen._show(Checked([_answer(verdict)]))
            await pilot.pause()
            words = shown(app)
            assert verdict.value in words
            assert "Why it is so." in words
            assert "What to do now." in words
            assert ("╔" in words) is verdict.value.startswith("VALID"), verdict


async def test_the_verdict_goes_when_anything_is_typed(
    front: Front, police: Desk, press: Press, shown: Shown
) -> None:
    """An old verdict is never read for a new question."""
    app = RegistryApp(front, desk=police)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.screen._show(Checked([_answer(Verdict.VALID)]))
        await pilot.pause()
        assert "VALID" in shown(app)
        await press(pilot, "9")
        assert "VALID" not in shown(app)
        assert "Why it is so." not in shown(app)


async def test_only_what_is_not_valid_is_filled(front: Front, police: Desk) -> None:
    """NOT VALID contains VALID, so its panel alone is filled with colour."""
    app = RegistryApp(front, desk=police)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        filled = {}
        for verdict in (Verdict.VALID, Verdict.REVOKED, Verdict.CANNOT_BE_CONFIRMED):
            app.screen._show(Checked([_answer(verdict)]))
            await pilot.pause()
            panel = app.screen.query_one(VerdictPanel)
            filled[verdict] = panel.styles.background.a > 0
        assert filled == {
            Verdict.VALID: False,
            Verdict.REVOKED: True,
            Verdict.CANNOT_BE_CONFIRMED: False,
        }


async def test_nothing_typed_is_told(
    front: Front, police: Desk, press: Press, shown: Shown
) -> None:
    """An empty box asks for a scan instead of giving a verdict."""
    app = RegistryApp(front, desk=police)
    async with app.run_test() as pilot:
        await pilot.pause()
        await press(pilot, "f10")
        assert "Scan a code" in shown(app)
