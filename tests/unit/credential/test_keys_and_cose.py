"""Keys, their thumbprints, and messages with one signature."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from amnesty.credential.cose import parse_sign1, sign1, signature_input
from amnesty.credential.keys import (
    Ed25519Key,
    P256Key,
    PrivateKeySigner,
    low_s,
    parse_cose_key,
)
from amnesty.errors import CredentialError
from amnesty.errors.credential import (
    AlgorithmRefusedError,
    BytesTooManyError,
    ContentTypeRefusedError,
    PointRefusedError,
    SignatureRefusedError,
    SigningKeyUnreadableError,
)

if TYPE_CHECKING:
    from types import ModuleType

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
TYPE = "application/test+cwt"

# RFC 9679 section 6: the key and its whole thumbprint.
RFC_X = "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"
RFC_Y = "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c"
RFC_THUMBPRINT = "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec"


def test_a_key_is_named_by_its_thumbprint() -> None:
    """The key id is the beginning of the thumbprint in RFC 9679's own example."""
    key = P256Key(x=bytes.fromhex(RFC_X), y=bytes.fromhex(RFC_Y))
    assert key.key_id.hex() == RFC_THUMBPRINT[:16]


def test_a_signer_names_its_public_key(world: ModuleType) -> None:
    """Key id and point are those of the public key, and cbor2 computes the same id."""
    signer = world.CERTIFICATE_KEY
    x, y = signer.public_point
    required = {1: 2, -1: 1, -2: x, -3: y}
    thumbprint = sha256(cbor2.dumps(required, canonical=True)).digest()
    assert signer.key_id == signer.public_key.key_id == thumbprint[:8]


def test_a_private_key_comes_back_from_its_bytes() -> None:
    """A kept key signs what the new one signs."""
    signer = PrivateKeySigner.generate()
    again = PrivateKeySigner.from_bytes(signer.to_bytes())
    assert again.key_id == signer.key_id
    assert again.sign(b"message") == signer.sign(b"message")


@pytest.mark.parametrize("secret", [b"", b"\x30\x00", b"not a key", bytes(200)])
def test_damaged_private_keys_are_refused(secret: bytes) -> None:
    """What is no key raises our error and nothing of the library's."""
    with pytest.raises(SigningKeyUnreadableError):
        PrivateKeySigner.from_bytes(secret)


def test_private_keys_of_other_kinds_are_refused() -> None:
    """Neither another curve nor another algorithm signs certificates."""
    with pytest.raises(SigningKeyUnreadableError):
        PrivateKeySigner(ec.generate_private_key(ec.SECP384R1()))
    other = ed25519.Ed25519PrivateKey.generate()
    from cryptography.hazmat.primitives import serialization

    der = other.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with pytest.raises(SigningKeyUnreadableError):
        PrivateKeySigner.from_bytes(der)


def test_the_library_accepts_what_we_sign(world: ModuleType) -> None:
    """`cryptography` itself verifies our raw signature, and s is low."""
    signer = world.CERTIFICATE_KEY
    x, y = (int.from_bytes(one, "big") for one in signer.public_point)
    native = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    for number in range(20):
        signature = signer.sign(bytes([number]))
        r = int.from_bytes(signature[:32], "big")
        s = int.from_bytes(signature[32:], "big")
        native.verify(
            encode_dss_signature(r, s), bytes([number]), ec.ECDSA(hashes.SHA256())
        )
        assert s <= ORDER // 2


def test_high_s_is_taken_and_lowered_when_issued(world: ModuleType) -> None:
    """A hardware module may give high s: it verifies, and we issue low s."""
    key, message = world.CERTIFICATE_KEY, b"message"
    low = key.sign(message)
    s = ORDER - int.from_bytes(low[32:], "big")
    high = low[:32] + s.to_bytes(32, "big")
    key.public_key.check(high, message)
    assert low_s(high) == low


