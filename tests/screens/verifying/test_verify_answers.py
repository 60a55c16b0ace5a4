"""The verify screen alone: what it answers, and how it is opened and left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.verdict import Answer, Verdict
from amnesty.services.verifying.steps import verify
from tui.front import Checked
from tui.verify_app import VerifyApp

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path
    from types import ModuleType

    from tests.screens.verifying.conftest import Device

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[VerifyApp], str]
    Terminal = Callable[..., object]


async def test_many_codes_are_paged_through_the_gravest_first(
    device: Device, shown: Shown, tmp_path: Path, press: Press
) -> None:
    """A forged code beside a real one is what the officer sees first."""
    forged = device.world.text(device.world.certificate(holder="Somebody Else"))
    path = tmp_path / "codes.txt"
    path.write_text(f"{device.world.text()}\n{forged}\n", encoding="ascii")
    app = VerifyApp(device)
    async with app.run_test(size=(80, 24)) as pilot:
        await device.scan(pilot, str(path), "enter")
        assert "✗ NOT ISSUED ✗" in shown(app)
        assert "There are 2 different codes" in shown(app)
        await press(pilot, "f7")
        assert "There is no code before." in shown(app)
        await press(pilot, "f8")
        assert "✓ VALID ✓" in shown(app)
        assert "Code 2 of 2" in shown(app)
        await press(pilot, "f8")
        assert "There is no other code." in shown(app)
        await press(pilot, "f7")
        assert "✗ NOT ISSUED ✗" in shown(app)


async def test_a_number_alone_proves_nothing(device: Device, shown: Shown) -> None:
    """The officer hears why, and what to do; there is no verdict."""
    app = VerifyApp(device)
    async with app.run_test(size=(80, 24)) as pilot:
        await device.scan(pilot, "c9abc defg hjk6", "enter")
        words = " ".join(shown(app).split())
    assert "C-9ABC-DEFG-HJK6 is a certificate's number" in words
    assert "telephone the authority" in words
    assert "VALID" not in words


async def test_a_card_says_where_to_learn_the_place(
    device: Device, shown: Shown
) -> None:
    """A card never pretends to know where."""
    card = device.world.card()
    answer = verify(
        device.world.text(card), bundle=device.world.bundle(card), now=device.world.NOW
    )
    app = VerifyApp(device)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen._show(Checked([answer]))
        await pilot.pause()
        words = " ".join(shown(app).split())
    assert "A card does not say where: take the place from the A4 certificate" in words
    assert "Are you at" not in words


async def test_a_hostile_answer_is_shown_as_it_is(
    device: Device, shown: Shown, hostile_name: str
) -> None:
    """Whatever a force's file or a file's name says is words, and never markup."""
    answer = Answer(
        verdict=Verdict.REVOKED,
        sentence=f"Of {hostile_name}.",
        next_step=f"Ask {hostile_name}.",
        status_as_of=None,
        certificate=None,
    )
    app = VerifyApp(device)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen._show(Checked([answer], f"In {hostile_name}."))
        await pilot.pause()
        assert "NOT VALID: REVOKED" in shown(app)
        assert "\x1b" not in shown(app)


async def test_it_is_left_without_a_question(device: Device) -> None:
    """Nothing is kept, so nothing can be lost."""
    app = VerifyApp(device)
    async with app.run_test(size=(80, 24)) as pilot:
        await device.scan(pilot, device.world.text(), "enter")
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert app.return_code == 0


def test_amnesty_verify_opens_it_on_a_terminal(
    world: ModuleType, terminal: Terminal, tmp_path: Path
) -> None:
    """Typed at once and with no end, the code is answered; Ctrl+Q leaves."""
    (tmp_path / "roots.cbor").write_bytes(world.roots_file())
    (tmp_path / "police").mkdir()
    for name, content in world.files().items():
        (tmp_path / "police" / name).write_bytes(content)
    script = (
        "import sys, time_machine\n"
        "from datetime import datetime\n"
        "from amnesty.cli.main import main\n"
        "assert 'textual' not in sys.modules\n"
        f"now = datetime.fromisoformat({world.NOW.isoformat()!r})\n"
        "with time_machine.travel(now): main(['verify', '--force', 'Penmaen Police'])\n"
    )
    program = terminal(script, AMNESTY_CONFIG=str(tmp_path))
    program.wait_for(b"Leave")
    program.type([world.text().encode()], 0)
    program.wait_for(b"Are you at 14 Canal Row")
    program.type([b"\x11"], 0)
    assert program.wait_for_end() == 0
