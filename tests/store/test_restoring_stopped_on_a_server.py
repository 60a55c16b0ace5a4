"""A restore onto a server that is stopped half-way, or has not every right."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from amnesty.errors.server import (
    ServerRightError,
)
from db.rotating import rotate
from db.upkeep import restoring_server
from db.upkeep.backup import write_backup
from tests.store.office import FixedClock, Office, create_cheaply, with_everybody
from tests.store.on_a_server import (
    MADE_AT,
    back_up,
    database_of,
    found,
    register_another,
    require_sound,
    restore,
    run,
    schema_of,
    schemas,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import URL

    from amnesty.domain.registration import Registration
    from tests.store.postgres import Postgres

    Keep = Callable[[Registration], Registration]
    Person = Callable[..., Registration]

pytestmark = pytest.mark.parametrize("office", ["server"], indirect=True)


@pytest.fixture
def file(office: Office, keep: Keep, person: Person, tmp_path: Path) -> Path:
    """Return a backup with one patient, of a register that nobody has open."""
    keep(person("Ada Lord"))
    return back_up(office, tmp_path / "one.backup")


@pytest.fixture
def owner(office: Office, postgres: Postgres) -> URL:
    """Return the register's database, as its owner reaches it."""
    return postgres.url(database_of(office))


KILLED_AT = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import make_url
from db.upkeep import restoring_server
from db.upkeep.restoring import Restorer, restore_backup
from tests.store.office import FixedClock, Office

folder, file, url, step = sys.argv[1:]
true = getattr(restoring_server, step)

def killed(*given, **named):
    if step != "take":
        true(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(restoring_server, step, killed)
office = Office(folder=Path(folder), recovery_code="")
people = [Restorer(name=n, passphrase=office.passphrase(n)) for n in ("idris", "nerys")]
restore_backup(Path(file), office.folder, tuple(people), clock=FixedClock(),
               database=make_url(url), reason="A drill that is killed.")
"""


@pytest.mark.parametrize(
    "step", ["fill", "finish", "put_aside", "make_logins", "take_erasures"]
)
def test_a_step_that_fails_leaves_what_was(
    *,
    office: Office,
    file: Path,
    owner: URL,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    """Half a restore is none: the next attempt finds the register as it was."""
    true = getattr(restoring_server, step)

    def fail(*given: object, **named: object) -> None:
        true(*given, **named)
        raise InterruptedError

    with monkeypatch.context() as patched:
        patched.setattr(restoring_server, step, fail)
        with pytest.raises(InterruptedError):
            restore(office, file, owner)
    assert schemas(owner) == {schema_of(office)}
    require_sound(office)


@pytest.mark.parametrize(
    ("step", "is_new"), [("finish", False), ("take_erasures", False), ("take", True)]
)
def test_a_kill_leaves_the_old_one_or_the_new(
    *,
    office: Office,
    file: Path,
    owner: URL,
    person: Person,
    step: str,
    is_new: bool,
) -> None:
    """Killed before the commit it is the register before, afterwards the one restored.

    Either way everybody works on, and another restore ends what was begun.
    """
    register_another(office, person("Bea Dee"))
    url = owner.render_as_string(hide_password=False)
    ended = subprocess.run(
        [
            *(sys.executable, "-c", KILLED_AT),
            *(str(office.folder), str(file), url, step),
        ],
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ended.returncode == -signal.SIGKILL
    assert found(office, "dee") == (0 if is_new else 1)
    office.stack.close()
    require_sound(office)
    kept = f"{schema_of(office)}_before_restore"
    assert schemas(owner) == {schema_of(office), *([kept] if is_new else [])}
    run(owner, f"DROP SCHEMA IF EXISTS {kept} CASCADE")
    restore(office, file, owner, reason="Once more.")
    assert found(office, "lord") == 1
    assert not (office.folder / ".restoring").exists()


def test_a_backup_of_before_a_rotation_brings_its_logins(
    *, office: Office, postgres: Postgres, tmp_path: Path
) -> None:
    """Passwords of logins follow from the keys that the restored register has."""
    url = postgres.url(postgres.make_database())
    code = with_everybody(tmp_path / "own", url)
    own = Office(folder=tmp_path / "own", recovery_code=code, stack=office.stack)
    write_backup(own.open("nerys"), tmp_path / "first", made_at=MADE_AT)
    rotate(own.open("idris"), clock=FixedClock())
    own.stack.close()
    restore(own, tmp_path / "first", url, reason="Trying the drill.")
    require_sound(own)


def test_an_owner_without_all_power_is_enough(
    *, office: Office, file: Path, owner: URL, postgres: Postgres
) -> None:
    """Who may make schemas and roles, and owns the register, needs to be no superuser.

    Whoever may not is told so.
    """
    assert file
    server = office.folder.parent
    database = postgres.make_database()
    for name, more in (("landlord", "CREATEROLE"), ("lodger", "")):
        postgres.run(f"CREATE ROLE {name} LOGIN {more} PASSWORD 'made-up'")
    postgres.run(f"GRANT CREATE ON DATABASE {database} TO landlord")
    landlord = owner.set(username="landlord", password="made-up", database=database)
    lodger = landlord.set(username="lodger")
    with pytest.raises(ServerRightError, match="the right to make schemas"):
        create_cheaply(server / "rented", database=lodger)
    code = with_everybody(server / "rented", landlord)
    rented = Office(folder=server / "rented", recovery_code=code, stack=office.stack)
    back_up(rented, server / "its")
    with pytest.raises(ServerRightError, match="nothing was changed"):
        restore(rented, server / "its", lodger, reason="A drill.")
    restore(rented, server / "its", landlord, reason="A drill.")
    require_sound(rented)
