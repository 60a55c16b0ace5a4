"""Every kind of identifier in one place: numbers of ours, of health services, codes."""

from __future__ import annotations

import re
from typing import NewType

from amnesty.domain.health_numbers import (
    HealthNumber,
    HealthNumberKind,
    grouped_health_number,
    health_number_kind,
    parse_health_number,
)
from amnesty.domain.own_numbers import (
    RANDOM_BYTES_NEEDED,
    CertificateNumber,
    DestructionNumber,
    ReceiptNumber,
    RegistrationNumber,
    is_certificate_number,
    new_certificate_number,
    new_destruction_number,
    new_receipt_number,
    new_registration_number,
    parse_certificate_number,
    parse_receipt_number,
    parse_registration_number,
)
from amnesty.domain.postcodes import Postcode, parse_postcode
from amnesty.errors.identifiers import (
    AuthorityCodeError,
    AuthorityKindError,
    NumberMissingError,
)

__all__ = [
    "DEMONSTRATION_GSS",
    "MAY_REGISTER",
    "RANDOM_BYTES_NEEDED",
    "CertificateNumber",
    "DestructionNumber",
    "GssCode",
    "HealthNumber",
    "HealthNumberKind",
    "Postcode",
    "ReceiptNumber",
    "RegistrationNumber",
    "grouped_health_number",
    "health_number_kind",
    "is_certificate_number",
    "new_certificate_number",
    "new_destruction_number",
    "new_receipt_number",
    "new_registration_number",
    "parse_certificate_number",
    "parse_gss_code",
    "parse_health_number",
    "parse_postcode",
    "parse_receipt_number",
    "parse_registration_number",
]

GssCode = NewType("GssCode", str)
"""An authority's code of the Office for National Statistics, as `E07000008`."""

MAY_REGISTER = ("E06", "E07", "E08", "E09", "W06", "S12", "N09")
"""Unitary, district, metropolitan and London councils, Wales, Scotland, N. Ireland."""

DEMONSTRATION_GSS = GssCode("E06999999")
"""The demonstration's authority: no council has or will have this code."""


def parse_gss_code(text: str) -> GssCode:
    """Read the code of an authority that may register patients.

    Raises:
        BadInputError: it is missing, no such code, or not that of such an authority.
    """
    code = re.sub(r"\s+", "", text).upper()
    if not code:
        what = "authority code"
        raise NumberMissingError(what)
    if not re.fullmatch(r"[A-Z][0-9]{8}", code):
        raise AuthorityCodeError
    if not code.startswith(MAY_REGISTER):
        raise AuthorityKindError(code, MAY_REGISTER)
    return GssCode(code)
