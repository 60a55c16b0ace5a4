"""What is taken out of the log as somebody is erased, and what is found out of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest
from sqlalchemy import update
from sqlmodel import col

from amnesty.domain.certificate import Form
from amnesty.domain.event import Verb
from amnesty.domain.looking import Sought
from amnesty.domain.registration import State
from amnesty.domain.staff import Act
from amnesty.errors.register import RowAlteredError
from amnesty.services.auditing import browse_log, verify_log
from amnesty.services.police.asking import ask_by_address, read_why
from amnesty.services.registrations.deciding import withdraw_registration
from amnesty.services.registrations.searching import open_record
from amnesty.services.rights.breaches import find_affected
from amnesty.services.rights.breaking_glass import break_glass
from amnesty.services.rights.disclosing import disclose
from amnesty.services.rights.erasing import confirm_erasure, propose_erasure
from db.audit.of_registration import events_of
from db.sealing import padded
from db.tables import EventRow
from tests.store.issuing.conftest import signed_for
from tests.store.office import NOW, note
from tui.form_act import Sitting
from tui.log_acts import proving

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from tests.store.rights.conftest import Room
    from tui.front import Front

TYPED = {"incident": "LC-1 Quuxley", "fuller": "we go to Quuxley's house at four today"}


def erase(room: Room, kept: Registration) -> None:
    """Erase a draft by two people."""
    withdraw_registration(room.desk("bronwen"), kept.number, reasons="asked")
    propose_erasure(room.desk("idris"), kept.number, "Quuxley asked")
    confirm_erasure(room.desk("gareth"), kept.number)


def events(room: Room) -> dict[int, EventRow]:
    """Return all events as they are kept, by number."""
    return {row.sequence: row for row in room._events()}


def put(room: Room, event: int, sealed: bytes) -> None:
    """Write an event's detail, below the program."""
    with room.desk("idris").register.transaction() as work:
        changed = update(EventRow).where(col(EventRow.sequence) == event)
        work.run(changed.values(sealed=sealed))  # type: ignore[attr-defined] # the store's own
        note(work)  # type: ignore[arg-type] # the store's own


def forged(room: Room, event: EventRow, text: bytes) -> bytes:
    """Return a detail that whoever may write events could seal for an event."""
    with room.desk("bronwen").register.transaction() as work:
        sealed: bytes = work.access.details.seal(padded(text), event.leaf)  # type: ignore[attr-defined] # the store's own
        note(work)  # type: ignore[arg-type] # the store's own
    return sealed


def test_leaves_and_sizes_say_nothing_of_it(room: Room, kept: Registration) -> None:
    """Which details are gone is for auditors to see, and for nobody else.

    Not one leaf differs; a detail that is gone has the key, epoch and size of before.
    """
    open_record(room.desk("bronwen"), kept.number)
    before = events(room)
    erase(room, kept)
    after = events(room)
    changed = [one for one in before if before[one].sealed != after[one].sealed]
    assert changed
    for one in before:
        old, new = before[one], after[one]
        assert old.leaf == new.leaf
        assert len(old.sealed) == len(new.sealed)
        assert old.sealed[:83] == new.sealed[:83]


def test_auditors_read_who_did_what_and_when(room: Room, kept: Registration) -> None:
    """Verb, act, who, when, the alarm with its reference, and that it was erased."""
    opened = break_glass(room.desk("idris"), kept.number, "Quuxley fell ill")
    event = room.last()["sequence"]
    erase(room, kept)
    found = browse_log(room.desk("linh"), Sought(alarms=True), limit=9)
    [look] = [one for one in found.events if one.event == event]
    assert (look.is_forgotten, look.detail) == (True, {})
    assert (look.act, look.verb, look.by) == (
        Act.BREAK_GLASS.name,
        Verb.CONSULTATION.value,
        room.desk("idris").member.id,
    )
    assert opened.reference in look.leaf
    sitting = Sitting(room.desk("linh"), cast("Front", None))
    shown = proving(look, found.names).perform(sitting, {}).lines
    assert "Detail        erased with the record" in shown
    assert look.registration == kept.id
    assert room.last()["act"] == Act.READ_AUDIT.name
    erased = browse_log(room.desk("linh"), Sought(acts=frozenset({Act.ERASE})), limit=9)
    assert json.loads(erased.events[0].leaf)["codes"] == {"ground": "asked for"}
    assert verify_log(room.desk("linh")).differences == ()


