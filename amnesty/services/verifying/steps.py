"""Verifying: the numbered checks, from a code's text to an answer for an officer.

A pure function on bytes: the time, the lists and the clock's floor are arguments.

1. length and digits
2. strict CBOR, the envelope and its three labels
3. the content type
4. the key: known, of this algorithm, for certificates; then the signature
5. the claims: the issuer is the key's, issued within the key's window, not in future
6. the device's clock is not behind what it has seen
7. the dates
8. the status list: held, fresh, the slot inside it, its value
9. the issued list: the desk issued these very bytes

Steps 1 to 5 refuse. What steps 6 to 9 find is weighed by `PRECEDENCE`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from amnesty.credential.claims import decode_claims
from amnesty.credential.cose import Envelope, parse_sign1
from amnesty.credential.digits import digits_at_end, from_digits
from amnesty.credential.instants import CLOCK_SKEW
from amnesty.credential.labels import CERTIFICATE_TYPE
from amnesty.credential.trust import ListedUse, TrustList
from amnesty.domain.certificate import Certificate, Form
from amnesty.domain.verdict import Answer, Verdict
from amnesty.errors import CredentialError
from amnesty.errors.credential import IssuedAheadError, UnknownKeyError
from amnesty.services.verifying.answering import (
    Finding,
    agreement_findings,
    cannot_be_confirmed,
    clock_findings,
    date_findings,
    issue_findings,
    moment_in_words,
    status_findings,
)
from amnesty.services.verifying.next_steps import NEXT_STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from amnesty.credential.bundle import Bundle
    from amnesty.services.verifying.taking_in import PoliceFile

PRECEDENCE = (
    Verdict.CANNOT_BE_CONFIRMED,
    Verdict.NOT_ISSUED,
    Verdict.REVOKED,
    Verdict.SUSPENDED,
    Verdict.SUPERSEDED,
    Verdict.NOT_YET_VALID,
    Verdict.EXPIRED,
    Verdict.SPECIMEN,
    Verdict.NOT_COVERED_HERE,
    Verdict.VALID_WINDING_DOWN,
    Verdict.VALID_RENEWAL_PENDING,
    Verdict.VALID,
)
"""Which finding is the answer, the first of those found."""

PLACE_OF_A_CARD = (
    "A card does not say where: take the place from the A4 certificate, or ask the "
    "control room."
)

_WEIGHT = {verdict: place for place, verdict in enumerate(PRECEDENCE)}
_STILL_VALID = {Verdict.VALID_WINDING_DOWN, Verdict.VALID_RENEWAL_PENDING}


class Opened(NamedTuple):
    """A certificate that one of the authority's keys signed; steps 1 to 5 hold."""

    certificate: Certificate
    payload: bytes
    """The bytes that were signed."""


def verify(
    unverified: str | bytes,
    *,
    bundle: PoliceFile | None,
    now: datetime,
    floor: datetime | None = None,
    at: datetime | None = None,
    force: str | None = None,
    next_steps: Mapping[Verdict, str] = NEXT_STEPS,
    refusal: CredentialError | None = None,
) -> Answer:
    """Answer whether the certificate behind a code's text stands.

    Args:
        unverified: the text of the QR code.
        bundle: the daily police file as `take_in` took it in.
        now: the device's time.
        floor: the newest time that the device has seen (`Bundle.clock_floor`).
        at: another time to ask about, for step 7 alone.
        force: the device's police force, where it knows it.
        next_steps: what to do after each verdict, in the force's words.
        refusal: why there is no bundle, where one was refused.

    Raises:
        NothingReadableError: the text does not end in digits: it is no code at all.
    """
    try:
        envelope = _unverified_envelope(unverified)
        if bundle is None:
            return _answer(_without_a_bundle(refusal), next_steps, at=at)
        opened = _opened(envelope, trust=bundle.trust, now=now)
    except UnknownKeyError as error:
        return _answer(_unknown_issuer(error, bundle, now), next_steps, at=at)
    except CredentialError as error:
        return _answer(_not_genuine(error), next_steps, at=at)
    certificate = opened.certificate
    try:
        part = bundle.part(certificate.issuer)
    except CredentialError as error:
        finding = _without_a_bundle(error)
        return _answer(finding, next_steps, at=at, certificate=certificate)
    finding = _weightiest(
        _findings(opened, part, now=now, floor=floor, at=at, force=force)
    )
    held = None if part is None else part.status_lists.get(certificate.slot.uri)
    return _answer(
        finding,
        next_steps,
        at=at,
        status_as_of=None if held is None else held.claims.issued_at,
        certificate=None if finding.verdict is Verdict.NOT_ISSUED else certificate,
    )