@pytest.mark.parametrize(
    ("r", "s"), [(0, 1), (1, 0), (ORDER, 1), (1, ORDER), (ORDER + 1, 1), (0, 0)]
)
def test_numbers_outside_the_order_are_no_signature(
    world: ModuleType, r: int, s: int
) -> None:
    """Zero and the order itself are refused before the curve is asked."""
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    with pytest.raises(SignatureRefusedError):
        world.CERTIFICATE_KEY.public_key.check(signature, b"message")


@pytest.mark.parametrize("size", [0, 63, 65, 72])
def test_signatures_have_64_bytes(world: ModuleType, size: int) -> None:
    """DER and cut or padded signatures are refused."""
    with pytest.raises(SignatureRefusedError):
        world.CERTIFICATE_KEY.public_key.check(bytes(size), b"message")


def test_a_point_off_the_curve_is_no_key(world: ModuleType) -> None:
    """A key is refused when it is read, and not when it is first used."""
    x, y = world.CERTIFICATE_KEY.public_point
    for bad in (x[:-1] + bytes([x[-1] ^ 1]), bytes(32), b"\xff" * 32, x[:-1]):
        with pytest.raises(PointRefusedError):
            P256Key(x=bad, y=y)


def test_cose_keys_come_back(world: ModuleType) -> None:
    """Both kinds of listed key are read from what they write."""
    ed = ed25519.Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    for key in (world.CERTIFICATE_KEY.public_key, Ed25519Key(x=ed)):
        assert parse_cose_key(key.cose_key, of="key") == key


@pytest.mark.parametrize(
    "change",
    [
        {1: 1},
        {1: 4},
        {3: -8},
        {3: -35},
        {-1: 2},
        {-1: 6},
        {-2: b""},
        {-3: None},
        {-4: b"private"},
        {2: b"kid"},
        {3: True},
    ],
)
def test_cose_keys_of_other_kinds_are_refused(
    world: ModuleType, change: dict[int, object]
) -> None:
    """Another type, algorithm, curve, label or a private part refuses the key."""
    with pytest.raises(CredentialError):
        parse_cose_key(world.CERTIFICATE_KEY.public_key.cose_key | change, of="key")


def test_a_signed_message_is_cose_as_others_know_it(world: ModuleType) -> None:
    """cbor2 finds tag 18, the three labels, an empty map and the payload."""
    signed = sign1(b"payload", content_type=TYPE, signer=world.CERTIFICATE_KEY)
    tagged = cbor2.loads(signed)
    protected, unprotected, payload, signature = tagged.value
    assert tagged.tag == 18
    assert cbor2.loads(protected) == {1: -7, 4: world.CERTIFICATE_KEY.key_id, 16: TYPE}
    assert (unprotected, payload, len(signature)) == ({}, b"payload", 64)
    assert signature_input(protected, payload) == cbor2.dumps(
        ["Signature1", protected, b"", payload]
    )


def test_a_checked_message_gives_its_payload(world: ModuleType) -> None:
    """The payload is believed after the right key has checked it, and only then."""
    signed = sign1(b"payload", content_type=TYPE, signer=world.CERTIFICATE_KEY)
    envelope = parse_sign1(signed)
    envelope.require_content_type(TYPE)
    assert envelope.check(world.CERTIFICATE_KEY.public_key) == b"payload"
    with pytest.raises(SignatureRefusedError):
        envelope.check(world.STATUS_KEY.public_key)
    with pytest.raises(ContentTypeRefusedError):
        envelope.require_content_type("application/carly+cwt")


def test_an_audit_key_checks_no_message(world: ModuleType) -> None:
    """Ed25519 is for checkpoints: a message cannot be checked with it."""
    signed = sign1(b"payload", content_type=TYPE, signer=world.CERTIFICATE_KEY)
    with pytest.raises(AlgorithmRefusedError):
        parse_sign1(signed).check(Ed25519Key(x=bytes(32)))


def test_a_message_larger_than_its_limit_is_not_decoded(world: ModuleType) -> None:
    """The limit counts before the first byte is looked at."""
    signed = sign1(bytes(3000), content_type=TYPE, signer=world.CERTIFICATE_KEY)
    with pytest.raises(BytesTooManyError):
        parse_sign1(signed)
    assert parse_sign1(signed, most=4000).unverified_payload == bytes(3000)
