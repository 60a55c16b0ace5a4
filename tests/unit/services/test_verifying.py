"""The numbered steps, their precedence, and what an officer is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.credential.token import check_code, payload_of
from amnesty.credential.trust import parse_trust_list
from amnesty.domain.certificate import CertificateStatus
from amnesty.domain.verdict import Verdict
from amnesty.errors import CredentialError
from amnesty.errors.credential import SignatureRefusedError, UnknownRootError
from amnesty.errors.sources import NothingReadableError
from amnesty.services.next_steps import NEXT_STEPS
from amnesty.services.verifying import PRECEDENCE, open_certificate, verify

if TYPE_CHECKING:
    from types import ModuleType

    from amnesty.domain.certificate import Certificate
    from amnesty.domain.verdict import Answer

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def ask(
    world: ModuleType,
    certificate: Certificate | None = None,
    *,
    parts: dict[str, Any] | None = None,
    **device: Any,  # noqa: ANN401 - as `verify` has them
) -> Answer:
    """Verify a certificate with a daily police file that knows it."""
    one = world.CERTIFICATE if certificate is None else certificate
    device.setdefault("now", world.NOW)
    device.setdefault("bundle", world.bundle(one, **(parts or {})))
    return verify(world.text(one), **device)


def test_a_genuine_certificate_is_valid(world: ModuleType) -> None:
    """The answer shows what was signed and how old the status is."""
    answer = ask(world)
    assert answer.verdict is Verdict.VALID
    assert answer.certificate == world.CERTIFICATE
    assert answer.status_as_of == world.PUBLISHED
    assert answer.hypothetical_at is None
    assert "30 September 2027" in answer.sentence


@pytest.mark.parametrize("is_bytes", [False, True])
@pytest.mark.parametrize("before", ["", "https://verify.example.gov.uk/c#", "\r\n\t "])
def test_what_stands_before_the_digits_does_not_matter(
    world: ModuleType, before: str, *, is_bytes: bool
) -> None:
    """Text or bytes, with any address and line ends around it."""
    text = f"{before}{world.text()}\r\n"
    code = text.encode() if is_bytes else text
    answer = verify(code, bundle=world.bundle(), now=world.NOW)
    assert answer.verdict is Verdict.VALID


STATUSES = [
    (CertificateStatus.VALID, Verdict.VALID),
    (CertificateStatus.REVOKED, Verdict.REVOKED),
    (CertificateStatus.SUSPENDED, Verdict.SUSPENDED),
    (CertificateStatus.SUPERSEDED, Verdict.SUPERSEDED),
    (CertificateStatus.RENEWAL_PENDING, Verdict.VALID_RENEWAL_PENDING),
    (CertificateStatus.WINDING_DOWN, Verdict.VALID_WINDING_DOWN),
]


@pytest.mark.parametrize(("status", "verdict"), STATUSES)
def test_every_status_has_its_verdict(
    world: ModuleType, status: CertificateStatus, verdict: Verdict
) -> None:
    """The list decides, and the signed content is shown whatever it says."""
    answer = ask(world, parts={"status": status})
    assert answer.verdict is verdict
    assert answer.certificate == world.CERTIFICATE


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        (datetime(2026, 11, 19, 23, 59, 59, tzinfo=UTC), Verdict.NOT_YET_VALID),
        (datetime(2026, 11, 20, 0, 0, tzinfo=UTC), Verdict.VALID),
        # The last day ends at midnight in London: summer time, one hour before UTC.
        (datetime(2027, 9, 30, 22, 59, 59, tzinfo=UTC), Verdict.VALID),
        (datetime(2027, 9, 30, 23, 0, tzinfo=UTC), Verdict.EXPIRED),
    ],
)
def test_a_certificate_begins_and_ends_at_midnight_in_london(
    world: ModuleType, at: datetime, verdict: Verdict
) -> None:
    """Both days count whole, to the second."""
    assert ask(world, at=at).verdict is verdict


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (CertificateStatus.VALID, Verdict.EXPIRED),
        (CertificateStatus.RENEWAL_PENDING, Verdict.VALID_RENEWAL_PENDING),
        (CertificateStatus.WINDING_DOWN, Verdict.VALID_WINDING_DOWN),
        (CertificateStatus.REVOKED, Verdict.REVOKED),
    ],
)
def test_a_pending_renewal_outlives_the_last_day(
    world: ModuleType, status: CertificateStatus, verdict: Verdict
) -> None:
    """Who renewed in time is not left without because the desk is slow."""
    late = world.certificate(valid_to=date(2026, 11, 23))
    assert ask(world, late, parts={"status": status}).verdict is verdict


def test_a_pending_renewal_does_not_begin_early(world: ModuleType) -> None:
    """Before its first day a certificate is not valid, whatever is pending."""
    early = world.certificate(valid_from=date(2026, 12, 1))
    answer = ask(world, early, parts={"status": CertificateStatus.RENEWAL_PENDING})
    assert answer.verdict is Verdict.NOT_YET_VALID


def test_another_time_moves_the_dates_and_nothing_else(world: ModuleType) -> None:
    """The status is today's, its age counts from now, and the answer says so."""
    at = datetime(2027, 5, 1, 12, 0, tzinfo=UTC)
    answer = ask(world, at=at)
    assert answer.verdict is Verdict.VALID
    assert answer.hypothetical_at == at
    assert "hypothetical" in answer.sentence
    assert "1 May 2027 at 13:00" in answer.sentence
    revoked = ask(world, at=at, parts={"status": CertificateStatus.REVOKED})
    assert revoked.verdict is Verdict.REVOKED


