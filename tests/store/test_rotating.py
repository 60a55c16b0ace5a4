"""A rotation moves all that hung on the old keys, whatever stops it half-way."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from amnesty.domain.staff import Compartment, Role
from amnesty.errors.keys import (
    FileUnderOldKeyError,
    NothingToRetireError,
    RotationUnfinishedError,
    StillHangsOnEpochError,
)
from amnesty.errors.register import RegisterDamagedError, RowsNotMovedError
from amnesty.errors.rules import RoleMayNotError
from db.admission import sign_in
from db.audit.log import open_detail
from db.audit.replaying import replay
from db.keyring.charter import CHARTER
from db.keyring.database_key import file_key
from db.rewrapping import rewrap
from db.rotating import key_status, retire, rotate
from db.sealing import UnopenedError
from db.tables import CharterRow, EventRow, RegistrationRow
from tests.store.conftest import FixedClock, note

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister
    from tests.store.conftest import Office

CLOCK = FixedClock()
EVERYBODY = ("nerys", "idris", "bronwen", "padraig", "linh")


@pytest.fixture
def five(
    keep: Callable[[Registration], Registration], person: Callable[..., Registration]
) -> list[Registration]:
    """Return five registrations that are kept."""
    return [keep(person(f"Ada {name}")) for name in ("Aa", "Bb", "Cc", "Dd", "Ee")]


def alone(office: Office, name: str = "idris") -> SqlRegister:
    """Sign one person in when everybody else has signed out."""
    office.stack.close()
    return office.open(name)


def rotated(office: Office) -> SqlRegister:
    """Rotate, move everything, and destroy the old keys."""
    register = alone(office)
    rotate(register, clock=CLOCK)
    rewrap(register, clock=CLOCK)
    register.give_newest_key()
    retire(register, clock=CLOCK)
    return register


def read(register: SqlRegister, kept: list[Registration]) -> None:
    """Read all of them, and see that they are as they were kept."""
    with register.transaction() as transaction:
        for one in kept:
            assert transaction.registration_by_id(one.id) == one
            note(transaction, one.id)


def require_sound(register: SqlRegister) -> None:
    """See that all rows follow from the log."""
    with register.transaction() as transaction:
        assert replay(transaction).differences == ()


def test_a_rotation_moves_everything(office: Office, five: list[Registration]) -> None:
    """Everybody works on, all reads as before, and the log accounts for every row."""
    before = {name: office.slot(name).keys[0].sealed for name in EVERYBODY}
    register = rotated(office)
    read(register, five)
    require_sound(register)
    status = key_status(register)
    assert (status.epochs, status.behind, status.file_epoch) == ((2,), 0, 2)
    for name in EVERYBODY:
        assert office.open(name).member.role
        assert {key.epoch for key in office.slot(name).keys} == {2}
        assert office.slot(name).keys[0].sealed != before[name]
    assert office.recover().member.role is Role.SUPERVISOR


def test_it_can_be_done_again(office: Office, five: list[Registration]) -> None:
    """Epoch follows epoch, and the log's oldest details still open."""
    for epoch in (2, 3, 4):
        assert key_status(rotated(office)).epochs == (epoch,)
    register = office.open("linh")
    with register.transaction() as transaction:
        for row in transaction.session.execute(select(EventRow)).scalars():
            assert open_detail(row, transaction.access.keyring).salt
    read(office.open("bronwen"), five)


