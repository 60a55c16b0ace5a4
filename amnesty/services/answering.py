"""What the verifier's steps 6 to 9 find, each as a verdict with its sentence.

A step yields all that it finds, and the verifier weighs what all steps found together.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from amnesty.credential.instants import CLOCK_SKEW
from amnesty.credential.token import payload_hash
from amnesty.domain.certificate import Certificate, CertificateStatus
from amnesty.domain.dates import in_words
from amnesty.domain.london import LONDON, london_day, midnight_after, midnight_before
from amnesty.domain.verdict import Verdict
from amnesty.errors.lists import SlotOutsideListError, StatusUnknownError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.credential.bundle import Bundle

FRESH = timedelta(days=7)
"""How long lists count; then the answer is amber, never green and never red."""

CANNOT = "This certificate cannot be confirmed."

_NO_LIST = "The police file on this device has no lists for it."
_NEVER_ISSUED = "The authority never issued this certificate, though its key signed it."


class Finding(NamedTuple):
    """A verdict that a step arrives at, with its sentence."""

    verdict: Verdict
    sentence: str


def moment_in_words(at: datetime) -> str:
    """Return an instant as London's clocks show it: 3 May 2026 at 14:30."""
    return f"{in_words(london_day(at))} at {at.astimezone(LONDON):%H:%M}"


def clock_findings(
    bundle: Bundle | None, now: datetime, floor: datetime | None
) -> Iterator[Finding]:
    """Step 6: a clock that is behind would make an old list look fresh."""
    known = (floor, None if bundle is None else bundle.manifest.issued_at)
    newest = max((at for at in known if at is not None), default=now)
    if now < newest - CLOCK_SKEW:
        yield Finding(
            Verdict.CANNOT_BE_CONFIRMED,
            f"{CANNOT} This device's clock is behind: it says {moment_in_words(now)}, "
            f"and a police file of {moment_in_words(newest)} was already here.",
        )


def date_findings(certificate: Certificate, at: datetime) -> Iterator[Finding]:
    """Step 7: valid when nothing else is found, or on the wrong side of a date."""
    first, last = in_words(certificate.valid_from), in_words(certificate.valid_to)
    if at < midnight_before(certificate.valid_from):
        yield Finding(
            Verdict.NOT_YET_VALID,
            f"This certificate is genuine, but it is only valid from {first}.",
        )
    elif at >= midnight_after(certificate.valid_to):
        yield Finding(
            Verdict.EXPIRED,
            f"This certificate is genuine, but it was only valid until {last}.",
        )
    yield Finding(Verdict.VALID, f"This certificate is genuine and valid until {last}.")


def status_findings(
    certificate: Certificate, bundle: Bundle | None, now: datetime
) -> Iterator[Finding]:
    """Step 8: how the certificate stands, and whether the list says so today."""
    held = None if bundle is None else bundle.status_lists.get(certificate.slot.uri)
    if bundle is None or held is None or held.issuer != certificate.issuer:
        yield Finding(Verdict.CANNOT_BE_CONFIRMED, f"{CANNOT} {_NO_LIST}")
        return
    for what, issued_at, expires_at in (
        ("list of authorities' keys", bundle.trust.issued_at, bundle.trust.expires_at),
        ("police file", bundle.manifest.issued_at, bundle.manifest.expires_at),
    ):
        if now >= expires_at:
            yield Finding(
                Verdict.CANNOT_BE_CONFIRMED, f"{CANNOT} {_old(what, issued_at)}"
            )
    if _is_old(held.claims.issued_at, held.claims.expires_at, now):
        stale = _old("status list", held.claims.issued_at)
        yield Finding(Verdict.CANNOT_BE_CONFIRMED, f"{CANNOT} {stale}")
    try:
        yield from _standing(held.status_at(certificate.slot.index))
    except SlotOutsideListError as error:
        yield Finding(Verdict.NOT_ISSUED, f"{_NEVER_ISSUED} {error}")
    except StatusUnknownError as error:
        yield Finding(Verdict.CANNOT_BE_CONFIRMED, f"{CANNOT} {error}")


def _standing(status: CertificateStatus) -> Iterator[Finding]:
    match status:
        case CertificateStatus.VALID:
            pass
        case CertificateStatus.REVOKED:
            yield Finding(Verdict.REVOKED, "The authority has ended this certificate.")
        case CertificateStatus.SUSPENDED:
            yield Finding(
                Verdict.SUSPENDED,
                "The authority has suspended this certificate: it does not count now.",
            )
        case CertificateStatus.SUPERSEDED:
            yield Finding(
                Verdict.SUPERSEDED, "Another certificate has taken this one's place."
            )
        case CertificateStatus.RENEWAL_PENDING:
            yield Finding(
                Verdict.VALID_RENEWAL_PENDING,
                "This certificate is genuine and stays valid while the authority "
                "decides on its renewal.",
            )
        case CertificateStatus.WINDING_DOWN:
            yield Finding(
                Verdict.VALID_WINDING_DOWN,
                "This certificate is genuine. The registration has ended, and plants "
                "and stock may stay for the time that the authority gave.",
            )


def issue_findings(
    certificate: Certificate, payload: bytes, bundle: Bundle | None, now: datetime
) -> Iterator[Finding]:
    """Step 9: whether the desk issued these very bytes, whatever key signed them."""
    held = None if bundle is None else bundle.issued_lists.get(certificate.slot.uri)
    if held is None or held.issuer != certificate.issuer:
        yield Finding(Verdict.CANNOT_BE_CONFIRMED, f"{CANNOT} {_NO_LIST}")
        return
    if _is_old(held.issued_at, held.expires_at, now):
        stale = _old("list of what was issued", held.issued_at)
        yield Finding(Verdict.CANNOT_BE_CONFIRMED, f"{CANNOT} {stale}")
    try:
        is_issued = held.has_issued(certificate.slot.index, payload_hash(payload))
    except SlotOutsideListError as error:
        yield Finding(Verdict.NOT_ISSUED, f"{_NEVER_ISSUED} {error}")
        return
    if is_issued:
        return
    if certificate.issued_at > held.issued_at:
        # The list cannot know what came after it: not green, and no accusation either.
        yield Finding(
            Verdict.CANNOT_BE_CONFIRMED,
            f"{CANNOT} It was issued on {moment_in_words(certificate.issued_at)}, "
            f"after the police file of {moment_in_words(held.issued_at)}.",
        )
    else:
        yield Finding(Verdict.NOT_ISSUED, _NEVER_ISSUED)


def agreement_findings(
    certificate: Certificate, force: str | None
) -> Iterator[Finding]:
    """Last: the agreement that the certificate rests on, and with whom."""
    if certificate.agreement is None:
        yield Finding(
            Verdict.SPECIMEN,
            "This is a specimen: no agreement with the police stands behind it.",
        )
    elif (
        force is not None and force.casefold() != certificate.agreement.force.casefold()
    ):
        yield Finding(
            Verdict.NOT_COVERED_HERE,
            "This certificate is genuine, but it rests on an agreement with "
            f"{certificate.agreement.force}, not with {force}.",
        )


def _is_old(issued_at: datetime, expires_at: datetime, now: datetime) -> bool:
    return now >= expires_at or now - issued_at > FRESH


def _old(what: str, issued_at: datetime) -> str:
    moment = moment_in_words(issued_at)
    return f"The {what} on this device is of {moment}, which is too old."
