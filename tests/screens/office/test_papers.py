"""Papers by keyboard alone: letters of a record, and a print run to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from amnesty.cli.demonstration.setting import (
    CLERK,
    PASSPHRASE,
    Folders,
    open_desks,
    register_people,
)
from amnesty.cli.screens import WiredFront
from amnesty.domain.photograph import HIGH, WIDE
from amnesty.papers.reading import spoken_pages
from amnesty.services.papers.issuing import issue_certificate
from amnesty.services.papers.print_queue import queue_prints, see_queue
from amnesty.services.papers.print_runs import start_run
from amnesty.services.registrations.deciding import approve_registration
from amnesty.services.registrations.registering import submit_registration
from amnesty.services.registrations.searching import open_record as open_record_of
from tests.screens.listed import registrations_in
from tests.screens.office.test_hand_ins_to_the_end import open_record
from tests.screens.waiting import until
from tui.app import RegistryApp
from tui.screens.act import ActScreen
from tui.screens.work import WorkScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    Press = Callable[..., Awaitable[None]]
    Shown = Callable[[RegistryApp], str]


@pytest.fixture(scope="module")
def folders(folders: Folders) -> Folders:
    """Return a made-up authority with one patient, who has a certificate."""
    with open_desks(folders) as desks:
        register_people(desks, count=1, seed=1, step=lambda _: None)
        (found,) = registrations_in(desks.supervisor)
        submit_registration(desks.clerk, found.number)
        approve_registration(desks.supervisor, found.number)
        issue_certificate(desks.supervisor, found.number)
    return folders


async def filled(press: Press, pilot: Pilot[None], path: Path) -> None:
    """Type where a file goes in the place of what stands there."""
    await press(pilot, "end", "ctrl+u", *str(path), "f10")


def _photograph(file: Path) -> Path:
    Image.new("L", (WIDE, HIGH), 60).save(file)
    return file


async def test_letters_and_a_print_run_by_keyboard(
    folders: Folders, press: Press, shown: Shown, tmp_path: Path
) -> None:
    """A letter is saved; a certificate is queued, printed, spoiled and printed anew."""
    front = WiredFront(directory=folders.register, is_demonstration=True)
    desk = front.open(CLERK, PASSPHRASE)
    app = RegistryApp(front, desk=desk)
    letter, first, second = (tmp_path / f"{one}.pdf" for one in "lab")
    picture = _photograph(tmp_path / "p.png")
    async with app.run_test(size=(100, 44)) as pilot:
        await open_record(app, pilot, desk)
        await press(pilot, "l")
        await until(pilot, lambda: "Which paper?" in shown(app))
        assert "Letter of approval" in shown(app)
        await press(pilot, "1")
        await until(pilot, lambda: isinstance(app.screen, ActScreen))
        await filled(press, pilot, letter)
        await until(pilot, lambda: f"Saved as {letter}" in shown(app))
        assert "NOT A CERTIFICATE" in spoken_pages(letter.read_bytes())[0]

        await press(pilot, "l")
        await until(pilot, lambda: "Which paper?" in shown(app))
        await press(pilot, "end", "up", "enter")
        await until(pilot, lambda: "whom the certificate names" in shown(app))
        await press(pilot, *str(picture), "f10")
        await until(pilot, lambda: "new prints have it" in shown(app))

        await press(pilot, "l", "end", "enter")
        await until(pilot, lambda: "for the next print run" in shown(app))
        await press(pilot, *"lost", "f10")
        await until(pilot, lambda: "Print 1 waits for the next run" in shown(app))
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, WorkScreen))
        await press(pilot, "m", "1")
        await until(pilot, lambda: "lost" in shown(app))
        await press(pilot, "f2")
        await until(pilot, lambda: isinstance(app.screen, ActScreen))
        await press(pilot, "tab")
        await filled(press, pilot, first)
        await until(pilot, lambda: "Run 1: 1 certificates, each read" in shown(app))
        assert "DUPLICATE 1 " in " ".join(spoken_pages(first.read_bytes()))
        assert b"/DCTDecode" in first.read_bytes()

        await until(pilot, lambda: "sent, run 1" in shown(app))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ActScreen))
        await press(pilot, "s", "f10")
        await until(pilot, lambda: "Print 2 waits, as DUPLICATE 2" in shown(app))
        await press(pilot, "f2")
        await until(pilot, lambda: isinstance(app.screen, ActScreen))
        await press(pilot, "tab")
        await filled(press, pilot, second)
        await until(pilot, lambda: "sent, run 2" in shown(app))
        assert "DUPLICATE 2 " in " ".join(spoken_pages(second.read_bytes()))
    desk.register.close()


async def test_a_run_that_did_not_come_out_is_printed_once_more(
    folders: Folders, press: Press, shown: Shown, tmp_path: Path
) -> None:
    """All of it, and then it is closed and the queue is empty."""
    front = WiredFront(directory=folders.register, is_demonstration=True)
    desk = front.open(CLERK, PASSPHRASE)
    (found,) = registrations_in(desk)
    (issued,) = open_record_of(desk, found.number).certificates
    if not see_queue(desk).jobs:
        queue_prints(desk, [issued.certificate.number], "lost")
        start_run(desk)
    app = RegistryApp(front, desk=desk)
    again = tmp_path / "again.pdf"
    async with app.run_test(size=(100, 44)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, WorkScreen))
        await press(pilot, "m", "1")
        await until(pilot, lambda: "sent, run" in shown(app))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ActScreen))
        await press(pilot, "n", "tab", "tab")
        await filled(press, pilot, again)
        await until(pilot, lambda: "1 certificates, each read back" in shown(app))
        assert again.read_bytes().startswith(b"%PDF")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ActScreen))
        await press(pilot, "a", "f10")
        await until(pilot, lambda: "is closed: 1 came out" in shown(app))
        await until(pilot, lambda: "There is none." in shown(app))
    desk.register.close()
