"""What a patient may demand, and what is kept from doing it wrongly."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.domain.certificate import (
    CertificateStatus,
    CertifiedAgreement,
    Form,
    Setting,
)
from amnesty.domain.evidence import FormerNeed, Renewal
from amnesty.domain.identifiers import ReceiptNumber
from amnesty.domain.registration import State
from amnesty.errors.rights import (
    IsADecisionError,
    NoSuchCaseError,
    NothingToRectifyError,
    PutRightElsewhereError,
    WithheldTooLongError,
)
from amnesty.errors.rules import PaperDiffersError
from amnesty.services.police.asking import ask_by_address, ask_by_number, read_why
from amnesty.services.registrations.rectifying import rectify
from amnesty.services.registrations.searching import open_record
from amnesty.services.rights.casework import (
    complain,
    withhold,
)
from amnesty.services.rights.disclosing import disclose, schema_text, who_looked
from amnesty.services.trust.signing import make_signing_keys
from amnesty.transparency import alone
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
    assert "somebody was seen" not in json.dumps(told.data)
    assert sum("ask for it" in sentence for sentence in who_looked(told)) == 2
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
    for secret in ("Ada Lord", other.number, "neighbour", f"{other.id}"):
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
    for path in ("sites.0.stock.0.grams", "sites.1.locked", "restricted_to"):
        with pytest.raises(PutRightElsewhereError):
            rectify(idris, kept.number, {path: "1", "safeguarding": "said"}, "more")
    with pytest.raises(IsADecisionError):
        rectify(idris, kept.number, {"need.grams_a_day": "9"}, "more")


def test_what_is_put_right_leaves_a_renewal_as_it_was(
    room: Room,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """What was needed before, what is asked for and open hand-ins all stay."""
    draft = person("Siân Llŷr")
    clinical, growing = draft.clinical, draft.growing
    renewal = Renewal(
        asked_on=draft.clinical.evidence[0].seen_on,
        evidence=clinical.evidence,
        need=clinical.need,
        affordability=clinical.affordability,
    )
    before = FormerNeed(on=date(2025, 11, 1), need=clinical.need)
    site = replace(growing.sites[0], setting=Setting.BOTH, turn=Setting.OUTDOOR)
    kept = keep(
        replace(
            draft,
            state=State.RENEWAL_PENDING,
            valid_from=date(2026, 11, 1),
            clinical=replace(clinical, renewal=renewal, needs_before=(before,)),
            growing=replace(
                growing, sites=(site,), open_hand_ins=(ReceiptNumber("H-1"),)
            ),
        )
    )
    changes = {"patient.full_name": "Siân Llŷr-Jones"}
    done = rectify(room.desk("idris"), kept.number, changes, "misspelt")
    assert done.registration.clinical == kept.clinical
    assert done.registration.growing == kept.growing
    assert done.registration.first_valid_from == before.on


def test_a_suspended_certificate_is_put_right_too(
    room: Room, kept: Registration, certificate: Certificate
) -> None:
    """It stays suspended under its new number; the old one is superseded."""
    idris = room.desk("idris")
    make_signing_keys(idris)
    with idris.register.transaction() as work:
        work.set_status(certificate.number, CertificateStatus.SUSPENDED)
        note(work, kept.id)  # type: ignore[arg-type] # the store's own
    changes = {"patient.full_name": "Siân Llŷr-Jones"}
    [anew] = rectify(idris, kept.number, changes, "misspelt").reissued
    found = open_record(idris, kept.number).certificates
    assert {one.certificate.number: one.status.name for one in found} == {
        certificate.number: "SUPERSEDED",
        anew: "SUSPENDED",
    }


def test_papers_that_could_not_be_issued_are_issued_when_asked_again(
    room: Room,
    kept: Registration,
    certificate: Certificate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No paper stays wrong for ever, and none that is right is taken from anybody."""
    idris = room.desk("idris")
    make_signing_keys(idris)
    changes = {"patient.full_name": "Siân Llŷr-Jones"}

    def differs(*_: object, **__: object) -> None:
        raise PaperDiffersError("the QR code")

    with monkeypatch.context() as patched:
        patched.setattr("amnesty.services.papers.reissuing.draw_and_read_back", differs)
        with pytest.raises(PaperDiffersError):
            rectify(idris, kept.number, changes, "misspelt")
    done = rectify(idris, kept.number, changes, "misspelt")
    assert done.differences == ()
    [anew] = done.reissued
    spoken = {"patient.telephone": "07700 900999"}
    assert rectify(idris, kept.number, spoken, "a new one").reissued == ()
    found = open_record(idris, kept.number).certificates
    assert {one.certificate.number: one.status.name for one in found} == {
        certificate.number: "SUPERSEDED",
        anew: "VALID",
    }