def open_certificate(
    unverified: str | bytes, *, trust: TrustList, now: datetime
) -> Opened:
    """Return the certificate behind a code's text after steps 1 to 5: no list is asked.

    Raises:
        NothingReadableError: the text does not end in digits.
        CredentialError: it is not a certificate that a listed key signed.
    """
    return _opened(_unverified_envelope(unverified), trust=trust, now=now)


def _unverified_envelope(unverified: str | bytes) -> Envelope:
    # (1) Length and digits.
    text = unverified
    if isinstance(text, bytes):
        text = text.decode("ascii", errors="replace")
    token = from_digits(digits_at_end(text))
    # (2) Strict CBOR, the envelope, its labels.
    envelope = parse_sign1(token)
    # (3) The content type.
    envelope.require_content_type(CERTIFICATE_TYPE)
    return envelope


def _opened(envelope: Envelope, *, trust: TrustList, now: datetime) -> Opened:
    # (4) The key, and its signature over the bytes as received.
    listed, payload = trust.check(envelope, ListedUse.CERTIFICATE)
    # (5) The claims, and whether this key may have issued them then.
    certificate = decode_claims(payload)
    listed.require_issue(issuer=certificate.issuer, issued_at=certificate.issued_at)
    if certificate.issued_at > now + CLOCK_SKEW:
        raise IssuedAheadError(certificate.issued_at)
    return Opened(certificate, payload)


def _findings(
    opened: Opened,
    bundle: Bundle | None,
    *,
    now: datetime,
    floor: datetime | None,
    at: datetime | None,
    force: str | None,
) -> list[Finding]:
    certificate = opened.certificate
    return [
        # (6) The device's clock.
        *clock_findings(bundle, now, floor),
        # (7) The dates, the only step that another time moves.
        *date_findings(certificate, at or now),
        # (8) The status list.
        *status_findings(certificate, bundle, now),
        # (9) The issued list.
        *issue_findings(certificate, opened.payload, bundle, now),
        *agreement_findings(certificate, force),
    ]


def _without_a_bundle(refusal: CredentialError | None) -> Finding:
    why = refusal or "There is no daily police file on this device."
    return cannot_be_confirmed(lambda: why)


def _not_genuine(error: CredentialError) -> Finding:
    return Finding(
        Verdict.NOT_GENUINE, lambda: f"This is not a genuine certificate. {error}"
    )


def _unknown_issuer(
    error: UnknownKeyError, bundle: PoliceFile | None, now: datetime
) -> Finding:
    """A key that an old list of keys does not know may have been added since."""
    if bundle is not None and now >= bundle.trust.expires_at:
        return cannot_be_confirmed(
            lambda: f"{error} The list on this device is too old to be sure."
        )
    return Finding(
        Verdict.UNKNOWN_ISSUER,
        lambda: f"No authority that this device knows has signed this. {error}",
    )


def _weightiest(findings: list[Finding]) -> Finding:
    if len(findings) == 1:
        return findings[0]
    if any(one.verdict in _STILL_VALID for one in findings):
        findings = [one for one in findings if one.verdict is not Verdict.EXPIRED]
    return min(findings, key=lambda finding: _WEIGHT[finding.verdict])


def _answer(
    finding: Finding,
    next_steps: Mapping[Verdict, str],
    *,
    at: datetime | None,
    status_as_of: datetime | None = None,
    certificate: Certificate | None = None,
) -> Answer:
    verdict, sentence = finding.verdict, finding.say()
    if at is not None:
        sentence += f" This answer is hypothetical: it is for {moment_in_words(at)}."
    return Answer(
        verdict=verdict,
        sentence=sentence,
        next_step=_next_step(verdict, next_steps, certificate),
        status_as_of=status_as_of,
        certificate=certificate,
        hypothetical_at=at,
    )


def _next_step(
    verdict: Verdict, next_steps: Mapping[Verdict, str], certificate: Certificate | None
) -> str:
    """Return what to do; of a card also where the place is to be had."""
    if certificate is None or certificate.form is not Form.CARD:
        return next_steps[verdict]
    return f"{next_steps[verdict]} {PLACE_OF_A_CARD}"
