"""The pictures of the documents are drawn from the real screens, with made-up people.

`make snapshots` renews them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.screens.table.every import ENTRIES
from tests.screens.table.walking import SIZES, TableApp, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from amnesty.domain.staff import Role
    from amnesty.services.desk import Desk
    from amnesty.services.registrations.searching import Record
    from tui.front import Front

    MakeRecord = Callable[..., Record]
    Desks = Callable[[Role], Desk]

_ROOT = Path(__file__).resolve().parents[2]
_FOLDER = _ROOT / "docs" / "pictures"
_RENEW = os.environ.get("SNAPSHOTS") == "renew"
_FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)


def _pictures(*pages: str) -> set[str]:
    """Return the names of the drawn pictures that some pages show."""
    shown = (re.findall(r"pictures/([\w-]+)\.svg", _read(page)) for page in pages)
    return {name for names in shown for name in names}


def _read(page: str) -> str:
    return (_ROOT / page).read_text("utf-8")


def _words(svg: str) -> list[str]:
    """Return what a picture says, whatever draws it."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


async def test_a_picture_shows_what_the_screen_shows(
    front: Front,
    desk_as: Desks,
    make_record: MakeRecord,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every word of a picture in the docs is on the screen now, in that order."""
    monkeypatch.chdir("/")
    pictures = _pictures("README.md", "docs/screens.md")
    app, drawn = TableApp(front), {}
    async with app.run_test(size=SIZES[0]) as pilot:
        entries = [
            entry
            for entry in ENTRIES
            if any(name.startswith(f"{entry.name}-") for name in pictures)
        ]
        async for look in walk(pilot, entries, make_record(), desk_as, every_role=True):
            if look.title in pictures:
                svg = app.export_screenshot(title="Carly's Amnesty")
                drawn[look.title] = _FONT.sub("", svg) + "\n"
    assert set(drawn) == pictures
    for name, svg in drawn.items():
        kept = _FOLDER / f"{name}.svg"
        if _RENEW:
            kept.write_text(svg, encoding="utf-8")
        assert _words(kept.read_text("utf-8")) == _words(svg), name
    assert {one.stem for one in _FOLDER.glob("*.svg")} == pictures
