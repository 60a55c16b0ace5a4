"""A register of an earlier version is carried on whole, or stays as it was."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.domain.identifiers import CertificateNumber, RegistrationNumber
from amnesty.domain.policy import HandInWay
from amnesty.domain.searched import Query
from amnesty.domain.staff import Compartment
from amnesty.errors.register import (
    AnotherSchemaError,
    CopyKeptError,
    NothingToUpgradeError,
    OlderSchemaError,
    RegisterBusyError,
)
from amnesty.errors.rules import RoleMayNotError
from amnesty.errors.session import PassphraseToChangeError
from amnesty.services.authority.signing_in import ask_to_change
from amnesty.services.desk import Desk
from db import migrations
from db.admission import sign_in
from db.audit.replaying import replay
from db.engines.engine import open_engine
from db.tables import REVISION
from db.upkeep import upgrading
from db.upkeep.upgrading import upgrade_register
from tests.store.conftest import FixedClock, Office
from tests.store.hand_in.test_hand_ins import destroyed, received
from tests.store.test_journals import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.domain.registration import Registration
    from db.upkeep.upgrading import Upgraded

HERE = Path(__file__).parent
COPY = f"register.db.before-{REVISION}-was-0001"


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Office]:
    """Return a register that schema 0001 made, with seven patients."""
    folder = tmp_path / "old"
    shutil.copytree(HERE / "registers" / "0001", folder)
    office = Office(folder=folder, recovery_code=known()["recovery_code"])
    with office.stack:
        yield office


def known() -> dict[str, Any]:
    """Return what is in the register of schema 0001."""
    text = (HERE / "registers" / "0001" / "known.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def carry_on(office: Office, name: str = "idris") -> Upgraded:
    """Upgrade a register as a member of staff."""
    return upgrade_register(
        office.folder, name, office.passphrase(name), clock=FixedClock(), wait=0.2
    )


def test_an_earlier_register_says_how_it_is_carried_on(old: Office) -> None:
    """Whoever opens it is told the one command that a supervisor runs."""
    with pytest.raises(OlderSchemaError, match="amnesty upgrade"):
        old.open("bronwen")


def test_everything_is_found_and_read_afterwards(
    old: Office, log: Callable[..., None]
) -> None:
    """Every patient is found by number and by name, and the certificate stands."""
    done = carry_on(old)
    assert (done.before, done.now) == ("0001", REVISION)
    with old.open("bronwen").transaction() as transaction:
        for number, name in known()["registrations"]:
            kept = transaction.registration(RegistrationNumber(number))
            assert kept.identity.patient.full_name == name
            found = transaction.find(Query(names=(name.split()[-1],)), limit=9)
            assert kept.id in [one.id for one in found.summaries]
        number = CertificateNumber(known()["certificate"])
        assert transaction.certificate(number).token
        assert transaction.answer_to_number(number) is not None
        assert replay(transaction).differences == ()
        log(transaction)


def test_police_are_answered_afterwards(old: Office, log: Callable[..., None]) -> None:
    """Certificates that are older than the answers for police have theirs made."""
    carry_on(old)
    with old.open("padraig").transaction() as transaction:
        told = transaction.answer_to_number(CertificateNumber(known()["certificate"]))
        log(transaction)
    assert told is not None


def test_work_goes_on_afterwards(
    old: Office, log: Callable[..., None], person: Callable[..., Registration]
) -> None:
    """New patients are kept and found beside those of before."""
    carry_on(old)
    with old.open("kofi").transaction() as transaction:
        kept = transaction.add_registration(person("Bea Lord"))
        log(transaction, kept.id)
    with old.open("bronwen").transaction() as transaction:
        assert transaction.find(Query(names=("lord",)), limit=9).total == 1
        log(transaction)
    assert old.recover().member.name == "recovery code"


def test_the_file_as_it_was_stays_beside_it(old: Office) -> None:
    """The copy is the register before, to the byte, and only its owner reads it."""
    before = (old.folder / "register.db").read_bytes()
    done = carry_on(old)
    assert done.copy == old.folder / COPY
    assert done.copy.read_bytes() == before
    assert done.copy.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["nerys", "bronwen", "padraig", "linh"])
def test_a_supervisor_alone_carries_it_on(old: Office, name: str) -> None:
    """Others do not hold the keys that it takes, and are told so."""
    with pytest.raises(RoleMayNotError, match="may not carry the register on"):
        carry_on(old, name)
    with pytest.raises(OlderSchemaError):
        old.open(name)
    assert not (old.folder / COPY).exists()


@pytest.mark.parametrize("step", ["upgrade", "make_roots", "begin_tree"])
def test_a_step_that_fails_leaves_what_was(
    old: Office, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Half an upgrade is none: the next attempt finds the register as it was."""
    true = getattr(upgrading, step)

    def fail(*given: object, **named: object) -> None:
        true(*given, **named)
        raise InterruptedError

    with monkeypatch.context() as patched:
        patched.setattr(upgrading, step, fail)
        with pytest.raises(InterruptedError):
            carry_on(old)
    assert not (old.folder / COPY).exists()
    with pytest.raises(OlderSchemaError):
        old.open("bronwen")
    carry_on(old)
    assert old.open("bronwen").member.name == "bronwen"


