"""The pictures of the README are drawn from the real screens, with made-up people.

`make snapshots` renews them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.screens.cases import CASES, answering, title_of
from tui.app import RegistryApp
from tui.keys import Place
from tui.screens.help import HelpScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from amnesty.domain.staff import Role
    from amnesty.services.desk import Desk
    from amnesty.services.searching import Record
    from tui.front import Front

    Press = Callable[..., Awaitable[None]]

PICTURES = (
    "work-supervisor-normal",
    "record-active-clerk-normal",
    "approval-supervisor-normal",
)
_FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
_RENEW = os.environ.get("SNAPSHOTS") == "renew"
_FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)


class _App(RegistryApp):
    def home(self) -> HelpScreen:
        return HelpScreen(Place.HELP, {})


def _words(svg: str) -> list[str]:
    """Return what a picture says, whatever draws it."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.mark.parametrize("name", PICTURES)
async def test_a_picture_shows_what_the_screen_shows(
    *,
    front: Front,
    desk_as: Callable[[Role], Desk],
    make_record: Callable[..., Record],
    name: str,
) -> None:
    """Every word of the picture in the docs is on the screen now, in that order."""
    (case,) = (one for one in CASES if title_of(one) == name)
    app = _App(front, desk=desk_as(case.role))
    async with app.run_test(size=(100, 30)) as pilot:
        with (
            pytest.MonkeyPatch.context() as patch,
            answering(case, make_record(), patch) as made,
        ):
            await app.push_screen(case.make(made))
            await pilot.pause(0.2)
            svg = _FONT.sub("", app.export_screenshot(title="Carly's Amnesty"))
    kept = _FOLDER / f"{name}.svg"
    if _RENEW:
        kept.write_text(svg + "\n", encoding="utf-8")
    assert _words(kept.read_text("utf-8")) == _words(svg)
