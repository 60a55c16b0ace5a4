"""Every screen, by role and state, at both sizes: as it was when it was last looked at.

`make snapshots` renews what is kept; look at each difference. `table/entry.py` says how
a screen is added.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from tests.screens.seen import told, too_faint
from tests.screens.table.every import ENTRIES, PARTS
from tests.screens.table.resting import resized
from tests.screens.table.walking import (
    SIZES,
    TableApp,
    kept,
    titles,
    walk,
)
from tui.settings import Settings
from tui.theme_names import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.staff import Role
    from amnesty.services.desk import Desk
    from amnesty.services.registrations.searching import Record
    from tui.front import Front

    MakeRecord = Callable[..., Record]
    Desks = Callable[[Role], Desk]

_RENEW = os.environ.get("SNAPSHOTS") == "renew"


@pytest.mark.parametrize("part", PARTS)
async def test_every_screen_is_as_it_was_looked_at(
    *,
    part: str,
    front: Front,
    desk_as: Desks,
    make_record: MakeRecord,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each one's words are those that are kept, word for word and place for place.

    In the light theme, each of whose texts reaches 4.5:1.
    """
    monkeypatch.chdir("/")
    differ = []
    sizes = SIZES
    app = TableApp(front, settings=Settings(theme=LIGHT))
    async with app.run_test(size=SIZES[0]) as pilot:
        async for look in walk(
            pilot, PARTS[part], make_record(), desk_as, every_role=True
        ):
            for size in sizes:
                await resized(pilot, size)
                now, file = told(app), kept(look.title, size)
                if _RENEW:
                    file.write_text(now, encoding="utf-8")
                elif not file.exists() or file.read_text("utf-8") != now:
                    differ.append(f"{file.name}:\n{now}")
            differ += [f"{look.title}: too faint: {one}" for one in too_faint(app)]
            sizes = sizes[::-1]
    assert not differ, "\n".join(differ)


def test_no_kept_screen_is_left_over() -> None:
    """What is kept is of a screen that there is, and every screen is kept."""
    files = {kept(title, size) for title in titles(ENTRIES) for size in SIZES}
    left_over = set(next(iter(files)).parent.glob("*.txt")) - files
    for file in left_over if _RENEW else ():
        file.unlink()
    assert _RENEW or not left_over
    assert all(file.exists() for file in files)


_CODE = re.compile(r"\b(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}/[0-9]{2}/[0-9]{4})\b")


def test_days_stand_in_people_s_words() -> None:
    """No screen shows a day as a file has it."""
    files = [kept(title, size) for title in titles(ENTRIES) for size in SIZES]
    found = {one.name: _CODE.findall(one.read_text("utf-8")) for one in files}
    assert not any(found.values()), found
