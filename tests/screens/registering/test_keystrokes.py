"""Keys are counted, because hands pay for each, and the docs say how many."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events

from amnesty.cli.demonstration.setting import (
    PASSPHRASE,
    SECOND_SUPERVISOR,
    SUPERVISOR,
)
from amnesty.services.registrations.registering import (
    read_answers,
    register_patient,
    submit_registration,
)
from tests.screens.clerks_page import KEYSTROKES, clerks_page
from tui.app import RegistryApp
from tui.screens.record import RecordScreen
from tui.screens.register import RegisterScreen
from tui.screens.work import WorkScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from amnesty.cli.screens import WiredFront
    from amnesty.services.desk import Desk

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]
    Until = Callable[[Pilot[None], Callable[[], bool]], Awaitable[None]]

REGISTER, OPEN, APPROVE, HAND_IN = (
    one["name"] for one in tomllib.loads(KEYSTROKES.read_text("utf-8"))["act"]
)
_MOST = {OPEN: 3, APPROVE: 3, HAND_IN: 25}
"""Keys beside what is typed that an act may take."""
_MOST_FOR_A_CHARACTER = 1.3


class Hands:
    """Types text and presses keys, and counts both."""

    def __init__(self, pilot: Pilot[None], press: Press) -> None:
        """Take where it is typed."""
        self._pilot = pilot
        self._press = press
        self.keys = 0
        self.typed = 0

    async def go(self, *steps: str) -> None:
        """Take steps: `=text` is typed, anything else is a key."""
        for step in steps:
            if step.startswith("="):
                self.typed += len(step) - 1
                await self._pilot.app.on_event(events.Paste(step[1:]))
                await self._pilot.app._waiting.join()
            else:
                self.keys += 1
                await self._press(self._pilot, step)


def _check(name: str, hands: Hands) -> None:
    """Compare a count with what is kept, and with what it may be."""
    acts = tomllib.loads(KEYSTROKES.read_text("utf-8"))["act"]
    (kept,) = (one for one in acts if one["name"] == name)
    if os.environ.get("SNAPSHOTS") == "renew":
        text = KEYSTROKES.read_text("utf-8")
        head, _, rest = text.partition(f'name = "{name}"\n')
        _, _, after = rest.partition("\nof = ")
        _, _, after = after.partition("\n")
        counts = f"keys = {hands.keys}\nof = {hands.typed}\n"
        KEYSTROKES.write_text(f'{head}name = "{name}"\n{counts}{after}', "utf-8")
    else:
        assert (kept["keys"], kept["of"]) == (hands.keys, hands.typed)
    assert hands.keys <= _MOST.get(name, hands.keys)


def _spaced(day: str) -> str:
    return f"={day}"


async def test_a_patient_is_registered_with_few_keys(
    *,
    front: WiredFront,
    clerk: Desk,
    answers: dict[str, str],
    press: Press,
    until: Until,
    shown: Shown,
) -> None:
    """At most 1.3 keystrokes for each character of what is declared."""
    day = _spaced(answers["evidence.0.seen_on"])
    issued, ends = (
        _spaced(answers[f"evidence.0.{name}"]) for name in ("issued_on", "valid_to")
    )
    since = _spaced(answers["sites.0.plants.0.since"])
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, WorkScreen))
        hands = Hands(pilot, press)
        await hands.go("f2")
        await until(pilot, lambda: isinstance(app.screen, RegisterScreen))
        tab = "tab"
        await hands.go(
            "=Siân Llŷr ap Gwŷn",
            tab,
            "=27 3 1970",
            tab,
            "=9990000018",
            tab,
            tab,
            "=p",
            tab,
            "=14 Canal Row",
            tab,
            tab,
            "=Penmaen",
            tab,
            "=ZZ1 4AB",
            "f8",
            "=07700 900123",
            "ctrl+g",
            "i",
            "=y",
            "f8",
            "f8",
            "f8",
            "f8",
            "=s",
            tab,
            "=Penmaen Pain Clinic",
            tab,
            tab,
            issued,
            tab,
            ends,
            tab,
            day,
            "f8",
            "=1.5",
            tab,
            "=s",
            tab,
            "=240",
            tab,
            day,
            "f8",
            tab,
            day,
            tab,
            "=p",
            tab,
            "=y",
            "f8",
            "f4",
            "=i",
            tab,
            "=y",
            tab,
            "=o",
            tab,
            tab,
            "=y",
            tab,
            "=y",
            tab,
            "=n",
            tab,
            "=y",
            "f8",
            "=Blue Dale",
            tab,
            "=3",
            tab,
            "=f",
            tab,
            since,
            "f5",
            tab,
            "=2",
            tab,
            "=v",
            tab,
            since,
            "f8",
            "=d",
            tab,
            "=120.5",
            tab,
            day,
            tab,
            "=h",
            "f10",
        )
        await until(pilot, lambda: "Check the answers" in shown(app))
        await pilot.pause(1)
        await hands.go("f10")
        await until(pilot, lambda: "a draft." in shown(app))
    _check(REGISTER, hands)
    assert (hands.keys + hands.typed) / hands.typed <= _MOST_FOR_A_CHARACTER


async def test_a_record_is_opened_by_its_number(
    *,
    front: WiredFront,
    clerk: Desk,
    answers: dict[str, str],
    press: Press,
    until: Until,
) -> None:
    """At most three keys beside the number."""
    number = register_patient(clerk, read_answers(clerk, answers)).number
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, WorkScreen))
        hands = Hands(pilot, press)
        await hands.go("slash", f"={number}", "enter")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        assert app.screen.number == number
    _check(OPEN, hands)


async def test_a_registration_is_approved(
    *,
    front: WiredFront,
    clerk: Desk,
    answers: dict[str, str],
    press: Press,
    until: Until,
    shown: Shown,
) -> None:
    """At most three keys, with what is asked and allowed seen side by side."""
    number = register_patient(clerk, read_answers(clerk, answers)).number
    submit_registration(clerk, number)
    desk = front.open(SUPERVISOR, PASSPHRASE)
    app = RegistryApp(front, desk=desk)
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: "1 to 1 of 1" in shown(app))
        await press(pilot, "1")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        hands = Hands(pilot, press)
        await hands.go("a")
        assert "Asked for or declared" in shown(app)
        await hands.go("y")
        await until(pilot, lambda: "Approved." in shown(app))
    desk.register.close()
    _check(APPROVE, hands)


async def test_a_hand_in_of_two_items_is_received(
    *,
    front: WiredFront,
    clerk: Desk,
    answers: dict[str, str],
    press: Press,
    until: Until,
    shown: Shown,
) -> None:
    """At most 25, the characters included, before the second person signs in."""
    register_patient(clerk, read_answers(clerk, answers))
    app = RegistryApp(front, desk=clerk)
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: "1 to 1 of 1" in shown(app))
        await press(pilot, "1")
        await until(pilot, lambda: isinstance(app.screen, RecordScreen))
        hands = Hands(pilot, press)
        await hands.go(*_hand_in())
        await until(pilot, lambda: "Receipt H-" in shown(app))
    _check(HAND_IN, hands)
    passphrase = len(PASSPHRASE) + 1
    assert hands.keys + hands.typed - passphrase <= _MOST[HAND_IN]


def _hand_in() -> list[str]:
    """Return a bag of stock and one of plants, as they are typed."""
    form = ("f7", "=y", "tab", "=y", "tab", f"={SECOND_SUPERVISOR}")
    stock = ("f8", "tab", "=2", "tab", "=1", "tab", "=S1")
    plants = ("f8", "tab", "=1")
    return [*form, *stock, *plants, "f10", f"={PASSPHRASE}", "enter"]


def test_the_key_card_says_what_was_counted() -> None:
    """The page in the docs is what the registry of keys and the counts make."""
    page = Path(__file__).resolve().parents[3] / "docs" / "clerks.md"
    assert page.read_text(encoding="utf-8").startswith(clerks_page())