@pytest.mark.parametrize("schema", ["0002", "0003", "0004"])
def test_each_schema_between_is_carried_on(
    old: Office, log: Callable[..., None], schema: str
) -> None:
    """With patients in it, journals and hand-ins are kept from then on."""
    carry_on(old)
    (old.folder / COPY).unlink()
    engine = old_engine(old)
    with engine.begin() as connection:
        migrations.downgrade(connection, schema)
    assert carry_on(old).before == schema
    registered = old.open("bronwen")
    with registered.transaction() as transaction:
        for number, name in known()["registrations"]:
            kept = transaction.registration(RegistrationNumber(number))
            assert kept.identity.patient.full_name == name
        transaction.add_entries(kept.id, [opened()])
        hand_in = replace(received(), way=HandInWay.COUNCIL_DESTROYS)
        transaction.add_hand_in(kept.id, hand_in)
        transaction.add_hand_in(kept.id, destroyed(hand_in))
        log(transaction, kept.id)
    with registered.transaction() as transaction:
        (course,) = transaction.courses_of(kept.id)
        assert course.destruction in transaction.destructions()
        assert replay(transaction).differences == ()
        log(transaction)


def test_a_handed_out_passphrase_carries_nothing_on(old: Office) -> None:
    """Its owner chooses their own first; the register stays as it was."""
    carry_on(old)
    (old.folder / COPY).unlink()
    marked = Desk(register=old.open("idris"), clock=FixedClock(), chance=os.urandom)
    ask_to_change(marked, "idris")
    old.stack.close()
    with old_engine(old).begin() as connection:
        migrations.downgrade(connection, "0003")
    with pytest.raises(PassphraseToChangeError, match="handed out"):
        carry_on(old)
    with pytest.raises(OlderSchemaError):
        old.open("bronwen")
    assert not list(old.folder.glob("register.db.before-*"))


def test_twice_is_told(old: Office) -> None:
    """A register of this version is left alone."""
    carry_on(old)
    with pytest.raises(NothingToUpgradeError, match=REVISION):
        carry_on(old)


def test_an_older_copy_is_not_overwritten(old: Office) -> None:
    """It may be the only good one."""
    (old.folder / COPY).write_bytes(b"kept")
    with pytest.raises(CopyKeptError, match=COPY):
        carry_on(old)
    assert (old.folder / COPY).read_bytes() == b"kept"


def test_the_copy_of_a_killed_upgrade_is_used_again(old: Office) -> None:
    """It is of the register as it still stands; half a copy is written anew."""
    database = (old.folder / "register.db").read_bytes()
    (old.folder / COPY).write_bytes(database)
    (old.folder / f"{COPY}.unfinished").write_bytes(database[:4096])
    assert carry_on(old).before == "0001"
    assert (old.folder / COPY).read_bytes() == database


def test_nobody_else_may_be_at_work(old: Office) -> None:
    """A clerk of the earlier version who writes meanwhile is not overtaken."""
    with old_engine(old).begin(), pytest.raises(RegisterBusyError):
        carry_on(old)
    assert carry_on(old).before == "0001"


def test_a_later_register_is_refused(old: Office) -> None:
    """What this program does not know it does not touch."""
    with old_engine(old).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(AnotherSchemaError, match="9999"):
        carry_on(old)


def old_engine(office: Office) -> Any:  # noqa: ANN401 - an engine, disposed of with the test
    """Return an engine on the file, below what keeps the register."""
    unlocked = sign_in(office.key_file, "idris", office.passphrase("idris"))
    key = unlocked.keyring.keys(Compartment.COMMON).database
    engine = open_engine(office.folder / "register.db", key)
    office.stack.callback(engine.dispose)
    return engine
