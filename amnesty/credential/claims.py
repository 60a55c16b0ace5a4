"""A certificate as the claims of a CBOR Web Token (RFC 8392), and back.

Read strictly: what was not written by `encode_claims` is not read by `decode_claims`.
The numbers are those of `amnesty.credential.labels`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from amnesty.credential import labels
from amnesty.credential.cbor import decode, encode
from amnesty.credential.fields import MOST_SLOTS, Fields
from amnesty.credential.instants import to_seconds
from amnesty.domain.certificate import (
    Certificate,
    CertifiedAgreement,
    Form,
    PlantLimits,
    Setting,
    StatusSlot,
)
from amnesty.domain.identifiers import CertificateNumber, is_certificate_number
from amnesty.domain.london import LONDON, london_day, midnight_after, midnight_before
from amnesty.errors.credential import (
    CertificateContentError,
    FieldFault,
    FieldRefusedError,
    ValidityTooLongError,
)

LONGEST_VALIDITY = timedelta(days=5 * 366)
TOKEN_ID_SIZE = 16
_NO_TIME, _ONE_DAY = timedelta(), timedelta(days=1)

_CLAIMS = {
    labels.ISSUER,
    labels.EXPIRES,
    labels.NOT_BEFORE,
    labels.ISSUED_AT,
    labels.TOKEN_ID,
    labels.STATUS,
    labels.CERTIFICATE,
}
_ALWAYS = {
    labels.NUMBER,
    labels.HOLDER,
    labels.BORN,
    labels.LIMITS,
    labels.POLICY,
    labels.ROLE,
    labels.CARRY,
    labels.FORM,
}
_NOT_ON_A_CARD = (labels.PLACE, labels.SETTING, labels.STOCK)
_STATUS, _SLOT = {labels.STATUS_LIST}, {labels.SLOT, labels.URI}
_SOMETIMES = {*_NOT_ON_A_CARD, labels.POSTCODE, labels.AGREEMENT, labels.PATIENT}
_SETTING_CODES = {Setting.INDOOR: 1, Setting.OUTDOOR: 2, Setting.BOTH: 3}
_SETTINGS = {code: setting for setting, code in _SETTING_CODES.items()}
_FORM_CODES = {Form.CERTIFICATE: 1, Form.CARD: 2}
_FORMS = {code: form for form, code in _FORM_CODES.items()}
_PATIENT_GROWS, _ANOTHER_GROWS = 1, 2
_ONE_PERIOD, _TWO_PERIODS = 2, 4

_EPOCH = date(1970, 1, 1).toordinal()
_EARLIEST_BIRTH = date(1850, 1, 1).toordinal() - _EPOCH


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
    slot = {labels.SLOT: certificate.slot.index, labels.URI: certificate.slot.uri}
    return {
        labels.ISSUER: certificate.issuer,
        labels.EXPIRES: to_seconds(midnight_after(certificate.valid_to)),
        labels.NOT_BEFORE: to_seconds(midnight_before(certificate.valid_from)),
        labels.ISSUED_AT: to_seconds(certificate.issued_at),
        labels.TOKEN_ID: certificate.token_id,
        labels.STATUS: {labels.STATUS_LIST: slot},
        labels.CERTIFICATE: _certificate_claims(certificate),
    }


def _certificate_claims(certificate: Certificate) -> dict[int, object]:
    agreement, setting = certificate.agreement, certificate.setting
    named = None if agreement is None else [agreement.reference, agreement.force]
    claims: dict[int, object] = {
        labels.NUMBER: certificate.number,
        labels.HOLDER: certificate.holder,
        labels.BORN: certificate.date_of_birth.toordinal() - _EPOCH,
        labels.PLACE: certificate.place,
        labels.POSTCODE: certificate.postcode,
        labels.SETTING: None if setting is None else _SETTING_CODES[setting],
        labels.LIMITS: _limit_numbers(certificate.indoor, certificate.outdoor),
        labels.STOCK: certificate.stock_grams,
        labels.POLICY: certificate.policy,
        labels.ROLE: _PATIENT_GROWS if certificate.patient is None else _ANOTHER_GROWS,
        labels.CARRY: certificate.carry_grams,
        labels.AGREEMENT: named,
        labels.FORM: _FORM_CODES[certificate.form],
        labels.PATIENT: certificate.patient,
    }
    return {label: value for label, value in claims.items() if value is not None}


def _limit_numbers(*periods: PlantLimits | None) -> list[int]:
    return [
        number
        for limits in periods
        if limits is not None
        for number in (limits.flowering, limits.plants)
    ]


def decode_claims(payload: bytes) -> Certificate:
    """Return the certificate that a payload states.

    Raises:
        CredentialError: the payload is not exactly as the format has it.
    """
    claims = Fields(
        decode(payload),
        of="claim",
        required=_CLAIMS,
    )
    body = claims.inner(
        labels.CERTIFICATE,
        required=_ALWAYS,
        optional=_SOMETIMES,
        names=labels.CERTIFICATE_NAMES,
    )
    return _certificate(claims, body)


def _certificate(claims: Fields, body: Fields) -> Certificate:
    issued_at = claims.instant(labels.ISSUED_AT)
    valid_from, valid_to = _validity(claims)
    form = _FORMS[body.whole(labels.FORM, least=1, most=2)]
    _require_labels_of(body, form)
    setting = _setting(body)
    indoor, outdoor = _limits(body, setting)
    return Certificate(
        number=_number(body),
        issuer=claims.issuer(labels.ISSUER),
        form=form,
        holder=body.text(labels.HOLDER),
        date_of_birth=_date_of_birth(body, issued_at),
        patient=_optional_text(body, labels.PATIENT),
        place=_optional_text(body, labels.PLACE),
        postcode=_optional_text(body, labels.POSTCODE),
        setting=setting,
        indoor=indoor,
        outdoor=outdoor,
        stock_grams=body.whole(labels.STOCK) if labels.STOCK in body else None,
        carry_grams=body.whole(labels.CARRY),
        policy=body.text(labels.POLICY),
        agreement=_agreement(body),
        valid_from=valid_from,
        valid_to=valid_to,
        issued_at=issued_at,
        slot=_slot(claims),
        token_id=claims.octets(labels.TOKEN_ID, size=TOKEN_ID_SIZE),
    )


def _optional_text(body: Fields, label: int) -> str | None:
    return body.text(label) if label in body else None


def _validity(claims: Fields) -> tuple[date, date]:
    """Read the first and the last day from two midnights in London."""
    not_before, expires = (
        claims.instant(labels.NOT_BEFORE),
        claims.instant(labels.EXPIRES),
    )
    if not _NO_TIME < expires - not_before <= LONGEST_VALIDITY:
        raise ValidityTooLongError
    begins, ends = not_before.astimezone(LONDON), expires.astimezone(LONDON)
    if begins.time() != time.min:
        raise claims.refusal(labels.NOT_BEFORE, FieldFault.FORM)
    if ends.time() != time.min:
        raise claims.refusal(labels.EXPIRES, FieldFault.FORM)
    return begins.date(), ends.date() - _ONE_DAY


def _require_labels_of(body: Fields, form: Form) -> None:
    """Refuse a card that tells where, and a certificate that does not."""
    if form is Form.CARD:
        for label in (*_NOT_ON_A_CARD, labels.POSTCODE):
            if label in body:
                raise body.refusal(label, FieldFault.NOT_HERE)
    else:
        for label in _NOT_ON_A_CARD:
            if label not in body:
                raise body.refusal(label, FieldFault.MISSING)
    role = body.whole(labels.ROLE, least=_PATIENT_GROWS, most=_ANOTHER_GROWS)
    if (labels.PATIENT in body) is not (role == _ANOTHER_GROWS):
        raise body.refusal(labels.PATIENT, FieldFault.NOT_HERE)


def _number(body: Fields) -> CertificateNumber:
    text = body.text(labels.NUMBER)
    if not is_certificate_number(text):
        raise body.refusal(labels.NUMBER, FieldFault.FORM)
    return CertificateNumber(text)


def _date_of_birth(body: Fields, issued_at: datetime) -> date:
    latest = london_day(issued_at).toordinal() - _EPOCH
    days = body.whole(labels.BORN, least=_EARLIEST_BIRTH, most=latest)
    return date.fromordinal(days + _EPOCH)


def _setting(body: Fields) -> Setting | None:
    if labels.SETTING not in body:
        return None
    return _SETTINGS[body.whole(labels.SETTING, least=1, most=len(_SETTINGS))]


def _limits(
    body: Fields, setting: Setting | None
) -> tuple[PlantLimits | None, PlantLimits | None]:
    """Read the limits for the indoor and the outdoor period.

    A card does not tell the setting: its limits, if there is one pair, are read as
    those of the indoor period.
    """
    numbers = body.wholes(labels.LIMITS, counts=_counts(setting))
    first = _pair(body, *numbers[:2])
    if len(numbers) == _TWO_PERIODS:
        return first, _pair(body, *numbers[2:])
    return (None, first) if setting is Setting.OUTDOOR else (first, None)


def _counts(setting: Setting | None) -> tuple[int, ...]:
    if setting is Setting.BOTH:
        return (_TWO_PERIODS,)
    return (_ONE_PERIOD, _TWO_PERIODS) if setting is None else (_ONE_PERIOD,)


def _pair(body: Fields, flowering: int, plants: int) -> PlantLimits:
    if flowering > plants:
        raise body.refusal(labels.LIMITS, FieldFault.RANGE)
    return PlantLimits(flowering=flowering, plants=plants)


def _agreement(body: Fields) -> CertifiedAgreement | None:
    if labels.AGREEMENT not in body:
        return None
    reference, force = body.texts(labels.AGREEMENT, count=2)
    return CertifiedAgreement(reference=reference, force=force)


def _slot(claims: Fields) -> StatusSlot:
    status = claims.inner(labels.STATUS, required=_STATUS)
    slot = status.inner(labels.STATUS_LIST, required=_SLOT)
    return StatusSlot(
        uri=slot.list_name(labels.URI),
        index=slot.whole(labels.SLOT, most=MOST_SLOTS - 1),
    )
