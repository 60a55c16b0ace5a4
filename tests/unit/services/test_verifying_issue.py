"""What was issued, by whom and for whom; which finding is the answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from amnesty.credential.token import check_code, payload_of
from amnesty.credential.trust import parse_trust_list
from amnesty.domain.certificate import CertificateStatus
from amnesty.domain.verdict import Verdict
from amnesty.errors import CredentialError
from amnesty.errors.credential import SignatureRefusedError
from amnesty.errors.sources import NothingReadableError
from amnesty.services.verifying.next_steps import NEXT_STEPS
from amnesty.services.verifying.steps import PRECEDENCE, open_certificate, verify

if TYPE_CHECKING:
    from types import ModuleType


DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def test_bytes_the_desk_never_issued_are_found_out(world: ModuleType) -> None:
    """A stolen key signs well, and the issued list does not know its bytes."""
    forged = world.certificate(holder="Somebody Else")
    answer = verify(world.text(forged), bundle=world.bundle(), now=world.NOW)
    assert answer.verdict is Verdict.NOT_ISSUED
    assert answer.certificate is None


def test_a_slot_that_was_never_given_out_is_found_out(world: ModuleType) -> None:
    """Slots without a certificate say valid, and still do not let one pass."""
    for index in (world.SLOT + 1, 63, 64, 1 << 20):
        slot = world.CERTIFICATE.slot
        forged = world.certificate(slot=type(slot)(uri=slot.uri, index=index))
        answer = verify(world.text(forged), bundle=world.bundle(), now=world.NOW)
        assert answer.verdict is Verdict.NOT_ISSUED


def test_what_was_issued_after_the_list_is_not_accused(world: ModuleType) -> None:
    """The list cannot know it: amber until tomorrow's file, never green."""
    new = world.certificate(issued_at=world.PUBLISHED + SECOND)
    answer = verify(world.text(new), bundle=world.bundle(), now=world.NOW)
    assert answer.verdict is Verdict.CANNOT_BE_CONFIRMED
    assert answer.certificate == new
    old = world.certificate(issued_at=world.PUBLISHED, holder="Somebody Else")
    answer = verify(world.text(old), bundle=world.bundle(), now=world.NOW)
    assert answer.verdict is Verdict.NOT_ISSUED


def test_a_key_that_nobody_listed_is_an_unknown_issuer(world: ModuleType) -> None:
    """Unless the list of keys is out of date, and cannot know it."""
    stranger = parse_trust_list(world.trust_list(keys=[]), roots=world.roots())
    assert not stranger.keys
    parts = {"trust": world.trust_list(keys=world.listed_keys()[1:])}
    answer = world.ask(parts=parts)
    assert answer.verdict is Verdict.UNKNOWN_ISSUER
    assert answer.certificate is None
    late = world.PUBLISHED + 401 * DAY
    answer = world.ask(bundle=world.bundle(**parts), now=late)
    assert answer.verdict is Verdict.CANNOT_BE_CONFIRMED


def test_nothing_is_issued_in_the_future(world: ModuleType) -> None:
    """300 seconds are let pass; a second more is not genuine."""
    skew = timedelta(seconds=300)
    at = world.certificate(issued_at=world.NOW + skew)
    assert world.ask(at).verdict is Verdict.VALID
    after = world.certificate(issued_at=world.NOW + skew + SECOND)
    assert world.ask(after).verdict is Verdict.NOT_GENUINE


def test_a_specimen_is_never_valid(world: ModuleType) -> None:
    """Without an agreement every verifier says so, and shows what was signed."""
    specimen = world.certificate(agreement=None)
    answer = world.ask(specimen, force=world.FORCE)
    assert answer.verdict is Verdict.SPECIMEN
    assert answer.certificate == specimen


