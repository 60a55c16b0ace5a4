"""Whatever is read, or refused, is in the log before anybody is told anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from amnesty.domain.identifiers import RegistrationNumber
from amnesty.domain.staff import Act
from amnesty.errors import StoreError
from amnesty.errors.rules import (
    MoveNotPossibleError,
    RecordRestrictedError,
    RoleMayNotError,
)
from amnesty.errors.store import NoSuchRegistrationError
from amnesty.services.authority.signing_in import sign_in
from amnesty.services.registrations.deciding import approve_registration
from amnesty.services.registrations.searching import find_registrations, open_record
from db.audit.replaying import replay

if TYPE_CHECKING:
    from amnesty.domain.registration import Registration
    from db.transaction import SqlTransaction
    from tests.store.rights.conftest import Room

UNKNOWN = RegistrationNumber("23456789ABCDEF")


def test_a_refused_look_at_a_restricted_record_is_logged(
    room: Room, restricted: Registration
) -> None:
    """The leaf says who tried and when, and auditors read whose record it was."""
    with pytest.raises(RecordRestrictedError):
        open_record(room.desk("kofi"), restricted.number)
    last = room.last()
    assert (last["act"], last["refused"], last["role"]) == ("READ", True, "clerk")
    assert last["about"] == restricted.id
    assert last["by"] == f"{room.desk('kofi').member.id:016x}"
    assert (last["doing"], last["why"]) == ("open_record", "RecordRestrictedError")


def test_it_is_logged_once(room: Room, restricted: Registration) -> None:
    """However many services pass a refusal on, it is one event."""
    before = len(room.leaves())
    desk = room.desk("kofi")
    with pytest.raises(RecordRestrictedError), desk.refusals_logged("command"):
        open_record(desk, restricted.number)
    assert len(room.leaves()) == before + 1


def test_a_role_that_may_not_is_logged(room: Room, kept: Registration) -> None:
    """The act that was tried stands in the clear leaf."""
    with pytest.raises(RoleMayNotError):
        open_record(room.desk("padraig"), kept.number)
    assert room.last()["act"] == "READ"
    with pytest.raises(RoleMayNotError):
        approve_registration(room.desk("bronwen"), kept.number)
    assert (room.last()["act"], room.last()["refused"]) == ("APPROVE", True)


def test_what_does_not_exist_was_asked_for(room: Room) -> None:
    """A look that finds nothing is a look."""
    with pytest.raises(NoSuchRegistrationError):
        open_record(room.desk("bronwen"), UNKNOWN)
    assert room.last()["why"] == "NoSuchRegistrationError"


def test_being_told_how_a_record_stands_is_a_look(
    room: Room, kept: Registration
) -> None:
    """A sentence that a rule is broken says something of the record."""
    with pytest.raises(MoveNotPossibleError):
        approve_registration(room.desk("idris"), kept.number)
    assert room.last()["about"] == kept.id


def test_nothing_is_shown_where_the_log_cannot_be_written(
    room: Room, kept: Registration, restricted: Registration
) -> None:
    """Neither a record, nor what is found, nor that something was refused."""
    desk = room.desk("bronwen")
    with _store(desk) as work:
        work.run(
            text(
                "CREATE TRIGGER full BEFORE INSERT ON event "
                "BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
        )
    for look in (
        lambda: open_record(desk, kept.number),
        lambda: find_registrations(desk, "llyr"),
        lambda: open_record(room.desk("kofi"), restricted.number),
        lambda: open_record(room.desk("padraig"), kept.number),
        lambda: sign_in(desk),
    ):
        with pytest.raises(StoreError):
            look()


def test_signing_in_is_logged(room: Room) -> None:
    """Whoever opens the register has said so."""
    sign_in(room.desk("nerys"))
    last = room.last()
    assert (last["act"], last["role"]) == (Act.SIGN_IN.name, "administrator")


def test_rows_follow_from_a_log_with_refusals(
    room: Room, restricted: Registration
) -> None:
    """A refusal tells of no row that was not kept."""
    with pytest.raises(RecordRestrictedError):
        open_record(room.desk("kofi"), restricted.number)
    with _store(room.desk("idris")) as work:
        assert replay(work).differences == ()


def _store(desk: object) -> SqlTransaction:
    return desk.register.transaction()  # type: ignore[attr-defined,no-any-return] # the store's own