def test_a_breach_counts_those_who_were_erased(room: Room, kept: Registration) -> None:
    """How many were affected stays known, and that they are not to be told."""
    open_record(room.desk("bronwen"), kept.number)
    erase(room, kept)
    hour = timedelta(hours=1)
    found = find_affected(
        room.desk("idris"),
        since=NOW - hour,
        until=NOW + hour,
        account="bronwen",
        found_at=NOW,
    )
    assert (found.affected, found.erased) == ((), 1)


def test_whose_events_they_were_is_still_proved(room: Room, kept: Registration) -> None:
    """By the number, which is given to nobody else: every event from the first on."""
    erase(room, kept)
    with room.desk("idris").register.transaction() as work:
        found = events_of(work, kept.number)  # type: ignore[arg-type] # the store's own
        note(work)  # type: ignore[arg-type] # the store's own
    assert found[0] == min(found)
    assert len(found) > len({"kept", "withdrawn", "proposed", "erased"}) - 1


def test_a_neighbour_is_still_told_who_asked(
    room: Room,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """Two share a site; one is erased. The other reads who asked, and no typed word."""
    both = []
    for name in ("Xanthippe Quuxley", "Siân Llŷr"):
        one = keep(replace(person(name), state=State.SUBMITTED))
        with room.desk("idris").register.transaction() as work:
            work.add_certificate(signed_for(one, work.take_slot(Form.CERTIFICATE)))
            note(work, one.id)  # type: ignore[arg-type] # the store's own
        both.append(one)
    gone, stays = both
    why = read_why(force="Llanfair", collar="PC 101", reason="other", **TYPED)
    ask_by_address(room.desk("padraig"), gone.growing.sites[0].address, why)
    event = room.last()["sequence"]
    erase(room, gone)
    looked = disclose(room.desk("idris"), stays.number).data["who_looked"]
    [asked] = [one for one in looked if one["event"] == event]
    assert asked["detail"] == {
        "force": "Llanfair",
        "kind": "address",
        "reason": "other",
        "told": "site",
    }
    erase(room, stays)
    [look] = [
        one
        for one in browse_log(room.desk("linh"), Sought(), limit=99).events
        if one.event == event
    ]
    assert look.detail == {}
    assert verify_log(room.desk("linh")).differences == ()


def test_a_detail_in_another_ones_place_is_found(
    room: Room, kept: Registration
) -> None:
    """Every role can seal a detail, so the leaf has its hash: reading one refuses."""
    open_record(room.desk("bronwen"), kept.number)
    event = max(events(room).values(), key=lambda one: one.sequence)
    text = json.dumps({"detail": {}, "registration": None, "salt": "00"}).encode()
    assert hashlib.sha256(padded(text)).hexdigest() not in event.leaf
    put(room, event.sequence, forged(room, event, text))
    with pytest.raises(RowAlteredError):
        disclose(room.desk("idris"), kept.number)
    found = verify_log(room.desk("linh")).differences
    assert found == (f"event {event.sequence:016x} has another detail",)


def test_a_detail_that_no_erasure_took_out_is_found(
    room: Room, kept: Registration
) -> None:
    """A supervisor cannot hide why they broke the glass, and neither can a file."""
    break_glass(room.desk("idris"), kept.number, "out of curiosity")
    event = max(events(room).values(), key=lambda one: one.sequence)
    put(room, event.sequence, forged(room, event, b'{"forgotten":{}}'))
    found = verify_log(room.desk("linh")).differences
    assert found == (
        f"event {event.sequence:016x} lost its detail, and no erasure lists it",
    )
