"""Every screen, by role and state, at both sizes: as it was when it was last looked at.

`make snapshots` renews what is kept; look at each difference.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.staff import Role
from tests.screens.cases import CASES, answering, refusal, title_of
from tests.screens.conftest import HOSTILE_NAMES
from tui.app import RegistryApp
from tui.keys import Place
from tui.screens.help import HelpScreen
from tui.text import safe

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from amnesty.services.desk import Desk
    from amnesty.services.searching import Record
    from tests.screens.case import Case
    from tui.front import Front

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]
    MakeRecord = Callable[..., Record]
    Desks = Callable[[Role], Desk]

SIZES = ((100, 30), (80, 24))
_KEPT = Path(__file__).parent / "snapshots"
_RENEW = os.environ.get("SNAPSHOTS") == "renew"
_LOADING_SHOWS = 0.3


class _App(RegistryApp):
    """An app that asks nothing of a register before a case does."""

    def home(self) -> HelpScreen:
        """Return a screen that needs no register."""
        return HelpScreen(Place.HELP, {})


async def _show(
    pilot: Pilot[None], case: Case, record: Record, *, press: Press, shown: Shown
) -> str:
    """Return the words of a case's screen, and take the screen away again."""
    app = pilot.app
    with pytest.MonkeyPatch.context() as patch, answering(case, record, patch) as made:
        screen = case.make(made)
        await app.push_screen(screen)
        await pilot.pause()
        if case.keys:
            await press(pilot, *case.keys)
        if case.problems:
            screen.refused(refusal(case))
        await pilot.pause(_LOADING_SHOWS if case.state == "loading" else 0.05)
        told = shown(app)
        made.release.set()
        while app.screen is not screen:
            app.pop_screen()
        app.pop_screen()
        await pilot.pause()
    return "\n".join(line.rstrip() for line in told.splitlines())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR])
async def test_every_screen_is_as_it_was_looked_at(
    *,
    front: Front,
    desk_as: Desks,
    make_record: MakeRecord,
    press: Press,
    shown: Shown,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    role: Role,
) -> None:
    """Each one's words are those that are kept, word for word and place for place."""
    monkeypatch.chdir("/")
    differ = []
    app = _App(front, desk=desk_as(role))
    async with app.run_test(size=size) as pilot:
        for case in CASES:
            if case.role is not role:
                continue
            told = await _show(pilot, case, make_record(), press=press, shown=shown)
            name = f"{title_of(case)}-{size[0]}x{size[1]}.txt"
            if _RENEW:
                (_KEPT / name).write_text(told + "\n", encoding="utf-8")
            kept = _KEPT / name
            if not kept.exists() or kept.read_text("utf-8") != told + "\n":
                differ.append(f"{name}:\n{told}")
    assert not differ, "\n\n".join(differ)


def test_no_kept_screen_is_left_over() -> None:
    """What is kept is of a screen that there is, and every screen is kept."""
    kept = {file.stem for file in _KEPT.glob("*.txt")}
    assert kept == {
        f"{title_of(case)}-{width}x{height}"
        for case in CASES
        for width, height in SIZES
    }


async def test_without_colours_the_words_are_the_same(
    *,
    front: Front,
    desk_as: Desks,
    make_record: MakeRecord,
    press: Press,
    shown: Shown,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """NO_COLOR changes no word and no place: nothing is said by colour alone."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir("/")
    app = _App(front, desk=desk_as(Role.SUPERVISOR))
    async with app.run_test(size=SIZES[1]) as pilot:
        for case in CASES:
            if case.role is Role.SUPERVISOR:
                told = await _show(pilot, case, make_record(), press=press, shown=shown)
                kept = _KEPT / f"{title_of(case)}-80x24.txt"
                assert told + "\n" == kept.read_text("utf-8")


async def test_no_name_breaks_a_screen(
    *,
    front: Front,
    desk_as: Desks,
    make_record: MakeRecord,
    press: Press,
    shown: Shown,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Called by all hostile names at once, a patient is shown by name everywhere."""
    monkeypatch.chdir("/")
    name = " ".join(sorted(HOSTILE_NAMES, key=len)[1:])
    app = _App(front, desk=desk_as(Role.SUPERVISOR))
    named = 0
    async with app.run_test(size=SIZES[0]) as pilot:
        for case in CASES:
            if case.role is Role.SUPERVISOR:
                told = await _show(
                    pilot, case, make_record(name), press=press, shown=shown
                )
                named += safe(name)[:10].strip() in told
    assert named >= 7
