"""Contrast of every text in our own themes, and the same words without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.color import Color

from amnesty.domain.staff import Role
from amnesty.domain.verdict import Answer, Verdict
from amnesty.errors import Problem, ProblemsError
from amnesty.policies import DEFAULT_POLICY, load_policy
from tui.app import RegistryApp
from tui.front import Checked
from tui.screens.confirm import Confirm
from tui.screens.declare import DeclareScreen
from tui.screens.record import RecordScreen
from tui.screens.register import RegisterScreen
from tui.theme import themes
from tui.theme_names import DARK, LIGHT, TERMINAL

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from rich.color import Color as Colour

    from amnesty.services.desk import Desk
    from amnesty.services.searching import Record
    from tui.front import Front

    Press = Callable[..., Awaitable[None]]
    Desks = Callable[[Role], Desk]
    MakeRecord = Callable[..., Record]

_LEAST = 4.5


def texts(app: RegistryApp) -> Iterator[tuple[str, float]]:
    """Yield each text on the screen in front with its contrast."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            if style is None or not any(map(str.isalnum, segment.text)):
                continue
            if style.color is None or style.bgcolor is None:
                continue
            text, ground = style.color, style.bgcolor
            if style.reverse:
                text, ground = ground, text
            yield segment.text, _contrast(text, ground)


def _contrast(text: Colour, ground: Colour) -> float:
    """Return the ratio of WCAG 2.2, where the lighter of two colours comes first."""
    lights = sorted(_light(Color.from_rich_color(one)) for one in (text, ground))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: Color) -> float:
    parts = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    )
    return sum(
        weight * part
        for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
    )


@pytest.mark.parametrize("theme", [DARK, LIGHT])
async def test_every_text_has_contrast(front: Front, theme: str, press: Press) -> None:
    """Each text of sign-in, help, commands and lock reaches 4.5:1 (WCAG 1.4.3)."""
    app = RegistryApp(front)
    async with app.run_test() as pilot:
        app.theme = theme
        for key in ("a", "f10", "f1", "escape", "ctrl+p"):
            await press(pilot, key)
            await pilot.pause(0.05)
            _require_contrast(app)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
async def test_every_text_of_the_work_has_contrast(
    *, front: Front, desk_as: Desks, make_record: MakeRecord, theme: str
) -> None:
    """Record, forms with problems, questions and verdicts reach 4.5:1 too."""
    record = make_record()
    policy = load_policy(DEFAULT_POLICY)
    problem = ProblemsError([Problem(path="sites.0.plants.0.count", sentence="Why")])
    app = RegistryApp(front, desk=desk_as(Role.POLICE))
    async with app.run_test(size=(100, 40)) as pilot:
        app.theme = theme
        for screen in (
            RecordScreen(record),
            DeclareScreen(record.registration, policy, 0),
            RegisterScreen(),
            Confirm("Leave?", "It would be lost.", "Leave", "Stay"),
        ):
            app.push_screen(screen)
            await pilot.pause()
            if isinstance(screen, DeclareScreen):
                screen.refused(problem)
                await pilot.pause()
            _require_contrast(app)
        while len(app.screen_stack) > 2:
            app.pop_screen()
            await pilot.pause()
        for verdict in Verdict:
            app.screen._show(Checked((_answer(verdict),), ""))
            await pilot.pause()
            _require_contrast(app)


def _require_contrast(app: RegistryApp) -> None:
    seen = list(texts(app))
    assert len(seen) > 3
    for text, contrast in seen:
        assert contrast >= _LEAST, (text, contrast, app.screen)


def _answer(verdict: Verdict) -> Answer:
    return Answer(
        verdict=verdict,
        sentence="Why it is so.",
        next_step="What to do now.",
        status_as_of=None,
        certificate=None,
    )


def test_only_our_own_themes_are_offered(front: Front) -> None:
    """No foreign theme can be chosen: each would be one more to measure."""
    app = RegistryApp(front)
    ours = {theme.name for theme in themes()}
    assert ours == {DARK, LIGHT, TERMINAL}
    assert set(app.available_themes) - ours <= {"textual-dark"}


async def test_the_words_are_the_same_without_colour(
    front: Front, monkeypatch: pytest.MonkeyPatch, press: Press
) -> None:
    """With NO_COLOR every word and shape stays where it is."""
    drawn = []
    for no_color in (False, True):
        if no_color:
            monkeypatch.setenv("NO_COLOR", "1")
        app = RegistryApp(front)
        async with app.run_test() as pilot:
            await press(pilot, "f10")
            await pilot.pause(0.1)
            strips = app.screen._compositor.render_strips()
            drawn.append([strip.text for strip in strips])
    assert drawn[0] == drawn[1]
