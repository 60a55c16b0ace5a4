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
    AGREEMENT,
    BORN,
    CARRY,
    CERTIFICATE,
    CERTIFICATE_NAMES,
    EXPIRES,
    FORM,
    HOLDER,
    ISSUED_AT,
    ISSUER,
    LIMITS,
    NOT_BEFORE,
    NUMBER,
    PATIENT,
    PLACE,
    POLICY,
    POSTCODE,
    ROLE,
    SETTING,
    SLOT,
    STATUS,
    STATUS_LIST,
    STOCK,
    TOKEN_ID,
    URI,
)
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
_ONE_DAY = timedelta(days=1)
_SECONDS_A_DAY = 24 * 60 * 60
_LONGEST_SECONDS = LONGEST_VALIDITY.days * _SECONDS_A_DAY

_NOT_ON_A_CARD = (PLACE, SETTING, STOCK)
_CLAIMS = Labels(
    {ISSUER, EXPIRES, NOT_BEFORE, ISSUED_AT, TOKEN_ID, STATUS, CERTIFICATE}
)
_FIELDS = Labels(
    {NUMBER, HOLDER, BORN, LIMITS, POLICY, ROLE, CARRY, FORM},
    {*_NOT_ON_A_CARD, POSTCODE, AGREEMENT, PATIENT},
)
_STATUS, _SLOT = Labels({STATUS_LIST}), Labels({SLOT, URI})
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
    slot = {SLOT: certificate.slot.index, URI: certificate.slot.uri}
    return {
        ISSUER: certificate.issuer,
        EXPIRES: to_seconds(midnight_after(certificate.valid_to)),
        NOT_BEFORE: to_seconds(midnight_before(certificate.valid_from)),
        ISSUED_AT: to_seconds(certificate.issued_at),
        TOKEN_ID: certificate.token_id,
        STATUS: {STATUS_LIST: slot},
        CERTIFICATE: _certificate_claims(certificate),
    }


def _certificate_claims(certificate: Certificate) -> dict[int, object]:
    agreement, setting = certificate.agreement, certificate.setting
    named = None if agreement is None else [agreement.reference, agreement.force]
    claims: dict[int, object] = {
        NUMBER: certificate.number,
        HOLDER: certificate.holder,
        BORN: certificate.date_of_birth.toordinal() - _EPOCH,
        PLACE: certificate.place,
        POSTCODE: certificate.postcode,
        SETTING: None if setting is None else _SETTING_CODES[setting],
        LIMITS: _limit_numbers(certificate.indoor, certificate.outdoor),
        STOCK: certificate.stock_grams,
        POLICY: certificate.policy,
        ROLE: _PATIENT_GROWS if certificate.patient is None else _ANOTHER_GROWS,
        CARRY: certificate.carry_grams,
        AGREEMENT: named,
        FORM: _FORM_CODES[certificate.form],
        PATIENT: certificate.patient,
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
    claims = Fields(quick.claims(payload) or decode(payload), "claim", _CLAIMS)
    return _certificate(claims, claims.inner(CERTIFICATE, _FIELDS, CERTIFICATE_NAMES))


def _certificate(claims: Fields, body: Fields) -> Certificate:
    issued_at = claims.seconds(ISSUED_AT)
    valid_from, valid_to = _validity(claims)
    form = _FORMS[body.whole(FORM, 1, 2)]
    _require_labels_of(body, form)
    setting = _setting(body)
    indoor, outdoor = _limits(body, setting)
    certificate = object.__new__(Certificate)
    # Its own way sets them one by one, at three times the cost.
    vars(certificate).update(
        number=_number(body),
        issuer=claims.issuer(ISSUER),
        form=form,
        holder=body.text(HOLDER),
        date_of_birth=_date_of_birth(body, issued_at),
        patient=body.optional_text(PATIENT),
        place=body.optional_text(PLACE),
        postcode=body.optional_text(POSTCODE),
        setting=setting,
        indoor=indoor,
        outdoor=outdoor,
        stock_grams=body.whole(STOCK) if STOCK in body else None,
        carry_grams=body.whole(CARRY),
        policy=body.shared_text(POLICY),
        agreement=_agreement(body),
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


def _require_labels_of(body: Fields, form: Form) -> None:
    """Refuse a card that tells where, and a certificate that does not."""
    if form is Form.CARD:
        for label in (*_NOT_ON_A_CARD, POSTCODE):
            if label in body:
                raise body.refusal(label, FieldFault.NOT_HERE)
    elif not body.has_all(_NOT_ON_A_CARD):
        missing = next(label for label in _NOT_ON_A_CARD if label not in body)
        raise body.refusal(missing, FieldFault.MISSING)
    role = body.whole(ROLE, _PATIENT_GROWS, _ANOTHER_GROWS)
    if (PATIENT in body) is not (role == _ANOTHER_GROWS):
        raise body.refusal(PATIENT, FieldFault.NOT_HERE)


def _number(body: Fields) -> CertificateNumber:
    number = body.value(NUMBER)
    if isinstance(number, str) and is_certificate_number(number):
        return CertificateNumber(number)
    body.text(NUMBER)
    raise body.refusal(NUMBER, FieldFault.FORM)


def _date_of_birth(body: Fields, issued_at: int) -> date:
    utc_day = issued_at // _SECONDS_A_DAY
    # London is never behind UTC, and at most a day ahead.
    days = body.whole(BORN, _EARLIEST_BIRTH, utc_day + 1)
    born = date.fromordinal(days + _EPOCH)
    if days > utc_day and born > london_day(from_seconds(issued_at)):
        raise body.refusal(BORN, FieldFault.RANGE)
    return born


def _setting(body: Fields) -> Setting | None:
    if SETTING not in body:
        return None
    return _SETTINGS[body.whole(SETTING, 1, len(_SETTINGS))]


def _limits(
    body: Fields, setting: Setting | None
) -> tuple[PlantLimits | None, PlantLimits | None]:
    """Read the limits for the indoor and the outdoor period.

    A card does not tell the setting: its limits, if there is one pair, are read as
    those of the indoor period.
    """
    numbers = body.wholes(LIMITS, counts=_counts(setting))
    first = _pair(body, numbers[0], numbers[1])
    if len(numbers) == _TWO_PERIODS:
        return first, _pair(body, numbers[2], numbers[3])
    return (None, first) if setting is Setting.OUTDOOR else (first, None)


def _counts(setting: Setting | None) -> tuple[int, ...]:
    if setting is None:
        return (_ONE_PERIOD, _TWO_PERIODS)
    return (_TWO_PERIODS,) if setting is Setting.BOTH else (_ONE_PERIOD,)


def _pair(body: Fields, flowering: int, plants: int) -> PlantLimits:
    if flowering > plants:
        raise body.refusal(LIMITS, FieldFault.RANGE)
    return _plant_limits(flowering, plants)


@lru_cache(maxsize=1024)
def _plant_limits(flowering: int, plants: int) -> PlantLimits:
    """Return a value that many certificates share."""
    return PlantLimits(flowering=flowering, plants=plants)


def _agreement(body: Fields) -> CertifiedAgreement | None:
    if AGREEMENT not in body:
        return None
    reference, force = body.texts(AGREEMENT, count=2)
    return CertifiedAgreement(reference, force)


def _slot(claims: Fields) -> StatusSlot:
    status = claims.inner(STATUS, _STATUS)
    slot = status.inner(STATUS_LIST, _SLOT)
    return StatusSlot(
        uri=slot.list_name(URI),
        index=slot.whole(SLOT, most=MOST_SLOTS - 1),
    )
