"""The signed bytes, their length, the code's text and the check code."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amnesty.credential import crockford
from amnesty.credential.claims import decode_claims, encode_claims
from amnesty.credential.digits import from_digits
from amnesty.credential.token import (
    MAX_TOKEN_BYTES,
    check_code,
    letters_to_lose,
    payload_hash,
    payload_of,
    qr_text,
    sign_certificate,
)
from amnesty.errors.credential import CertificateTooLongError

if TYPE_CHECKING:
    from types import ModuleType


def test_a_signed_certificate_holds_its_payload(world: ModuleType) -> None:
    """The payload in the token is the encoded certificate."""
    payload = payload_of(world.token())
    assert payload == encode_claims(world.CERTIFICATE)
    assert decode_claims(payload) == world.CERTIFICATE


def test_the_same_certificate_is_signed_the_same_way(world: ModuleType) -> None:
    """A reprint gives the same bytes."""
    assert world.token() == world.token()


@pytest.mark.parametrize("letter", ["a", "é", "ł", "水", "𐅑"])
def test_who_loses_the_letters_asked_for_fits(world: ModuleType, letter: str) -> None:
    """Exactly so many letters less, and the certificate can be signed."""
    place = letter * 200
    too_long = world.certificate(place=place)
    with pytest.raises(CertificateTooLongError) as refused:
        sign_certificate(too_long, world.CERTIFICATE_KEY)
    letters = refused.value.letters
    assert letters == letters_to_lose(too_long) > 0
    shorter = world.certificate(place=place[:-letters])
    assert letters_to_lose(shorter) == 0
    token = sign_certificate(shorter, world.CERTIFICATE_KEY)
    assert len(token) <= MAX_TOKEN_BYTES
    almost = world.certificate(place=place[: -letters + 1])
    assert letters_to_lose(almost) > 0


@given(length=st.integers(1, 200))
def test_a_token_never_has_more_bytes_than_it_may(
    world: ModuleType, length: int
) -> None:
    """Whatever the length of the address, what is signed is within the limit."""
    certificate = world.certificate(place="x" * length)
    if letters_to_lose(certificate) == 0:
        token = sign_certificate(certificate, world.CERTIFICATE_KEY)
        assert len(token) <= MAX_TOKEN_BYTES
    else:
        with pytest.raises(CertificateTooLongError):
            sign_certificate(certificate, world.CERTIFICATE_KEY)


def test_the_text_is_digits_or_an_address_and_digits(world: ModuleType) -> None:
    """Without an address there is nothing but digits."""
    token = world.token()
    digits = qr_text(token)
    assert from_digits(digits) == token
    address = "https://verify.example.gov.uk/c"
    assert qr_text(token, address) == f"{address}#{digits}"


def test_the_check_code_follows_from_the_payload(world: ModuleType) -> None:
    """Eight characters of the payload's SHA-256, without letters that are misheard."""
    payload = payload_of(world.token())
    code = check_code(payload)
    assert len(code) == 8
    assert not set(code) & set("ILOU")
    bits = "".join(f"{octet:08b}" for octet in sha256(payload).digest()[:5])
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    expected = "".join(alphabet[int(bits[at : at + 5], 2)] for at in range(0, 40, 5))
    assert code == expected
    assert payload_hash(payload) == sha256(payload).digest()


def test_crockford_takes_whole_characters_only() -> None:
    """Four bytes would leave a character that stands for less than five bits."""
    assert crockford.encode(bytes(5)) == "00000000"
    assert crockford.encode(b"\xff" * 5) == "ZZZZZZZZ"
    with pytest.raises(ValueError, match="five bytes"):
        crockford.encode(bytes(4))
