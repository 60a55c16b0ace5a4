"""What the verifier's steps 6 to 9 find, each as a verdict with its sentence.

A step returns all that it finds, and the verifier weighs what all steps found together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from amnesty.credential.instants import CLOCK_SKEW
from amnesty.credential.token import payload_hash
from amnesty.domain.certificate import Certificate, CertificateStatus
from amnesty.domain.dates import in_words
from amnesty.domain.london import LONDON, london_day
from amnesty.domain.verdict import Verdict
from amnesty.errors.lists import SlotOutsideListError, StatusUnknownError

if TYPE_CHECKING:
    from collections.abc import Callable

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


Findings = Sequence[Finding]
"""All that one step finds."""


def moment_in_words(at: datetime) -> str:
    """Return an instant as London's clocks show it: 3 May 2026 at 14:30."""
    return f"{in_words(london_day(at))} at {at.astimezone(LONDON):%H:%M}"


def cannot_be_confirmed(why: Callable[[], object]) -> Finding:
    """Return the amber answer, with its reason."""
    return Finding(Verdict.CANNOT_BE_CONFIRMED, lambda: f"{_CANNOT} {why()}")


def clock_findings(
    bundle: Bundle | None, now: datetime, floor: datetime | None
) -> Findings:
    """Step 6: a clock that is behind would make an old list look fresh."""
    newest = now if bundle is None else bundle.manifest.issued_at
    if floor is not None and (bundle is None or floor > newest):
        newest = floor
    if now >= newest - CLOCK_SKEW:
        return ()
    return (
        cannot_be_confirmed(
            lambda: (
                f"This device's clock is behind: it says {moment_in_words(now)}, and a "
                f"police file of {moment_in_words(newest)} was already here."
            )
        ),
    )


def date_findings(certificate: Certificate, at: datetime) -> Findings:
    """Step 7: valid when nothing else is found, or on the wrong side of a date."""
    first, last, day = certificate.valid_from, certificate.valid_to, london_day(at)
    if first <= day <= last:
        return _dated(Verdict.VALID, " and valid until", last)
    if day < first:
        return _dated(Verdict.NOT_YET_VALID, ", but it is only valid from", first)
    return _dated(Verdict.EXPIRED, ", but it was only valid until", last)


def _dated(verdict: Verdict, words: str, day: date) -> Findings:
    return (
        Finding(
            verdict, lambda: f"This certificate is genuine{words} {in_words(day)}."
        ),
    )


def status_findings(
    certificate: Certificate, bundle: Bundle | None, now: datetime
) -> Findings:
    """Step 8: how the certificate stands, and whether the list says so today."""
    held = None if bundle is None else bundle.status_lists.get(certificate.slot.uri)
    if bundle is None or held is None or held.issuer != certificate.issuer:
        return (cannot_be_confirmed(lambda: _NO_LIST),)
    trust, manifest, claims = bundle.trust, bundle.manifest, held.claims
    found = []
    if now >= trust.expires_at:
        found.append(_too_old("list of authorities' keys", trust.issued_at))
    if now >= manifest.expires_at:
        found.append(_too_old("police file", manifest.issued_at))
    if _is_old(claims.issued_at, claims.expires_at, now):
        found.append(_too_old("status list", claims.issued_at))
    return [*found, *_standing(held, certificate.slot.index)]


def _standing(held: StatusList, index: int) -> Findings:
    try:
        status = held.status_at(index)
    except SlotOutsideListError as error:
        return (_never_issued(f"{_NEVER_ISSUED} {error}"),)
    except StatusUnknownError as error:
        why = str(error)
        return (cannot_be_confirmed(lambda: why),)
    if status is CertificateStatus.VALID:
        return ()
    verdict, sentence = _STANDINGS[status]
    return (Finding(verdict, lambda: sentence),)


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
) -> Findings:
    """Step 9: whether the desk issued these very bytes, whatever key signed them."""
    held = None if bundle is None else bundle.issued_lists.get(certificate.slot.uri)
    if held is None or held.issuer != certificate.issuer:
        return (cannot_be_confirmed(lambda: _NO_LIST),)
    found: Findings = ()
    if _is_old(held.issued_at, held.expires_at, now):
        found = (_too_old("list of what was issued", held.issued_at),)
    try:
        is_issued = held.has_issued(certificate.slot.index, payload_hash(payload))
    except SlotOutsideListError as error:
        return (*found, _never_issued(f"{_NEVER_ISSUED} {error}"))
    if is_issued:
        return found
    return (*found, _unlisted(certificate.issued_at, held.issued_at))


def _unlisted(issued_at: datetime, listed_at: datetime) -> Finding:
    if issued_at <= listed_at:
        return _never_issued(_NEVER_ISSUED)
    # The list cannot know what came after it: not green, and no accusation either.
    return cannot_be_confirmed(
        lambda: (
            f"It was issued on {moment_in_words(issued_at)}, after the police file "
            f"of {moment_in_words(listed_at)}."
        )
    )


def agreement_findings(certificate: Certificate, force: str | None) -> Findings:
    """Last: the agreement that the certificate rests on, and with whom."""
    agreement = certificate.agreement
    if agreement is None:
        return (
            Finding(
                Verdict.SPECIMEN,
                lambda: (
                    "This is a specimen: no agreement with the police stands behind it."
                ),
            ),
        )
    if force is None or force.casefold() == agreement.force.casefold():
        return ()
    return (
        Finding(
            Verdict.NOT_COVERED_HERE,
            lambda: (
                "This certificate is genuine, but it rests on an agreement with "
                f"{agreement.force}, not with {force}."
            ),
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