def test_lists_count_for_seven_days(world: ModuleType) -> None:
    """At seven days the answer is green, and a second later amber."""
    limit = world.PUBLISHED + 7 * DAY
    bundle = world.bundle()
    assert ask(world, bundle=bundle, now=limit).verdict is Verdict.VALID
    stale = ask(world, bundle=bundle, now=limit + SECOND)
    assert stale.verdict is Verdict.CANNOT_BE_CONFIRMED
    assert stale.certificate == world.CERTIFICATE
    assert stale.status_as_of == world.PUBLISHED
    assert "24 November 2026 at 02:00" in stale.sentence


@pytest.mark.parametrize(("status", "_verdict"), STATUSES)
def test_a_stale_list_is_never_green_and_never_red(
    world: ModuleType, status: CertificateStatus, _verdict: Verdict
) -> None:
    """Whatever an old list said, the answer is that it cannot be confirmed."""
    bundle = world.bundle(status=status)
    for late in (8 * DAY, 30 * DAY, 500 * DAY):
        answer = ask(world, bundle=bundle, now=world.PUBLISHED + late)
        assert answer.verdict is Verdict.CANNOT_BE_CONFIRMED
        assert answer.certificate == world.CERTIFICATE


@pytest.mark.parametrize(
    "parts",
    [
        {"statuses": {"expires_at": -SECOND}},
        {"statuses": {"issued_at": -8 * DAY, "expires_at": DAY}},
        {"issued": {"issued_at": -8 * DAY}},
        {"statuses": {"uri": "ic:0000"}},
        {"trust": {"expires_at": -SECOND}},
        {"expires_at": -SECOND},
    ],
)
def test_any_part_that_is_old_or_missing_makes_the_answer_amber(
    world: ModuleType, parts: dict[str, Any]
) -> None:
    """Keys, manifest, status list and issued list must all be held and in date."""
    made: dict[str, Any] = {}
    for name, value in parts.items():
        if not isinstance(value, dict):
            made[name] = world.NOW + value
            continue
        changes = {
            key: world.NOW + one if isinstance(one, timedelta) else one
            for key, one in value.items()
        }
        if name == "statuses":
            made[name] = world.status_list(**changes)
        elif name == "issued":
            made[name] = world.issued_list(world.CERTIFICATE, **changes)
        else:
            made[name] = world.trust_list(**changes)
    answer = ask(world, parts=made)
    assert answer.verdict is Verdict.CANNOT_BE_CONFIRMED
    assert answer.certificate == world.CERTIFICATE


def test_without_a_police_file_nothing_is_confirmed_or_shown(
    world: ModuleType,
) -> None:
    """No signature can be checked, so no content is shown either."""
    answer = ask(world, bundle=None)
    assert answer.verdict is Verdict.CANNOT_BE_CONFIRMED
    assert answer.certificate is None
    refused = ask(world, bundle=None, refusal=UnknownRootError())
    assert "roots.cbor" in refused.sentence


