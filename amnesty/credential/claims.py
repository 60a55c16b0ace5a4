"""A certificate as the claims of a CBOR Web Token (RFC 8392), and back.

Read strictly: what was not written by `encode_claims` is not read by `decode_claims`.
The numbers are those of `amnesty.credential.labels`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from amnesty.credential import quick
from amnesty.credential.cbor import decode, encode
from amnesty.credential.fields import MOST_SLOTS, Fields, Labels
from amnesty.credential.instants import from_seconds, to_seconds
from amnesty.credential.labels import (
    CARRY,
    CERTIFICATE,
    CERTIFICATE_NAMES,
    EXPIRES,
    HOLDER,
    ISSUED_AT,
    ISSUER,
    NOT_BEFORE,
    PATIENT,
    PLACE,
    POLICY,
    POSTCODE,
    SLOT,
    STATUS,
    STATUS_LIST,
    STOCK,
    TOKEN_ID,
    URI,
)
from amnesty.credential.particulars import (
    PARTICULARS,
    agreement_of,
    date_of_birth_of,
    form_of,
    limits_of,
    number_of,
    particulars,
    require_labels_of,
    setting_of,
)
from amnesty.domain.certificate import (
    Certificate,
    StatusSlot,
)
from amnesty.domain.london import LONDON, midnight_after, midnight_before
from amnesty.errors.credential import (
    CertificateContentError,
    FieldFault,
    FieldRefusedError,
    ValidityTooLongError,
)

LONGEST_VALIDITY = timedelta(days=5 * 366)
TOKEN_ID_SIZE = 16
_ONE_DAY = timedelta(days=1)
_LONGEST_SECONDS = int(LONGEST_VALIDITY.total_seconds())

_CLAIMS = Labels(
    {ISSUER, EXPIRES, NOT_BEFORE, ISSUED_AT, TOKEN_ID, STATUS, CERTIFICATE}
)
_STATUS, _SLOT = Labels({STATUS_LIST}), Labels({SLOT, URI})


def encode_claims(certificate: Certificate) -> bytes:
    """Return the payload to sign; `decode_claims` gives the certificate back.

    Raises:
        CertificateContentError: a field cannot stand in a certificate.
    """
    try:
        payload = encode(_claims(certificate))
        is_whole = decode_claims(payload) == certificate
    except FieldRefusedError as refused:
        raise CertificateContentError(refused.field, refused.fault) from None
    except ValidityTooLongError:
        raise CertificateContentError("validity", FieldFault.RANGE) from None
    except (ValueError, OverflowError):
        raise CertificateContentError("time or text", FieldFault.FORM) from None
    if not is_whole:
        raise CertificateContentError("setting", FieldFault.NOT_HERE)
    return payload


def _claims(certificate: Certificate) -> dict[int, object]:
    slot = {SLOT: certificate.slot.index, URI: certificate.slot.uri}
    return {
        ISSUER: certificate.issuer,
        EXPIRES: to_seconds(midnight_after(certificate.valid_to)),
        NOT_BEFORE: to_seconds(midnight_before(certificate.valid_from)),
        ISSUED_AT: to_seconds(certificate.issued_at),
        TOKEN_ID: certificate.token_id,
        STATUS: {STATUS_LIST: slot},
        CERTIFICATE: particulars(certificate),
    }


def decode_claims(payload: bytes) -> Certificate:
    """Return the certificate that a payload states.

    Raises:
        CredentialError: the payload is not exactly as the format has it.
    """
    claims = Fields(quick.claims(payload) or decode(payload), "claim", _CLAIMS)
    return _certificate(
        claims, claims.inner(CERTIFICATE, PARTICULARS, CERTIFICATE_NAMES)
    )


def _certificate(claims: Fields, body: Fields) -> Certificate:
    issued_at = claims.seconds(ISSUED_AT)
    valid_from, valid_to = _validity(claims)
    form = form_of(body)
    require_labels_of(body, form)
    setting = setting_of(body)
    indoor, outdoor = limits_of(body, setting)
    certificate = object.__new__(Certificate)
    # Its own way sets them one by one, at three times the cost.
    vars(certificate).update(
        number=number_of(body),
        issuer=claims.issuer(ISSUER),
        form=form,
        holder=body.text(HOLDER),
        date_of_birth=date_of_birth_of(body, issued_at),
        patient=body.optional_text(PATIENT),
        place=body.optional_text(PLACE),
        postcode=body.optional_text(POSTCODE),
        setting=setting,
        indoor=indoor,
        outdoor=outdoor,
        stock_grams=body.whole(STOCK) if STOCK in body else None,
        carry_grams=body.whole(CARRY),
        policy=body.shared_text(POLICY),
        agreement=agreement_of(body),
        valid_from=valid_from,
        valid_to=valid_to,
        issued_at=from_seconds(issued_at),
        slot=_slot(claims),
        token_id=claims.octets(TOKEN_ID, size=TOKEN_ID_SIZE),
    )
    return certificate


def _validity(claims: Fields) -> tuple[date, date]:
    """Read the first and the last day from two midnights in London."""
    not_before = claims.seconds(NOT_BEFORE)
    expires = claims.seconds(EXPIRES)
    if not 0 < expires - not_before <= _LONGEST_SECONDS:
        raise ValidityTooLongError
    first, after = _day_from(not_before), _day_from(expires)
    if first is None:
        raise claims.refusal(NOT_BEFORE, FieldFault.FORM)
    if after is None:
        raise claims.refusal(EXPIRES, FieldFault.FORM)
    return first, after - _ONE_DAY


@lru_cache(maxsize=4096)
def _day_from(seconds: int) -> date | None:
    """Return the day that begins in London at this time; None if none does."""
    clock = datetime.fromtimestamp(seconds, LONDON)
    return None if clock.hour or clock.minute or clock.second else clock.date()


def _slot(claims: Fields) -> StatusSlot:
    status = claims.inner(STATUS, _STATUS)
    slot = status.inner(STATUS_LIST, _SLOT)
    return StatusSlot(
        uri=slot.list_name(URI),
        index=slot.whole(SLOT, most=MOST_SLOTS - 1),
    )
