"""An upgrade takes out of the log what erasures before schema 0005 left in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.staff import Compartment
from amnesty.services.authority.signing_in import sign_in as begin
from amnesty.services.registrations.deciding import withdraw_registration
from amnesty.services.rights.erasing import confirm_erasure, propose_erasure
from db import erasing, migrations
from db.admission import sign_in
from db.audit.replaying import replay
from db.engines.engine import open_engine
from db.upkeep.upgrading import upgrade_register
from tests.store.office import FixedClock, note
from tests.store.rights.everything import everything_read

if TYPE_CHECKING:
    import pytest

    from amnesty.domain.registration import Registration
    from tests.store.office import Office
    from tests.store.rights.conftest import Room


def carry_on_from(office: Office, schema: str) -> None:
    """Give a register that nobody has open an earlier schema, and carry it on."""
    unlocked = sign_in(office.key_file, "idris", office.passphrase("idris"))
    key = unlocked.keyring.keys(Compartment.COMMON).database
    engine = open_engine(office.folder / "register.db", key)
    with engine.begin() as connection:
        migrations.downgrade(connection, schema)
    engine.dispose()
    passphrase = office.passphrase("idris")
    upgrade_register(office.folder, "idris", passphrase, clock=FixedClock(), wait=0.2)


def test_an_upgrade_takes_it_out(
    room: Room, kept: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log verifies before and after; events of others say what they said."""
    idris = room.desk("idris")
    begin(idris)
    withdraw_registration(room.desk("bronwen"), kept.number, reasons="moves away")
    propose_erasure(idris, kept.number, "Quuxley asked")
    with monkeypatch.context() as patched:
        patched.setattr(erasing, "forget", lambda *_: None)
        confirm_erasure(room.desk("gareth"), kept.number)
    assert "Quuxley" in everything_read(idris)
    signed_in = everything_read(idris).count("SIGN_IN")
    room.office.stack.close()
    room.desks.clear()
    carry_on_from(room.office, "0004")
    after = everything_read(room.desk("idris"))
    assert "Quuxley" not in after
    assert after.count("SIGN_IN") == signed_in
    with room.desk("idris").register.transaction() as work:
        assert replay(work).differences == ()  # type: ignore[arg-type] # the store's own
        note(work)  # type: ignore[arg-type] # the store's own