def test_a_broken_code_is_not_genuine_even_without_a_police_file(
    world: ModuleType,
) -> None:
    """Digits that are no certificate need no list to be refused."""
    broken = verify(world.text()[:-5], bundle=None, now=world.NOW)
    assert broken.verdict is Verdict.NOT_GENUINE


def test_a_clock_that_is_behind_confirms_nothing(world: ModuleType) -> None:
    """An officer's device set back would make an old list look fresh."""
    bundle = world.bundle()
    late = world.NOW + DAY
    allowed = late - timedelta(seconds=300)
    assert ask(world, bundle=bundle, floor=late, now=allowed).verdict is Verdict.VALID
    behind = ask(world, bundle=bundle, floor=late, now=allowed - SECOND)
    assert behind.verdict is Verdict.CANNOT_BE_CONFIRMED
    assert "clock" in behind.sentence
    assert behind.certificate == world.CERTIFICATE
    set_back = world.PUBLISHED - timedelta(seconds=301)
    answer = ask(world, bundle=bundle, now=set_back)
    assert answer.verdict is Verdict.CANNOT_BE_CONFIRMED


def test_the_floor_is_carried_from_one_day_to_the_next(world: ModuleType) -> None:
    """The floor that one file gave stops a clock that is set back before the next."""
    floor = world.bundle().clock_floor(world.NOW, None)
    yesterday = world.PUBLISHED - DAY
    older = world.bundle(
        now=yesterday,
        published=yesterday,
        sequence=6,
        trust=world.trust_list(issued_at=yesterday),
    )
    answer = ask(world, bundle=older, now=yesterday + SECOND, floor=floor)
    assert answer.verdict is Verdict.CANNOT_BE_CONFIRMED


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
    answer = ask(world, parts=parts)
    assert answer.verdict is Verdict.UNKNOWN_ISSUER
    assert answer.certificate is None
    late = world.PUBLISHED + 401 * DAY
    answer = ask(world, bundle=world.bundle(**parts), now=late)
    assert answer.verdict is Verdict.CANNOT_BE_CONFIRMED


def test_nothing_is_issued_in_the_future(world: ModuleType) -> None:
    """300 seconds are let pass; a second more is not genuine."""
    skew = timedelta(seconds=300)
    at = world.certificate(issued_at=world.NOW + skew)
    assert ask(world, at).verdict is Verdict.VALID
    after = world.certificate(issued_at=world.NOW + skew + SECOND)
    assert ask(world, after).verdict is Verdict.NOT_GENUINE


def test_a_specimen_is_never_valid(world: ModuleType) -> None:
    """Without an agreement every verifier says so, and shows what was signed."""
    specimen = world.certificate(agreement=None)
    answer = ask(world, specimen, force=world.FORCE)
    assert answer.verdict is Verdict.SPECIMEN
    assert answer.certificate == specimen


def test_an_agreement_counts_for_its_own_force(world: ModuleType) -> None:
    """Capitals do not matter; another force is told whose agreement it is."""
    assert ask(world, force="penmaen police").verdict is Verdict.VALID
    elsewhere = ask(world, force="Dyffryn Police")
    assert elsewhere.verdict is Verdict.NOT_COVERED_HERE
    assert world.FORCE in elsewhere.sentence


def test_the_weightiest_finding_is_the_answer(world: ModuleType) -> None:
    """A revoked, expired specimen of another force: each in its turn, as it clears."""
    expired = date(2026, 11, 22)
    specimen = world.certificate(agreement=None, valid_to=expired)
    answered = [
        ask(world, specimen, now=world.NOW + 30 * DAY, bundle=world.bundle(specimen)),
        verify(world.text(specimen), bundle=world.bundle(), now=world.NOW),
        ask(world, specimen, parts={"status": CertificateStatus.REVOKED}),
        ask(world, specimen, parts={"status": CertificateStatus.SUSPENDED}),
        ask(world, specimen, parts={"status": CertificateStatus.SUPERSEDED}),
        ask(world, specimen),
        ask(world, world.certificate(agreement=None)),
        ask(world, force="Dyffryn Police"),
        ask(world),
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
    answer = ask(world, specimen, parts={"status": CertificateStatus.WINDING_DOWN})
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
    assert ask(world, expired, next_steps=steps).next_step == (
        "Offer the Dyffryn programme."
    )
    assert ask(world, expired).next_step == NEXT_STEPS[Verdict.EXPIRED]


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
