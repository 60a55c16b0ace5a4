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
from amnesty.domain.london import LONDON, london_day
from amnesty.domain.verdict import Verdict
from amnesty.errors.lists import SlotOutsideListError, StatusUnknownError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.credential.bundle import Bundle
    from amnesty.credential.status import StatusList

FRESH = timedelta(days=7)
"""How long lists count; then the answer is amber, never green and never red."""

_CANNOT = "This certificate cannot be confirmed."

_NO_LIST = "The police file on this device has no lists for it."
_NEVER_ISSUED = "The authority never issued this certificate, though its key signed it."


class Finding(NamedTuple):
    """A verdict that a step arrives at, and what says its sentence.

    Of all that is found only one is said, so a sentence is made when it is.
    """

    verdict: Verdict
    say: Callable[[], str]


def moment_in_words(at: datetime) -> str:
    """Return an instant as London's clocks show it: 3 May 2026 at 14:30."""
    return f"{in_words(london_day(at))} at {at.astimezone(LONDON):%H:%M}"


def cannot_be_confirmed(why: Callable[[], object]) -> Finding:
    """Return the amber answer, with its reason."""
    return Finding(Verdict.CANNOT_BE_CONFIRMED, lambda: f"{_CANNOT} {why()}")


def clock_findings(
    bundle: Bundle | None, now: datetime, floor: datetime | None
) -> Iterator[Finding]:
    """Step 6: a clock that is behind would make an old list look fresh."""
    known = (floor, None if bundle is None else bundle.manifest.issued_at)
    newest = max((at for at in known if at is not None), default=now)
    if now < newest - CLOCK_SKEW:
        yield cannot_be_confirmed(
            lambda: (
                f"This device's clock is behind: it says {moment_in_words(now)}, and a "
                f"police file of {moment_in_words(newest)} was already here."
            )
        )


def date_findings(certificate: Certificate, at: datetime) -> Iterator[Finding]:
    """Step 7: valid when nothing else is found, or on the wrong side of a date."""
    first, last, day = certificate.valid_from, certificate.valid_to, london_day(at)
    if day < first:
        yield Finding(
            Verdict.NOT_YET_VALID,
            lambda: (
                "This certificate is genuine, but it is only valid from "
                f"{in_words(first)}."
            ),
        )
    elif day > last:
        yield Finding(
            Verdict.EXPIRED,
            lambda: (
                "This certificate is genuine, but it was only valid until "
                f"{in_words(last)}."
            ),
        )
    yield Finding(
        Verdict.VALID,
        lambda: f"This certificate is genuine and valid until {in_words(last)}.",
    )


def status_findings(
    certificate: Certificate, bundle: Bundle | None, now: datetime
) -> Iterator[Finding]:
    """Step 8: how the certificate stands, and whether the list says so today."""
    held = None if bundle is None else bundle.status_lists.get(certificate.slot.uri)
    if bundle is None or held is None or held.issuer != certificate.issuer:
        yield cannot_be_confirmed(lambda: _NO_LIST)
        return
    trust, manifest, claims = bundle.trust, bundle.manifest, held.claims
    if now >= trust.expires_at:
        yield _too_old("list of authorities' keys", trust.issued_at)
    if now >= manifest.expires_at:
        yield _too_old("police file", manifest.issued_at)
    if _is_old(claims.issued_at, claims.expires_at, now):
        yield _too_old("status list", claims.issued_at)
    yield from _standing(held, certificate.slot.index)


def _standing(held: StatusList, index: int) -> Iterator[Finding]:
    try:
        status = held.status_at(index)
    except SlotOutsideListError as error:
        yield _never_issued(f"{_NEVER_ISSUED} {error}")
    except StatusUnknownError as error:
        why = str(error)
        yield cannot_be_confirmed(lambda: why)
    else:
        if status is not CertificateStatus.VALID:
            verdict, sentence = _STANDINGS[status]
            yield Finding(verdict, lambda: sentence)


_STANDINGS = {
    CertificateStatus.REVOKED: (
        Verdict.REVOKED,
        "The authority has ended this certificate.",
    ),
    CertificateStatus.SUSPENDED: (
        Verdict.SUSPENDED,
        "The authority has suspended this certificate: it does not count now.",
    ),
    CertificateStatus.SUPERSEDED: (
        Verdict.SUPERSEDED,
        "Another certificate has taken this one's place.",
    ),
    CertificateStatus.RENEWAL_PENDING: (
        Verdict.VALID_RENEWAL_PENDING,
        (
            "This certificate is genuine and stays valid while the authority decides "
            "on its renewal."
        ),
    ),
    CertificateStatus.WINDING_DOWN: (
        Verdict.VALID_WINDING_DOWN,
        (
            "This certificate is genuine. The registration has ended, and plants and "
            "stock may stay for the time that the authority gave."
        ),
    ),
}
"""Every status but "valid", which leaves the word to the other steps."""


def issue_findings(
    certificate: Certificate, payload: bytes, bundle: Bundle | None, now: datetime
) -> Iterator[Finding]:
    """Step 9: whether the desk issued these very bytes, whatever key signed them."""
    held = None if bundle is None else bundle.issued_lists.get(certificate.slot.uri)
    if held is None or held.issuer != certificate.issuer:
        yield cannot_be_confirmed(lambda: _NO_LIST)
        return
    if _is_old(held.issued_at, held.expires_at, now):
        yield _too_old("list of what was issued", held.issued_at)
    try:
        is_issued = held.has_issued(certificate.slot.index, payload_hash(payload))
    except SlotOutsideListError as error:
        yield _never_issued(f"{_NEVER_ISSUED} {error}")
        return
    if is_issued:
        return
    issued_at, listed_at = certificate.issued_at, held.issued_at
    if issued_at > listed_at:
        # The list cannot know what came after it: not green, and no accusation either.
        yield cannot_be_confirmed(
            lambda: (
                f"It was issued on {moment_in_words(issued_at)}, after the police file "
                f"of {moment_in_words(listed_at)}."
            )
        )
    else:
        yield _never_issued(_NEVER_ISSUED)


def agreement_findings(
    certificate: Certificate, force: str | None
) -> Iterator[Finding]:
    """Last: the agreement that the certificate rests on, and with whom."""
    agreement = certificate.agreement
    if agreement is None:
        yield Finding(
            Verdict.SPECIMEN,
            lambda: (
                "This is a specimen: no agreement with the police stands behind it."
            ),
        )
    elif force is not None and force.casefold() != agreement.force.casefold():
        yield Finding(
            Verdict.NOT_COVERED_HERE,
            lambda: (
                "This certificate is genuine, but it rests on an agreement with "
                f"{agreement.force}, not with {force}."
            ),
        )


def _never_issued(sentence: str) -> Finding:
    return Finding(Verdict.NOT_ISSUED, lambda: sentence)


def _too_old(what: str, issued_at: datetime) -> Finding:
    return cannot_be_confirmed(
        lambda: (
            f"The {what} on this device is of {moment_in_words(issued_at)}, which is "
            "too old."
        )
    )


def _is_old(issued_at: datetime, expires_at: datetime, now: datetime) -> bool:
    return now >= expires_at or now - issued_at > FRESH
