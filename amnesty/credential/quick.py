"""Reading in one step what the desk writes; all else is left to the strict reader.

The bytes of a certificate have one order, and one length for each number, so that a
pattern takes them apart. What is found is exactly what `cbor.decode` finds. Where
nothing is found, that is asked: it alone refuses, and says why.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from amnesty.credential.cbor import decode
from amnesty.credential.labels import (
    AGREEMENT,
    BORN,
    CARRY,
    CERTIFICATE,
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
from amnesty.errors import CredentialError

if TYPE_CHECKING:
    from collections.abc import Callable

_ENVELOPE = re.compile(
    rb"\xd2\x84\x58\x24(.{36})\xa0(?:\x58([\x18-\xff])|\x59([\x01-\xff].))(.*)\x58\x40(.{64})",
    re.DOTALL,
)
_KINDS = {
    b"whole": rb"(?:[\0-\x17\x20-\x37]|[\x18\x38].|[\x19\x39]..|\x1a....)",
    # A label comes after each text, and is less than any letter: so its end is found.
    # Where it is not, the text's own length tells.
    b"text": rb"[\x60-\x78].[^\0-\x1f]*",
}
_PAYLOAD = re.compile(
    (
        rb"\xa7\x01(%(text)b)\x04(%(whole)b)\x05(%(whole)b)\x06(%(whole)b)"
        rb"\x07\x50(.{16})"
        rb"\x19\xff\xff\xa1\x6bstatus_list\xa2\x63idx(%(whole)b)\x63uri(%(text)b)"
        rb"\x3a\x00\x01\x11\x70([\xa0-\xb7])"
        rb"\x01(%(text)b)\x02(%(text)b)\x03(%(whole)b)"
        rb"(?:\x04(%(text)b))?(?:\x05(%(text)b))?(?:\x06(%(whole)b))?"
        rb"\x07(\x82%(whole)b{2}|\x84%(whole)b{4})(?:\x08(%(whole)b))?"
        rb"\x09(%(text)b)\x0a(%(whole)b)\x0b(%(whole)b)(?:\x0c(\x82.+?))?"
        rb"\x0d(%(whole)b)(?:\x0e(%(text)b))?"
    )
    % _KINDS,
    re.DOTALL,
)
_SIZES = {0x18: 2, 0x19: 3, 0x1A: 5}
"""How long a number is with its head, by the head."""
_LEAST = {2: 24, 3: 1 << 8, 5: 1 << 16}
"""The least number that is so long."""
_MOST_BYTES = 420
"""No larger certificate is issued, and no larger one has a pattern tried on it."""
_MAP = 0xA0
_NEGATIVE, _TEXT, _LONG_TEXT = 0x20, 0x60, 0x78
_ONE_MORE = 24


class _NotSoError(ValueError):
    """The bytes are not what their pattern looks like."""


def envelope_parts(unverified: bytes) -> tuple[bytes, bytes, bytes] | None:
    """Return protected header, payload and signature of a certificate's envelope."""
    found = _ENVELOPE.fullmatch(unverified)
    if found is None:
        return None
    protected, short, long, payload, signature = found.groups()
    is_whole = int.from_bytes(short or long, "big") == len(payload)
    return (protected, payload, signature) if is_whole else None


def claims(payload: bytes) -> dict[object, object] | None:
    """Return the claims of a certificate's payload, decoded and not yet judged."""
    found = _PAYLOAD.fullmatch(payload) if len(payload) <= _MOST_BYTES else None
    if found is None:
        return None
    issuer, expires, begins, issued, token_id, slot, uri, head, *parts = found.groups()
    try:
        fields: dict[object, object] = {
            label: read(part)
            for (label, read), part in zip(_FIELDS, parts, strict=True)
            if part is not None
        }
        status: dict[object, object] = {SLOT: _whole(slot), URI: _text(uri)}
        is_whole = head[0] == _MAP + len(fields)
        outer: dict[object, object] = {
            ISSUER: _text(issuer),
            EXPIRES: _whole(expires),
            NOT_BEFORE: _whole(begins),
            ISSUED_AT: _whole(issued),
            TOKEN_ID: token_id,
            STATUS: {STATUS_LIST: status},
            CERTIFICATE: fields,
        }
    except (ValueError, CredentialError):
        return None
    return outer if is_whole else None


def _whole(octets: bytes) -> int:
    head, size = octets[0], len(octets)
    if head < _ONE_MORE and size == 1:
        return head
    value = int.from_bytes(octets[1:], "big")
    if size != _SIZES.get(head) or value < _LEAST[size]:
        raise _NotSoError
    return value


def _days(octets: bytes) -> int:
    head = octets[0]
    if head < _NEGATIVE:
        return _whole(octets)
    return -1 - _whole(bytes([head - _NEGATIVE]) + octets[1:])


def _text(octets: bytes) -> str:
    head = octets[0]
    if head < _LONG_TEXT:
        text, size = octets[1:], head - _TEXT
    else:
        text, size = octets[2:], octets[1]
        if size < _ONE_MORE:
            raise _NotSoError
    if len(text) != size:
        raise _NotSoError
    return text.decode()


@lru_cache(maxsize=1024)
def _array_kept(octets: bytes) -> tuple[object, ...]:
    array = decode(octets)
    if not isinstance(array, list):
        raise _NotSoError
    return tuple(array)


def _array(octets: bytes) -> list[object]:
    """Read limits or an agreement, which many certificates share."""
    return list(_array_kept(octets))


_FIELDS: tuple[tuple[int, Callable[[bytes], object]], ...] = (
    (NUMBER, _text),
    (HOLDER, _text),
    (BORN, _days),
    (PLACE, _text),
    (POSTCODE, _text),
    (SETTING, _whole),
    (LIMITS, _array),
    (STOCK, _whole),
    (POLICY, _text),
    (ROLE, _whole),
    (CARRY, _whole),
    (AGREEMENT, _array),
    (FORM, _whole),
    (PATIENT, _text),
)
