"""The doctor finds what is wrong, says how it is mended, and is else quiet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from amnesty.domain.event import Event, Verb
from amnesty.domain.staff import Act
from amnesty.errors.register import RegisterDamagedError
from amnesty.errors.rules import RoleMayNotError
from db.audit.findings import Finding, Health
from db.recovering import drill
from db.rotating import key_status
from db.upkeep.doctor import examine_folder
from db.upkeep.examining import examine_log, examine_open
from tests.store.office import NOW, FixedClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from amnesty.domain.registration import Registration
    from tests.store.office import Office

LATER = NOW + timedelta(days=3650)
"""After all files of the tests were written."""


def ill(found: Iterable[Finding]) -> dict[str, str]:
    """Return what is not as it should be; each with a mend."""
    named = {one.about: one for one in found if one.health is not Health.OK}
    assert all(one.mend for one in named.values())
    return {about: one.found for about, one in named.items()}


@pytest.fixture
def tidy(office: Office) -> Office:
    """Return an office whose folder is its owner's alone."""
    office.folder.chmod(0o700)
    for file in office.folder.iterdir():
        file.chmod(0o600)
    return office


def test_a_system_that_tells_of_no_mounts_is_not_believed_to_be_fine(
    tidy: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On macOS and Windows nobody sees that a folder is on a network drive."""
    monkeypatch.setattr("db.folder.MOUNTS", tidy.folder / "nowhere")
    found = ill(examine_folder(tidy.folder, now=LATER, free=lambda _: 1 << 40))
    assert found == {"disk": "where it is cannot be seen on this system"}


def test_a_sound_folder_is_fine(tidy: Office) -> None:
    """Nothing is said against a register as it was made."""
    found = list(examine_folder(tidy.folder, now=LATER, free=lambda _: 1 << 40))
    assert ill(found) == {}
    assert {"versions", "disk", "permissions", "room", "clock"} <= {
        one.about for one in found
    }


@pytest.mark.parametrize(
    ("harm", "about", "words"),
    [
        (lambda o: (o.folder / "keys.json").unlink(), "keys", "keys.json"),
        (lambda o: (o.folder / "keys.json").write_text("{"), "keys", "damaged"),
        (lambda o: (o.folder / "recovery.json").unlink(), "recovery", "recovery"),
        (lambda o: (o.folder / "register.db").unlink(), "register", "there is no"),
        (
            lambda o: (o.folder / "register.db").write_bytes(b"SQLite format 3\0"),
            "register",
            "not",
        ),
        (lambda o: (o.folder / "keys.json").chmod(0o644), "permissions", "open to"),
        (lambda o: (o.folder / ".restoring").mkdir(), "copies", ".restoring"),
        (
            lambda o: (o.folder / "register.db.before-restore").touch(),
            "copies",
            "before-restore",
        ),
        (lambda o: (o.folder / "register.db.moved").touch(), "copies", "db.moved"),
        (lambda o: (o.folder / "register.db.arriving").touch(), "copies", "arriving"),
    ],
)
def test_what_is_wrong_in_a_folder_is_found(
    tidy: Office, harm: Callable[[Office], object], about: str, words: str
) -> None:
    """One thing is spoilt, and that one is named."""
    harm(tidy)
    found = ill(examine_folder(tidy.folder, now=LATER, free=lambda _: 1 << 40))
    assert set(found) == {about}
    assert words in found[about]


def test_an_address_that_says_nothing_is_found(tidy: Office) -> None:
    """With the file that lies beside it: one of both is not in use."""
    (tidy.folder / "database.json").write_text("{}")
    found = ill(examine_folder(tidy.folder, now=LATER, free=lambda _: 1 << 40))
    assert set(found) == {"register", "copies"}
    assert "where" in found["register"]


def test_no_room_and_a_wrong_clock_are_found(tidy: Office) -> None:
    """A full disk and a clock that went back are told before they do harm."""
    early = NOW - timedelta(days=3650)
    found = ill(examine_folder(tidy.folder, now=early, free=lambda _: 1 << 20))
    assert set(found) == {"room", "clock"}


def test_a_folder_that_is_not_there_is_told(tidy: Office) -> None:
    """And nothing else is said of it."""
    found = ill(examine_folder(tidy.folder / "not", now=LATER))
    assert set(found) == {"folder"}


@pytest.mark.parametrize("office", ["file", "server"], indirect=True)
@pytest.mark.parametrize("name", ["nerys", "bronwen", "padraig", "linh", "idris"])
def test_an_open_register_is_examined_by_anybody(office: Office, name: str) -> None:
    """Only that no backup was made, and no way back tried, is worth a look."""
    found = ill(examine_open(office.open(name), now=LATER))
    assert found == {
        "backup": "none was ever made",
        "drill": "no way back was ever tried",
    }


def test_a_backup_grows_old(office: Office) -> None:
    """A fresh one is fine, one of last week is not."""
    register = office.open("nerys")
    with register.transaction() as transaction:
        member = transaction.access.member
        transaction.append(
            Event(at=NOW, by=member, verb=Verb.DISCLOSURE, act=Act.BACK_UP)
        )
    assert "backup" not in ill(examine_open(register, now=NOW))
    found = ill(examine_open(register, now=NOW + timedelta(days=8)))
    assert found["backup"] == "the newest was begun 8 days ago"


def test_a_drill_grows_old(office: Office) -> None:
    """Whether the paper still opens the register is tried once a year."""
    assert key_status(office.open("idris")).tried_at is None
    drill(office.recover(), clock=FixedClock())
    assert key_status(office.open("idris")).tried_at == NOW
    register = office.open("nerys")
    year = timedelta(days=365)
    assert "drill" not in ill(examine_open(register, now=NOW + year))
    found = ill(examine_open(register, now=NOW + year + timedelta(days=1)))
    assert found["drill"] == "a way back was last tried 366 days ago"


def test_a_page_that_was_overwritten_is_found(
    office: Office,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """A single flipped bit is told: by opening where it is read then, else here."""
    for place in range(70):
        keep(person(f"Ada Number{place}"))
    office.stack.close()
    file = office.folder / "register.db"
    sound, told = file.read_bytes(), 0
    for at in range(4096 * 9 + 100, len(sound), 4096 * 11):
        file.write_bytes(sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
        try:
            found = ill(examine_open(office.open("bronwen"), now=LATER))
        except RegisterDamagedError:
            continue
        finally:
            office.stack.close()
        assert {"pages", "register"} & set(found)
        told += 1
    assert told
    file.write_bytes(sound)
    assert set(ill(examine_open(office.open("bronwen"), now=LATER))) == {
        "backup",
        "drill",
    }


@pytest.mark.parametrize("office", ["file", "server"], indirect=True)
def test_deep_it_names_the_records(
    office: Office,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """Every row is compared with the log, and the one that differs is told."""
    kept = keep(person("Ada Lord"))
    auditor = office.open("linh")
    assert ill(examine_log(auditor, clock=FixedClock(), deep=True)) == {}
    with office.open("idris").transaction() as transaction:
        statement = "UPDATE registration SET version = version + 1"
        transaction.session.execute(text(statement))
        transaction.session.commit()
    (found,) = examine_log(auditor, clock=FixedClock(), deep=True)
    assert found.health is Health.WRONG
    assert found.records == (f"registration {kept.id:016x} was altered",)
    with pytest.raises(RoleMayNotError):
        list(examine_log(office.open("bronwen"), clock=FixedClock(), deep=True))
