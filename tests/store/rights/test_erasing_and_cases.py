"""Restriction, erasure by two, retention, complaints and breaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.event import Verb
from amnesty.domain.registration import Move, State, Step
from amnesty.domain.staff import Act, Compartment
from amnesty.errors.erasing import RegistrationErasedError
from amnesty.errors.rights import (
    ClosedFirstError,
    EndsBeforeItBeginsError,
    HeldForLawError,
    NoSuchCaseError,
    NotProposedError,
    SameProposerError,
)
from amnesty.errors.rules import RecordRestrictedError
from amnesty.services.registrations.deciding import withdraw_registration
from amnesty.services.registrations.rectifying import restrict
from amnesty.services.registrations.searching import open_record
from amnesty.services.rights.breaches import (
    find_affected,
    known_breaches,
    note_reported,
)
from amnesty.services.rights.casework import answer_complaint, complain, complaints
from amnesty.services.rights.disclosing import disclose
from amnesty.services.rights.equality import record_equality
from amnesty.services.rights.erasing import (
    confirm_erasure,
    hold,
    propose_by_retention,
    propose_erasure,
    proposed_erasures,
)
from amnesty.services.shelves import Shelf, kept_on
from amnesty.transparency import alone
from db.audit.checkpoints import new_checkpoint, require_grown
from db.audit.replaying import replay

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from tests.store.rights.conftest import Room


def test_relatives_never_open_and_the_named_alone_do(
    room: Room, kept: Registration
) -> None:
    """Own household and family are kept out, whoever is named."""
    restrict(
        room.desk("idris"),
        kept.number,
        named="",
        related="bronwen",
        reason="her brother",
    )
    open_record(room.desk("kofi"), kept.number)
    with pytest.raises(RecordRestrictedError):
        open_record(room.desk("bronwen"), kept.number)
    restrict(
        room.desk("idris"),
        kept.number,
        named="idris; kofi; bronwen",
        related="bronwen",
        reason="flees abuse",
    )
    for name in ("bronwen", "gareth"):
        with pytest.raises(RecordRestrictedError):
            open_record(room.desk(name), kept.number)
    open_record(room.desk("kofi"), kept.number)


def test_erasing_takes_two_and_leaves_no_byte_and_every_proof(
    room: Room, kept: Registration
) -> None:
    """Not alone, not under a hold; then nobody reads it, and earlier proofs hold."""
    idris, gareth = room.desk("idris"), room.desk("gareth")
    withdraw = ("an inquiry", room.clock.now().date() + timedelta(days=5))
    complain(idris, kept.number, "Llŷr complains")
    proof = disclose(idris, kept.number)
    with idris.register.transaction() as work:
        before = new_checkpoint(work)  # type: ignore[arg-type] # the store's own
    _submit_and_withdraw(room, kept)
    with pytest.raises(NotProposedError):
        confirm_erasure(idris, kept.number)
    hold(idris, kept.number, reason=withdraw[0], until=withdraw[1])
    with pytest.raises(HeldForLawError):
        propose_erasure(idris, kept.number, "asked for")
    room.clock.go_on(days=6)
    propose_erasure(idris, kept.number, "asked for")
    assert [one.number for one in proposed_erasures(gareth)] == [kept.number]
    with pytest.raises(SameProposerError):
        confirm_erasure(idris, kept.number)
    done = confirm_erasure(gareth, kept.number)
    assert (done.proposed_by, done.confirmed_by) == ("idris", "gareth")
    assert room.last()["verb"] == "erasure"
    with pytest.raises(RegistrationErasedError):
        open_record(idris, kept.number)
    with idris.register.transaction() as work:
        for shelf in Shelf:
            assert "Ll" not in repr(kept_on(work, shelf))
        require_grown(work, before)  # type: ignore[arg-type] # the store's own
        assert replay(work).differences == ()  # type: ignore[arg-type] # the store's own
        work.append(idris.note(Verb.CONSULTATION, Act.READ))
    for name, content in proof.proofs.items():
        if name.endswith(".tlog-proof"):
            leaf = proof.proofs[name.replace(".tlog-proof", ".leaf.json")]
            key = proof.data["log_key"]
            assert alone.check_proof(content.decode(), leaf, key, [])


def _submit_and_withdraw(room: Room, kept: Registration) -> None:
    withdraw_registration(room.desk("bronwen"), kept.number, reasons="moves away")


def test_what_is_open_is_ended_first(
    room: Room,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """A registration that stands is not erased under its certificate."""
    active = keep(replace(person("Ada Lord"), state=State.ACTIVE))
    with pytest.raises(ClosedFirstError):
        propose_erasure(room.desk("idris"), active.number, "x")


def test_retention_counts_the_days_of_london(
    room: Room,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """What ended half an hour after midnight in summer ended on the new day."""
    draft = person("Ada Lord")
    step = Step(
        move=Move.WITHDRAW,
        state=State.WITHDRAWN,
        by=room.desk("idris").member.id,
        by_name="idris",
        at=datetime(2024, 8, 24, 23, 30, tzinfo=UTC),
    )
    clinical = replace(draft.clinical, steps=(step,))
    kept = keep(replace(draft, state=State.WITHDRAWN, clinical=clinical))
    room.clock.at = datetime(2026, 8, 24, 12, tzinfo=UTC)
    assert propose_by_retention(room.desk("idris")) == ()
    room.clock.go_on(days=1)
    assert propose_by_retention(room.desk("idris")) == (kept.number,)


def test_retention_proposes_what_is_over(
    room: Room,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """Neither a month too early, nor twice, nor by itself."""

    def ended(name: str, state: State, on: date) -> Registration:
        draft = person(name)
        at = room.clock.now().replace(year=on.year, month=on.month, day=on.day)
        step = Step(
            move=Move.WITHDRAW,
            state=state,
            by=room.desk("idris").member.id,
            by_name="idris",
            at=at,
        )
        clinical = replace(draft.clinical, steps=(step,))
        return keep(replace(draft, state=state, clinical=clinical))

    over = ended("Ada Lord", State.WITHDRAWN, date(2024, 11, 24))
    ended("Bea Lord", State.WITHDRAWN, date(2024, 11, 25))
    ended("Cy Lord", State.EXPIRED, date(2024, 11, 1))
    keep(person("Di Lord"))
    idris = room.desk("idris")
    assert propose_by_retention(idris) == (over.number,)
    assert propose_by_retention(idris) == ()
    confirm_erasure(room.desk("gareth"), over.number)


def test_complaints_have_a_clock(room: Room) -> None:
    """Thirty days; late ones are shown, answered ones come last."""
    desk = room.desk("bronwen")
    first = complain(desk, None, "=cmd() waited an hour")
    room.clock.go_on(days=31)
    second = complain(desk, None, "rude")
    found = complaints(desk)
    assert [one.number for one in found] == [first, second]
    assert [one.is_late(desk.today()) for one in found] == [True, False]
    answer_complaint(desk, first.lower(), "we said sorry")
    assert [one.number for one in complaints(desk)] == [second, first]
    with pytest.raises(NoSuchCaseError):
        answer_complaint(desk, "FFFFFFF", "x")


def test_a_breach_is_counted_from_the_log(
    *,
    room: Room,
    kept: Registration,
    restricted: Registration,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """Whose records an account saw in the time, and nobody else's."""
    keep(person("Cy Lord"))
    room.clock.go_on(hours=1)
    began = room.clock.now()
    open_record(room.desk("kofi"), kept.number)
    with pytest.raises(RecordRestrictedError):
        open_record(room.desk("kofi"), restricted.number)
    open_record(room.desk("bronwen"), restricted.number)
    room.clock.go_on(hours=1)

    def affected(account: str) -> list[str]:
        found = find_affected(
            room.desk("idris"),
            since=began,
            until=room.clock.now(),
            account=account,
            found_at=began,
        )
        assert found.report_by == began + timedelta(hours=72)
        assert "Penmaen Council" in found.to_commissioner + found.to_patient
        return [name for _, name, _ in found.affected]

    assert affected("kofi") == ["Siân Llŷr"]
    assert set(affected("")) == {"Siân Llŷr", "Ada Lord"}
    assert "alarm" in room.leaves()[-1]["codes"]
    first, second = known_breaches(room.desk("idris"))
    assert (first.affected + second.affected, first.clock(began)) == (3, "72 h left")
    assert first.is_late(began + timedelta(hours=72, seconds=1))
    note_reported(room.desk("idris"), first.number.lower())
    assert [one.number for one in known_breaches(room.desk("idris"))] == [
        second.number,
        first.number,
    ]
    with pytest.raises(NoSuchCaseError):
        note_reported(room.desk("idris"), "FFFFFFF")
    with pytest.raises(EndsBeforeItBeginsError):
        find_affected(
            room.desk("idris"),
            since=room.clock.now(),
            until=began,
            account="",
            found_at=began,
        )


def test_erasing_by_the_store_takes_out_of_every_list(
    room: Room, kept: Registration
) -> None:
    """A backup that is put back has its erasures done again by the store alone."""
    idris = room.desk("idris")
    complain(idris, kept.number, "Llŷr complains")
    record_equality(idris, kept.number, {"sex": "female"})
    hold(idris, kept.number, reason="an inquiry", until=room.clock.now().date())
    with idris.register.transaction() as work:
        work.erase(kept.id, erased_on=idris.today())
        work.append(idris.note(Verb.ERASURE, Act.ERASE))
    with idris.register.transaction() as work:
        kept_now = [*work.secrets(Compartment.IDENTITY).values()]
        kept_now += work.secrets(Compartment.CLINICAL).values()
    assert not any(f"{kept.id:016x}".encode() in one for one in kept_now)
    assert not any(b"complains" in one for one in kept_now)