def test_an_agreement_counts_for_its_own_force(world: ModuleType) -> None:
    """Capitals do not matter; another force is told whose agreement it is."""
    assert world.ask(force="penmaen police").verdict is Verdict.VALID
    elsewhere = world.ask(force="Dyffryn Police")
    assert elsewhere.verdict is Verdict.NOT_COVERED_HERE
    assert world.FORCE in elsewhere.sentence


def test_the_weightiest_finding_is_the_answer(world: ModuleType) -> None:
    """A revoked, expired specimen of another force: each in its turn, as it clears."""
    expired = date(2026, 11, 22)
    specimen = world.certificate(agreement=None, valid_to=expired)
    answered = [
        world.ask(specimen, now=world.NOW + 30 * DAY, bundle=world.bundle(specimen)),
        verify(world.text(specimen), bundle=world.bundle(), now=world.NOW),
        world.ask(specimen, parts={"status": CertificateStatus.REVOKED}),
        world.ask(specimen, parts={"status": CertificateStatus.SUSPENDED}),
        world.ask(specimen, parts={"status": CertificateStatus.SUPERSEDED}),
        world.ask(specimen),
        world.ask(world.certificate(agreement=None)),
        world.ask(force="Dyffryn Police"),
        world.ask(),
    ]
    assert [answer.verdict for answer in answered] == [
        Verdict.CANNOT_BE_CONFIRMED,
        Verdict.NOT_ISSUED,
        Verdict.REVOKED,
        Verdict.SUSPENDED,
        Verdict.SUPERSEDED,
        Verdict.EXPIRED,
        Verdict.SPECIMEN,
        Verdict.NOT_COVERED_HERE,
        Verdict.VALID,
    ]


def test_a_winding_down_specimen_is_a_specimen(world: ModuleType) -> None:
    """What is still valid past its date must be covered like anything else."""
    specimen = world.certificate(agreement=None)
    answer = world.ask(specimen, parts={"status": CertificateStatus.WINDING_DOWN})
    assert answer.verdict is Verdict.SPECIMEN


def test_every_verdict_has_its_place_and_next_step() -> None:
    """The verdicts that refuse outright are the only ones not weighed."""
    refusing = {Verdict.NOT_GENUINE, Verdict.UNKNOWN_ISSUER}
    assert set(PRECEDENCE) | refusing == set(Verdict)
    assert set(NEXT_STEPS) == set(Verdict)
    assert all(step.endswith(".") for step in NEXT_STEPS.values())


def test_a_force_has_its_own_next_steps(world: ModuleType) -> None:
    """A force's diversion programme is named where the force says so."""
    steps = dict(NEXT_STEPS) | {Verdict.EXPIRED: "Offer the Dyffryn programme."}
    expired = world.certificate(valid_to=date(2026, 11, 22))
    assert world.ask(expired, next_steps=steps).next_step == (
        "Offer the Dyffryn programme."
    )
    assert world.ask(expired).next_step == NEXT_STEPS[Verdict.EXPIRED]


@pytest.mark.parametrize("text", ["", " ", "no code", b"\xff\xd8\xff", "12345 x"])
def test_what_is_no_code_is_not_called_a_forgery(
    world: ModuleType, text: str | bytes
) -> None:
    """Nothing readable is a matter of what was handed in."""
    with pytest.raises(NothingReadableError):
        verify(text, bundle=world.bundle(), now=world.NOW)


def test_a_desk_reads_back_what_it_signed(world: ModuleType) -> None:
    """Steps 1 to 5 alone, before any list knows of the certificate."""
    trust = parse_trust_list(world.trust_list(), roots=world.roots())
    opened = open_certificate(world.text(), trust=trust, now=world.NOW)
    assert opened.certificate == world.CERTIFICATE
    assert check_code(opened.payload) == check_code(payload_of(world.token()))
    with pytest.raises(CredentialError) as refused:
        open_certificate(world.text()[:-3] + "000", trust=trust, now=world.NOW)
    assert isinstance(refused.value, SignatureRefusedError)