def test_both_epochs_are_read_meanwhile(
    office: Office,
    five: list[Registration],
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """Who was signed in before goes on without a passphrase, on the new keys."""
    clerk = office.open("bronwen")
    rotate(office.open("idris"), clock=CLOCK)
    read(clerk, five)
    new = keep(person("Ada Ff"))
    with clerk.transaction() as transaction:
        row = transaction.session.get_one(RegistrationRow, new.id)
        assert row.growing_key[1:3] == b"\x00\x02"
        assert transaction.access.keyring.keys(Compartment.COMMON).epoch == 2
    office.propose("alys", Role.CLERK)
    office.grant("alys")
    read(office.open("alys"), [*five, new])


@pytest.mark.parametrize("stopped_after", range(8))
def test_whoever_is_stopped_goes_on(
    office: Office, five: list[Registration], stopped_after: int
) -> None:
    """After any batch the rest is moved later, and everything reads meanwhile."""
    register = alone(office)
    rotate(register, clock=CLOCK)
    steps = []

    def stop(done: int, _total: int) -> None:
        steps.append(done)
        if len(steps) > stopped_after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rewrap(register, clock=CLOCK, step=stop, batch=2)
    register = alone(office)
    read(register, five)
    require_sound(register)
    rewrap(register, clock=CLOCK, batch=2)
    register.give_newest_key()
    assert retire(register, clock=CLOCK) == 1
    read(office.open("bronwen"), five)
    require_sound(register)


@pytest.mark.parametrize("batch", [1, 2, 5000])
def test_a_damaged_row_keeps_nothing_else_back(
    office: Office, five: list[Registration], batch: int
) -> None:
    """All but the rows that no key opens are moved; the old keys are not destroyed."""
    register = alone(office)
    rotate(register, clock=CLOCK)
    with register.transaction() as transaction:
        row = transaction.session.get_one(RegistrationRow, five[2].id)
        row.growing_key = row.growing_key[:-1] + bytes([row.growing_key[-1] ^ 1])
        transaction.keep(row)
        note(transaction, five[2].id)
    for _ in range(2):
        with pytest.raises(RowsNotMovedError, match="; 1 do not open"):
            rewrap(register, clock=CLOCK, batch=batch)
        assert key_status(register).behind == 1
    with pytest.raises(StillHangsOnEpochError):
        retire(register, clock=CLOCK)
    read(register, [*five[:2], *five[3:]])


@pytest.mark.parametrize("act", [rotate, retire])
def test_a_step_that_is_not_kept_changes_nothing(
    office: Office, act: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the key files written and nothing committed, everybody still signs in."""
    register = alone(office)
    if act is retire:
        rotate(register, clock=CLOCK)
        rewrap(register, clock=CLOCK)
        register.give_newest_key()
    epochs = key_status(register).epochs

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    # As a kill at that moment: neither the commit nor the old files come back.
    monkeypatch.setattr("sqlmodel.Session.commit", killed)
    monkeypatch.setattr("db.settling.write_key_file", killed)
    with pytest.raises(KeyboardInterrupt):
        act(register, clock=CLOCK)
    monkeypatch.undo()
    for name in EVERYBODY:
        office.open(name)
    assert key_status(office.open("idris")).epochs == epochs
    assert {key.epoch for key in office.slot("bronwen").keys} == set(epochs)


def test_steps_out_of_order_are_refused(
    office: Office, five: list[Registration]
) -> None:
    """Nothing is destroyed that something hangs on, and no third epoch begins."""
    clerk = office.open("bronwen")
    register = office.open("idris")
    with pytest.raises(NothingToRetireError):
        retire(register, clock=CLOCK)
    rotate(register, clock=CLOCK)
    with pytest.raises(RotationUnfinishedError):
        rotate(register, clock=CLOCK)
    with pytest.raises(StillHangsOnEpochError):
        retire(register, clock=CLOCK)
    rewrap(register, clock=CLOCK)
    assert not register.give_newest_key()
    with pytest.raises(FileUnderOldKeyError):
        retire(register, clock=CLOCK)
    read(clerk, five)


@pytest.mark.parametrize("name", ["nerys", "bronwen", "padraig", "linh"])
def test_supervisors_alone_rotate(office: Office, name: str) -> None:
    """Nobody else holds every compartment."""
    for act in (rotate, rewrap, retire):
        with pytest.raises(RoleMayNotError):
            act(office.open(name), clock=CLOCK)


def test_the_old_keys_open_nothing(office: Office, five: list[Registration]) -> None:
    """With the old key file and the new register nothing opens, nor the reverse."""
    with office.open("idris").transaction() as transaction:
        former = transaction.session.get_one(RegistrationRow, five[0].id).identity_key
    old = office.folder.with_name("old")
    office.stack.close()
    shutil.copytree(office.folder, old)
    before = sign_in(office.key_file, "idris", office.passphrase("idris"))
    register = rotated(office)
    after = sign_in(office.key_file, "idris", office.passphrase("idris"))
    with register.transaction() as transaction:
        row = transaction.session.get_one(RegistrationRow, five[0].id)
        wrapped = row.identity_key
    with pytest.raises(UnopenedError):
        before.keyring.data_key(Compartment.IDENTITY, five[0].id, wrapped)
    office.stack.close()
    shutil.copy(old / "keys.json", office.key_file)
    with pytest.raises(RegisterDamagedError):
        office.open("idris")
    assert file_key(old / "register.db", before.keyring).epoch == 1
    with pytest.raises(UnopenedError):
        after.keyring.data_key(Compartment.IDENTITY, five[0].id, former)


def test_a_charter_from_before_is_refused(office: Office) -> None:
    """Whoever left cannot have the old keys used again by putting it back."""
    with office.open("nerys").transaction() as transaction:
        old = transaction.charter()
    rotate(office.open("idris"), clock=CLOCK)
    with office.open("nerys").transaction() as transaction:
        row = transaction.session.execute(select(CharterRow)).scalar_one()
        row.version += 1
        transaction.seal(row, Compartment.COMMON, CHARTER, old)
        note(transaction)
    with pytest.raises(RegisterDamagedError, match="charter"):
        office.open("bronwen")


def test_a_key_that_nobody_granted_gets_nothing(office: Office) -> None:
    """An administrator who puts own keys in somebody's row is told, and gets none."""
    record, access = office.record("kofi")
    mine = replace(record.slot, agreement_key=access.chance(32))
    office.rewrite(replace(record, slot=mine))
    told = rotate(office.open("idris"), clock=CLOCK)
    assert told.forged == ("kofi",)
    assert "kofi" not in told.sealed_to
    record, _ = office.record("kofi")
    assert {key.epoch for key in record.slot.keys} == {1}
