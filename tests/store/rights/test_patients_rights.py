"""What a patient may demand, and what is kept from doing it wrongly."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.domain.certificate import CertifiedAgreement, Form
from amnesty.domain.event import Verb
from amnesty.domain.registration import Move, State, Step
from amnesty.domain.staff import Act
from amnesty.errors.erasing import RegistrationErasedError
from amnesty.errors.rights import (
    ClosedFirstError,
    HeldForLawError,
    IsADecisionError,
    NoSuchCaseError,
    NothingToRectifyError,
    NotProposedError,
    SameProposerError,
    WithheldTooLongError,
)
from amnesty.errors.rules import RecordRestrictedError
from amnesty.services.asking import ask_by_address, ask_by_number, read_why
from amnesty.services.casework import (
    answer_complaint,
    complain,
    complaints,
    find_affected,
    withhold,
)
from amnesty.services.deciding import withdraw_registration
from amnesty.services.disclosing import disclose, schema_text
from amnesty.services.erasing import (
    confirm_erasure,
    hold,
    propose_by_retention,
    propose_erasure,
    proposed_erasures,
)
from amnesty.services.rectifying import rectify, restrict
from amnesty.services.searching import open_record
from amnesty.services.shelves import Shelf, kept_on
from amnesty.services.signing import make_signing_keys
from amnesty.transparency import alone
from db.audit.checkpoints import new_checkpoint, require_grown
from db.audit.replaying import replay
from tests.store.issuing.conftest import signed_for
from tests.store.office import note

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.certificate import Certificate
    from amnesty.domain.registration import Registration
    from tests.store.rights.conftest import Room

FORCE = "Llanfair Constabulary"
WHY = read_why(
    force=FORCE,
    collar="PC 101",
    reason="stop",
    incident="LC-1",
    fuller="somebody was seen with a bag",
)


@pytest.fixture
def certificate(room: Room, kept: Registration) -> Certificate:
    """Return a certificate that stands."""
    with room.desk("idris").register.transaction() as work:
        issued = signed_for(kept, work.take_slot(Form.CERTIFICATE))
        signed_by = CertifiedAgreement(reference="PEN-1", force=FORCE)
        certified = replace(issued.certificate, agreement=signed_by)
        issued = replace(issued, certificate=certified)
        work.add_certificate(issued)
        note(work, kept.id)  # type: ignore[arg-type] # the store's own
    return issued.certificate


KINDS = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    None: object,
}


def conforms(value: Any, schema: dict[str, Any]) -> None:  # noqa: ANN401 - any JSON
    """Compare a value with as much of JSON schema as ours uses."""
    assert isinstance(value, KINDS[schema.get("type")])
    assert value == schema.get("const", value)
    assert value in schema.get("enum", [value])
    if isinstance(value, list):
        for one in value:
            conforms(one, schema.get("items", {}))
    if isinstance(value, dict):
        known = schema.get("properties", {})
        assert set(schema.get("required", ())) <= set(value)
        assert schema.get("additionalProperties") is not False or set(value) <= set(
            known
        )
        for key, one in value.items():
            conforms(one, known.get(key, {}))


def test_a_patient_gets_everything_and_who_looked(
    room: Room, kept: Registration, certificate: Certificate
) -> None:
    """Record, papers, complaints and looks, refused and police ones as well."""
    open_record(room.desk("bronwen"), kept.number)
    complain(room.desk("bronwen"), kept.number, "nobody called back")
    ask_by_number(room.desk("padraig"), certificate.number, WHY)
    place = replace(kept.growing.sites[0].address)
    ask_by_address(room.desk("padraig"), place, WHY)
    told = disclose(room.desk("idris"), kept.number)
    conforms(told.data, json.loads(schema_text()))
    assert json.loads(json.dumps(told.data)) == told.data
    registration = told.data["registration"]
    assert registration["identity"]["patient"]["full_name"] == "Siân Llŷr"
    assert registration["clinical"]["need"]["grams_a_day"] == "3/2"
    assert told.data["certificates"][0]["number"] == certificate.number
    assert told.data["complaints"][0]["about"] == "nobody called back"
    looks = told.data["who_looked"]
    assert [one["role"] for one in looks if one["role"] == "police"] == ["police"] * 2
    assert {one["detail"].get("reason") for one in looks} >= {"stop"}
    assert "bronwen" in {one["by"] for one in looks}
    assert "PC 101" not in repr(looks)
    assert told.report.startswith(b"%PDF")
    assert b"/StructTreeRoot" in told.report
    assert room.last()["verb"] == "disclosure"


def test_every_look_comes_with_its_proof(room: Room, kept: Registration) -> None:
    """The short program finds each, and the salt shows that it is about the patient."""
    open_record(room.desk("bronwen"), kept.number)
    told = disclose(room.desk("idris"), kept.number)
    for one in told.data["who_looked"]:
        leaf = told.proofs[f"event-{one['event']}.leaf.json"]
        proof = told.proofs[f"event-{one['event']}.tlog-proof"].decode()
        assert alone.check_proof(proof, leaf, told.data["log_key"], [])
        about = bytes.fromhex(one["salt"]) + kept.id.to_bytes(8, "big")
        shown = json.loads(leaf)["registration"]
        assert shown == hashlib.sha256(about).hexdigest()


def test_nothing_of_others_is_disclosed(
    room: Room,
    kept: Registration,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """Somebody at the same address stays unknown, looks and complaints included."""
    other = keep(person("Ada Lord"))
    open_record(room.desk("bronwen"), other.number)
    complain(room.desk("bronwen"), other.number, "about a neighbour")
    told = disclose(room.desk("idris"), kept.number)
    text = json.dumps(told.data, ensure_ascii=False)
    for secret in ("Ada", other.number, "neighbour", f"{other.id}"):
        assert secret not in text


def test_a_withheld_question_is_told_when_its_time_is_over(
    room: Room, kept: Registration, certificate: Certificate
) -> None:
    """It is limited, is withheld anew by a review alone, and only questions can be."""
    ask_by_number(room.desk("padraig"), certificate.number, WHY)
    idris, event = room.desk("idris"), room.leaves()[-1]["sequence"]

    def told() -> set[int]:
        return {one["event"] for one in disclose(idris, kept.number).data["who_looked"]}

    assert event in told()
    withhold(idris, event, days=30, reason="would warn a suspect")
    assert event not in told()
    room.clock.go_on(days=31)
    assert event in told()
    with pytest.raises(WithheldTooLongError):
        withhold(idris, event, days=91, reason="x")
    with pytest.raises(NoSuchCaseError):
        withhold(idris, 1, days=1, reason="x")


def test_a_record_is_put_right_and_papers_follow(
    room: Room, kept: Registration, certificate: Certificate
) -> None:
    """Differences are told and logged; what stood is superseded by what is right."""
    idris = room.desk("idris")
    make_signing_keys(idris)
    changes = {"patient.full_name": "Siân Llŷr-Jones"}
    done = rectify(idris, kept.number, changes, "misspelt at the counter")
    [difference] = done.differences
    assert "Siân Llŷr → Siân Llŷr-Jones" in difference
    record = open_record(idris, kept.number)
    standing = {one.certificate.number: one for one in record.certificates}
    assert standing[certificate.number].status.name == "SUPERSEDED"
    [anew] = done.reissued
    assert standing[anew].certificate.holder == "Siân Llŷr-Jones"
    assert standing[anew].certificate.valid_to == certificate.valid_to
    assert record.registration.growing.sites == kept.growing.sites
    with pytest.raises(NothingToRectifyError):
        rectify(idris, kept.number, changes, "again")
    with pytest.raises(IsADecisionError):
        rectify(idris, kept.number, {"need.grams_a_day": "9"}, "more")


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
    assert [number for number, _ in proposed_erasures(gareth)] == [kept.number]
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
