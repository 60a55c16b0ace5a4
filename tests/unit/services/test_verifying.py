"""The numbered steps, their precedence, and what an officer is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from amnesty.domain.certificate import CertificateStatus
from amnesty.domain.verdict import Verdict
from amnesty.errors.credential import UnknownRootError
from amnesty.services.verifying.steps import verify

if TYPE_CHECKING:
    from types import ModuleType


DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def test_a_genuine_certificate_is_valid(world: ModuleType) -> None:
    """The answer shows what was signed and how old the status is."""
    answer = world.ask()
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
    answer = world.ask(parts={"status": status})
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
    assert world.ask(at=at).verdict is verdict


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
    assert world.ask(late, parts={"status": status}).verdict is verdict


def test_a_pending_renewal_does_not_begin_early(world: ModuleType) -> None:
    """Before its first day a certificate is not valid, whatever is pending."""
    early = world.certificate(valid_from=date(2026, 12, 1))
    answer = world.ask(early, parts={"status": CertificateStatus.RENEWAL_PENDING})
    assert answer.verdict is Verdict.NOT_YET_VALID


def test_another_time_moves_the_dates_and_nothing_else(world: ModuleType) -> None:
    """The status is today's, its age counts from now, and the answer says so."""
    at = datetime(2027, 5, 1, 12, 0, tzinfo=UTC)
    answer = world.ask(at=at)
    assert answer.verdict is Verdict.VALID
    assert answer.hypothetical_at == at
    assert "hypothetical" in answer.sentence
    assert "1 May 2027 at 13:00" in answer.sentence
    revoked = world.ask(at=at, parts={"status": CertificateStatus.REVOKED})
    assert revoked.verdict is Verdict.REVOKED


def test_lists_count_for_seven_days(world: ModuleType) -> None:
    """At seven days the answer is green, and a second later amber."""
    limit = world.PUBLISHED + 7 * DAY
    bundle = world.bundle()
    assert world.ask(bundle=bundle, now=limit).verdict is Verdict.VALID
    stale = world.ask(bundle=bundle, now=limit + SECOND)
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
        answer = world.ask(bundle=bundle, now=world.PUBLISHED + late)
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
    answer = world.ask(parts=made)
    assert answer.verdict is Verdict.CANNOT_BE_CONFIRMED
    assert answer.certificate == world.CERTIFICATE


def test_without_a_police_file_nothing_is_confirmed_or_shown(
    world: ModuleType,
) -> None:
    """No signature can be checked, so no content is shown either."""
    answer = world.ask(bundle=None)
    assert answer.verdict is Verdict.CANNOT_BE_CONFIRMED
    assert answer.certificate is None
    refused = world.ask(bundle=None, refusal=UnknownRootError())
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
    assert world.ask(bundle=bundle, floor=late, now=allowed).verdict is Verdict.VALID
    behind = world.ask(bundle=bundle, floor=late, now=allowed - SECOND)
    assert behind.verdict is Verdict.CANNOT_BE_CONFIRMED
    assert "clock" in behind.sentence
    assert behind.certificate == world.CERTIFICATE
    set_back = world.PUBLISHED - timedelta(seconds=301)
    answer = world.ask(bundle=bundle, now=set_back)
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
    answer = world.ask(bundle=older, now=yesterday + SECOND, floor=floor)
    assert answer.verdict is Verdict.CANNOT_BE_CONFIRMED
