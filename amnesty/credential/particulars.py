"""What a certificate says of its holder: a map within the claims, read field by field.

Each reader raises a `CredentialError` where its field is not as the format has it.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from amnesty.credential.fields import Fields, Labels
from amnesty.credential.instants import from_seconds
from amnesty.credential.labels import (
    AGREEMENT,
    BORN,
    CARRY,
    FORM,
    HOLDER,
    LIMITS,
    NUMBER,
    PATIENT,
    PLACE,
    POLICY,
    POSTCODE,
    ROLE,
    SETTING,
    STOCK,
)
from amnesty.domain.certificate import (
    Certificate,
    CertifiedAgreement,
    Form,
    PlantLimits,
    Setting,
)
from amnesty.domain.identifiers import CertificateNumber, is_certificate_number
from amnesty.domain.london import london_day
from amnesty.errors.credential import FieldFault

_NOT_ON_A_CARD = (PLACE, SETTING, STOCK)
PARTICULARS = Labels(
    {NUMBER, HOLDER, BORN, LIMITS, POLICY, ROLE, CARRY, FORM},
    {*_NOT_ON_A_CARD, POSTCODE, AGREEMENT, PATIENT},
)
_SETTING_CODES = {Setting.INDOOR: 1, Setting.OUTDOOR: 2, Setting.BOTH: 3}
_SETTINGS = {code: setting for setting, code in _SETTING_CODES.items()}
_FORM_CODES = {Form.CERTIFICATE: 1, Form.CARD: 2}
_FORMS = {code: form for form, code in _FORM_CODES.items()}
_PATIENT_GROWS, _ANOTHER_GROWS = 1, 2
_ONE_PERIOD, _TWO_PERIODS = 2, 4

_SECONDS_A_DAY = 24 * 60 * 60
_EPOCH = date(1970, 1, 1).toordinal()
_EARLIEST_BIRTH = date(1850, 1, 1).toordinal() - _EPOCH


def particulars(certificate: Certificate) -> dict[int, object]:
    """Return the map that says all this; what is None is left out."""
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


def form_of(body: Fields) -> Form:
    """Return whether it is a certificate or a card."""
    return _FORMS[body.whole(FORM, 1, 2)]


def require_labels_of(body: Fields, form: Form) -> None:
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


def number_of(body: Fields) -> CertificateNumber:
    """Read the number, whose check character holds."""
    number = body.value(NUMBER)
    if isinstance(number, str) and is_certificate_number(number):
        return CertificateNumber(number)
    body.text(NUMBER)
    raise body.refusal(NUMBER, FieldFault.FORM)


def date_of_birth_of(body: Fields, issued_at: int) -> date:
    """Read the holder's date of birth: in London, no later than the issue."""
    utc_day = issued_at // _SECONDS_A_DAY
    # London is never behind UTC, and at most a day ahead.
    days = body.whole(BORN, _EARLIEST_BIRTH, utc_day + 1)
    born = date.fromordinal(days + _EPOCH)
    if days > utc_day and born > london_day(from_seconds(issued_at)):
        raise body.refusal(BORN, FieldFault.RANGE)
    return born


def setting_of(body: Fields) -> Setting | None:
    """Read where it grows; None on a card."""
    if SETTING not in body:
        return None
    return _SETTINGS[body.whole(SETTING, 1, len(_SETTINGS))]


def limits_of(
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


def agreement_of(body: Fields) -> CertifiedAgreement | None:
    """Read the agreement with the police; None while there is none."""
    if AGREEMENT not in body:
        return None
    reference, force = body.texts(AGREEMENT, count=2)
    return CertifiedAgreement(reference, force)
