"""Promise: whoever changes one bit of a certificate, or cuts it, is found out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amnesty.credential.claims import decode_claims, encode_claims
from amnesty.credential.digits import to_digits
from amnesty.credential.trust import TrustList, parse_trust_list
from amnesty.domain.verdict import Verdict
from amnesty.errors import CredentialError
from amnesty.errors.sources import NothingReadableError
from amnesty.services.verifying.steps import open_certificate, verify

if TYPE_CHECKING:
    from types import ModuleType

FORGED = {Verdict.NOT_GENUINE, Verdict.UNKNOWN_ISSUER}


@pytest.fixture(scope="module")
def trust(world: ModuleType) -> TrustList:
    """Return the keys that a verifier knows."""
    return parse_trust_list(world.trust_list(), roots=world.roots())


@pytest.mark.parametrize("form", ["certificate", "card"])
def test_every_flipped_bit_is_refused(
    world: ModuleType, trust: TrustList, form: str
) -> None:
    """Each single bit of the signed bytes counts: 2,000 and more, one after another."""
    one = world.card() if form == "card" else world.CERTIFICATE
    token = world.token(one)
    open_certificate(to_digits(token), trust=trust, now=world.NOW)
    for at in range(len(token) * 8):
        flipped = bytearray(token)
        flipped[at >> 3] ^= 1 << (at & 7)
        with pytest.raises(CredentialError):
            open_certificate(to_digits(bytes(flipped)), trust=trust, now=world.NOW)


def test_every_cut_is_refused(world: ModuleType, trust: TrustList) -> None:
    """No beginning, and no end, of a certificate is a certificate."""
    token = world.token()
    for at in range(1, len(token)):
        for part in (token[:at], token[at:]):
            with pytest.raises(CredentialError):
                open_certificate(to_digits(part), trust=trust, now=world.NOW)


def test_every_cut_of_the_text_is_refused(world: ModuleType, trust: TrustList) -> None:
    """The digits themselves may lose none, at either end."""
    text = world.text()
    for at in range(1, len(text)):
        for part in (text[:at], text[at:]):
            with pytest.raises(CredentialError):
                open_certificate(part, trust=trust, now=world.NOW)


def test_every_changed_digit_is_refused(world: ModuleType, trust: TrustList) -> None:
    """Each digit counts."""
    text = world.text()
    for at, digit in enumerate(text):
        other = "1" if digit == "0" else "0"
        changed = text[:at] + other + text[at + 1 :]
        with pytest.raises(CredentialError):
            open_certificate(changed, trust=trust, now=world.NOW)


@given(st.data())
def test_a_changed_field_needs_a_new_signature(
    world: ModuleType, data: st.DataObject
) -> None:
    """Any stretch of the token replaced by other bytes is called a forgery."""
    token = world.token()
    start = data.draw(st.integers(0, len(token) - 1))
    end = data.draw(st.integers(start + 1, min(len(token), start + 40)))
    other = data.draw(st.binary(max_size=40).filter(lambda b: b != token[start:end]))
    changed = token[:start] + other + token[end:]
    answer = verify(to_digits(changed), bundle=world.bundle(), now=world.NOW)
    assert answer.verdict in FORGED
    assert answer.certificate is None


@given(st.binary(min_size=1, max_size=400))
def test_a_payload_has_one_reading(payload: bytes) -> None:
    """Bytes that are read as a certificate are those that the certificate is."""
    try:
        certificate = decode_claims(payload)
    except CredentialError:
        return
    assert encode_claims(certificate) == payload


@given(st.data())
def test_a_changed_payload_has_one_reading(
    world: ModuleType, data: st.DataObject
) -> None:
    """Near a real certificate too, no two payloads state the same."""
    payload = bytearray(encode_claims(world.CERTIFICATE))
    for _ in range(data.draw(st.integers(1, 3))):
        payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(
            st.integers(0, 255)
        )
    try:
        certificate = decode_claims(bytes(payload))
    except CredentialError:
        return
    assert encode_claims(certificate) == bytes(payload)


def test_the_flips_would_be_noticed_if_they_were_not(
    world: ModuleType, trust: TrustList
) -> None:
    """A control: unchanged bytes do open, and no code at all is another error."""
    assert open_certificate(world.text(), trust=trust, now=world.NOW)
    with pytest.raises(NothingReadableError):
        open_certificate("", trust=trust, now=world.NOW)
