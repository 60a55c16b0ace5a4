"""What a record says becomes few bytes: deflate, primed with what most records say.

JSON of a record is mostly names of fields and the same few values. A packed text is::

    1 byte    1: deflate (RFC 1951), primed with the dictionary below
    …         the deflated JSON
    …         zeros to the next 64 bytes

The dictionary never changes: what was packed with it could not be read any more. A
better one is another number.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zlib import _Compress

PACKED = b"\x01"
"""Begins what is packed; JSON never begins so."""

_PADDED_TO = 64
_WINDOW = -12
"""No header, and matches up to 4,096 bytes back, which the dictionary fits into."""
_MEMORY = 5
_LEVEL = 3

DICTIONARY = (
    b'{"move":"send backapprove, as the first of two,refuseissue a certificate for'
    b"ask for the renewal ofsuspendreinstaterevokewithdrawrecord the death on"
    b'transferwind downcloseendrenew","state":"draftsubmittedapprovedactive'
    b"renewal pendingexpiredrefusedsuspendedrevokedwithdrawndeceasedtransferred"
    b'winding down","by":,"by_name":"","at":"2026-01-01T12:00:00Z","reasons":"",'
    b'"heard_on":null},{"move":"receive","state":"draft",{"move":"submit","state":'
    b'"submitted",{"move":"approve","state":"approved",{"move":"issue a certificate '
    b'for","state":"active",'
    b'"site":0,"kind":"second approverevidenceundertakingsitesindoors and outdoors '
    b"at onceowner's consentregistrations at the siteplantsstock"
    b'","found_on":"2027-","due_on":"2027-","receipts":[],"closed_on":null,"closed":'
    b'"handed inno longer above the limitnull}'
    b'"starts_on":"ends_on":"until":"contact":"ends_as":"caretaker":{"reason":"'
    b'{"form":"freshedibleliquidbeverageconcentrateseedsdried","grams":"",'
    b'"weighed_on":"2026-","origin":"held before registrationdispensed on prescription'
    b'home grown","harvested_on":"2026-","harvested_on":null,"thc_percent":null},'
    b'"capacity":"parental responsibilitylasting power of attorneydeputy appointed by '
    b"the courtguardian or welfare attorney in Scotlandother authority seen"
    b'","document":"","document_seen_on":"2026-","address":null,"may_sign":true},'
    b'"grower":{"full_name":"","date_of_birth":"19'
    b"driving licenceproof of age cardothernone seen"
    b"private tenantcouncil or housing association tenantallotment or pitchlodger or "
    b"living with familyownerindooroutdoorboth"
    b"seedclone seedlingharvesteddriedprocessedlostdestroyedhanded in"
    b"Summary Care Record pageprescription copyclinic letterdeclared by the patient"
    b'[{"evidence":[{"kind":"specialist\'s letter","issuer":"","issuers_number":"",'
    b'"issued_on":"2026-","valid_to":"2027-","seen_by":"","seen_on":"2026-"}],'
    b'[{"evidence":[],"need":{"grams_a_day":"3","basis":"stated by the evidence"},'
    b'"affordability":{"declared_on":"2026-01-","monthly_price":"200"},"steps":[],"renewal":null,'
    b'"needs_before":[]}]'
    b'[{"undertaking":{"version":"1","signed_on":"2026-","signed_by":"",'
    b'"signature_seen":true},[{"undertaking":null,"sites":[{"address":{"lines":["'
    b' Road"," Street"],"town":"","postcode":"","uprn":null},"setting":"indoor",'
    b'"locked":true,"tenure":"owner","owner_consent_seen_on":null,'
    b'"landlord_risk_explained":true,"electrical_and_fire_declared":true,'
    b'"under_18s_in_household":false,"locked_storage":true,"plants":[{"cultivar":"",'
    b'"count":1,"stage":"clone","since":"2026-"},{"cultivar":"","count":1,"stage":'
    b'"vegetative","since":"2026-"},{"cultivar":"","count":1,"stage":"flowering",'
    b'"since":"2026-01-01"}],"stock":[],"turn":null}],"caretaker":null,'
    b'"winding_down":null,"dues":[],"open_hand_ins":[]}]'
    b'[{"number":"R-","identity":{"patient":{"full_name":"","date_of_birth":"19'
    b'","health_number":"","health_number":null,"also_known_as":[],"home":{"lines":["'
    b'1 "],"town":"","postcode":"","uprn":null},"letters":null,"telephone":"01",'
    b'"telephone":"07","email":"@","email":"","safe_contact":{"post":true,'
    b'"telephone":true,"email":true,"note":""},"language":"en","photo_identity":'
    b'"passport","privacy_notice":"1","holds_no_other":true},"representative":null,'
    b'"grower":null,"restricted_to":[],"related":[],"safeguarding":""}}]'
)


@cache
def _primed() -> _Compress:
    """Return a compressor that has read the dictionary; it is copied for each text."""
    return zlib.compressobj(
        _LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_FIXED, DICTIONARY
    )


def packed(text: bytes) -> bytes:
    """Return a text in few bytes, in steps of 64 so that sizes say little."""
    stream = _primed().copy()
    short = b"".join((PACKED, stream.compress(text), stream.flush()))
    return short + bytes(-len(short) % _PADDED_TO)


def unpacked(short: bytes) -> bytes:
    """Return the text that `packed` packed.

    Raises:
        ValueError: it is no such text.
    """
    stream = zlib.decompressobj(_WINDOW, DICTIONARY)
    try:
        text = stream.decompress(short[len(PACKED) :])
    except zlib.error:
        raise ValueError from None
    if not stream.eof:
        raise ValueError
    return text
