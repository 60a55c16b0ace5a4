"""A register that is not there for a minute: told, nothing lost, then all works."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from amnesty.services.desk import Desk
from amnesty.services.registrations.searching import open_record
from db.engines.address import parse_server_url
from db.engines.server import read_server
from tests.screens.waiting import until
from tests.store.losing import not_found
from tests.store.rights.walking import Saving, Walk
from tui.app import RegistryApp
from tui.screens.declare import DeclareScreen
from tui.screens.find import FindScreen
from tui.screens.record import RecordScreen
from tui.screens.register import RegisterScreen
from tui.screens.work import WorkScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from amnesty.domain.registration import Registration
    from tests.store.office import Office
    from tests.store.rights.conftest import Room
    from tui.front import Front
    from tui.screens.form import FormScreen

    Away = Callable[[], AbstractContextManager[None]]

_SIZE = (100, 50)
_COUNT = "sites.0.plants.0.count"
_WAIT = 0.2
"""Seconds that the desk waits for another to end its work."""

_HOLDS = """
import sys
from pathlib import Path
from tests.store.office import Office, note
office = Office(folder=Path(sys.argv[1]), recovery_code="")
with office.stack, office.open("kofi").transaction() as transaction:
    note(transaction)
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def _locked(office: Office) -> Iterator[None]:
    """Have another process hold the lock of those who write."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(office.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.communicate(b"")


@contextmanager
def _moved(office: Office, desk: Desk) -> Iterator[None]:
    """Move the folder away, for a desk whose connections were closed meanwhile."""
    desk.register.opened()[0].dispose()  # type: ignore[attr-defined] # the store's own
    elsewhere = office.folder.with_name("elsewhere")
    office.folder.rename(elsewhere)
    yield
    elsewhere.rename(office.folder)


@contextmanager
def _gone(office: Office, request: pytest.FixtureRequest) -> Iterator[None]:
    """End every connection, and let nobody find the server."""
    postgres = request.getfixturevalue("postgres")
    server = read_server(office.folder)
    assert server is not None
    name = parse_server_url(server.url).database
    postgres.run(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "  # noqa: S608 - a name of ours
        f"WHERE datname = '{name}' AND pid <> pg_backend_pid()"
    )
    with not_found(postgres):
        yield


@pytest.fixture
def clerk(office: Office, room: Room) -> Desk:
    """Return a clerk's desk that does not wait for long."""
    register = office.open("bronwen", wait=_WAIT)
    return Desk(
        register=register, clock=room.clock, chance=os.urandom, pause=lambda _: None
    )


@pytest.fixture
def away(office: Office, clerk: Desk, request: pytest.FixtureRequest) -> Away:
    """Return what has the register be away."""
    ways: dict[str, Away] = {
        "locked": lambda: _locked(office),
        "moved": lambda: _moved(office, clerk),
        "gone": lambda: _gone(office, request),
    }
    return ways[request.param]


everywhere = pytest.mark.parametrize(
    ("office", "away", "told"),
    [
        ("file", "locked", "The register is in use by someone else just now."),
        ("file", "moved", "The register is not where it was,"),
        ("server", "gone", "The database server does not answer."),
    ],
    indirect=["office", "away"],
)


def _app(desk: Desk) -> RegistryApp:
    return RegistryApp(cast("Front", Saving()), desk=desk)


def _form(app: RegistryApp) -> FormScreen[object]:
    return cast("FormScreen[object]", app.screen)


@everywhere
async def test_a_form_keeps_what_is_typed_until_the_register_is_back(
    *, clerk: Desk, kept: Registration, away: Away, told: str
) -> None:
    """F10 says why it was not saved, as often as it is pressed, and then saves it."""
    app = _app(clerk)
    async with app.run_test(size=_SIZE) as pilot:
        walk = Walk(pilot, app)
        await walk.to(WorkScreen)
        app.show_record(kept.number)
        await walk.to(RecordScreen)
        await walk.to(DeclareScreen, "p")
        box = next(row for row in _form(app)._form.rows if row.path == _COUNT).box
        box.value = "4"
        with away():
            for _ in range(2):
                await pilot.press("f10")
                await walk.says(told)
                await walk.says("What you typed is still here.")
                app.screen.say("")
            assert isinstance(app.screen, DeclareScreen)
            assert app.screen.raw()[_COUNT] == "4"
            assert app.screen.unsaved
        await pilot.press("f10")
        await walk.to(RecordScreen)
        await walk.says("Plants and stock saved.")
    (site,) = open_record(clerk, kept.number).registration.growing.sites
    assert site.plants[0].count == 4


@everywhere
async def test_lists_and_records_stay_as_they_were_read(
    *, clerk: Desk, kept: Registration, away: Away, told: str
) -> None:
    """What was read stays on the screen; the keys that ask work again afterwards."""
    app = _app(clerk)
    async with app.run_test(size=_SIZE) as pilot:
        walk = Walk(pilot, app)
        await walk.to(WorkScreen)
        await walk.says("Siân Llŷr")
        with away():
            await pilot.press("f5")
            await walk.says(told)
            assert "Siân Llŷr" in walk.words
            await walk.to(FindScreen, "f3")
            await pilot.press(*"llyr")
            await walk.says(told)
        await pilot.press("f5")
        await until(pilot, lambda: "1 found" in walk.words)
        await walk.to(RecordScreen, "enter")
        await pilot.press("f5")
        await pilot.pause()
        assert kept.identity.patient.full_name in walk.words


@everywhere
async def test_a_new_patient_is_typed_on_while_the_register_is_away(
    *, clerk: Desk, away: Away, told: str
) -> None:
    """What could not be kept while it was typed is kept when the register is back."""
    app = _app(clerk)
    async with app.run_test(size=_SIZE) as pilot:
        walk = Walk(pilot, app)
        await walk.to(WorkScreen)
        await walk.to(RegisterScreen, "f2")
        with away():
            await pilot.press(*"Mair")
            cast("RegisterScreen", app.screen).keep_now()
            await walk.says(told)
            app.screen.say("")
            await pilot.press(*" Rees", "f9")
            await walk.says(told)
            assert isinstance(app.screen, RegisterScreen)
            assert _form(app).raw() == {"patient.full_name": "Mair Rees"}
        await walk.says("What you typed is kept again.")
        await walk.to(WorkScreen, "f9")
        await pilot.press("f2")
        await walk.says("A form is half filled: Mair Rees")
