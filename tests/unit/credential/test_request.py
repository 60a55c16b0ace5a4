"""A request to list keys, and the proof of each of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from amnesty.credential.cbor import decode, encode
from amnesty.credential.keys import Ed25519Key
from amnesty.credential.request import (
    KeyRequest,
    ProvenKey,
    make_request,
    parse_request,
    proven,
)
from amnesty.credential.trust import ListedKey, ListedUse
from amnesty.errors import AmnestyError
from amnesty.errors.credential import (
    BytesTooManyError,
    FieldRefusedError,
    KeyTwiceError,
    PointRefusedError,
    ThumbprintRefusedError,
)
from amnesty.errors.trusting import (
    IssuersDifferError,
    ProofBrokenError,
    RequestSizeError,
)

if TYPE_CHECKING:
    from types import ModuleType

LOG_KEY = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def keys(world: ModuleType) -> list[ProvenKey]:
    """Return an authority's three keys, proven."""
    certificate = world.listed(world.CERTIFICATE_KEY, ListedUse.CERTIFICATE)
    status = world.listed(world.STATUS_KEY, ListedUse.STATUS)
    log = replace(
        status,
        key=Ed25519Key(x=LOG_KEY.public_key().public_bytes_raw()),
        use=ListedUse.CHECKPOINT,
    )
    return [
        proven(certificate, world.CERTIFICATE_KEY),
        proven(status, world.STATUS_KEY),
        proven(log, LOG_KEY),
    ]


def listed(request: KeyRequest) -> list[ListedKey]:
    """Return the keys that a request names."""
    return [one.listed for one in request.keys]


def edited(request: bytes, **entry: Any) -> bytes:  # noqa: ANN401 - any CBOR
    """Return a request with fields of its first entry changed, as `_3=…`."""
    outer: Any = decode(request)
    core: Any = decode(outer[2])
    for label, value in entry.items():
        core[2][0][int(label[1:])] = value
    return encode({**outer, 2: encode(core)})


def test_three_keys_are_proved(world: ModuleType, keys: list[ProvenKey]) -> None:
    """Keys of both kinds come back with their windows; what is read out is stable."""
    made = make_request(keys, made_at=world.NOW)
    request = parse_request(made)
    assert listed(request) == [one.listed for one in keys]
    assert (request.issuer, request.made_at) == (world.AUTHORITY, world.NOW)
    assert [len(group) for group in request.fingerprint.split(" ")] == [4] * 8
    assert parse_request(made).fingerprint == request.fingerprint


def test_nobody_asks_for_a_key_of_somebody_else(
    world: ModuleType, keys: list[ProvenKey]
) -> None:
    """A proof of another key, for another authority or for another use is none."""
    neighbours = replace(keys[0].listed, issuer=world.NEIGHBOUR)
    other_use = replace(keys[0].listed, use=ListedUse.STATUS)
    for wrong in (
        proven(keys[0].listed, world.STRANGER),
        replace(keys[0], listed=neighbours),
        replace(keys[0], listed=other_use),
        replace(keys[0], proof=b""),
        replace(keys[2], proof=bytes(64)),
    ):
        with pytest.raises(ProofBrokenError):
            parse_request(make_request([wrong], made_at=world.NOW))


def test_a_certificate_is_no_proof(world: ModuleType, keys: list[ProvenKey]) -> None:
    """What a key signed elsewhere never passes as a proof: the header differs."""
    signature = world.token()[-64:]
    with pytest.raises(ProofBrokenError):
        parse_request(
            make_request([replace(keys[0], proof=signature)], made_at=world.NOW)
        )


def test_another_window_has_another_fingerprint(
    world: ModuleType, keys: list[ProvenKey]
) -> None:
    """What the proof does not cover is covered by what is read out."""
    longer = replace(keys[0].listed, issues_to=world.NOW + 901 * world.DAY)
    seen = {
        parse_request(make_request(those, made_at=world.NOW)).fingerprint
        for those in (keys, keys[:2], [replace(keys[0], listed=longer), *keys[1:]])
    }
    assert len(seen) == 3


def test_what_a_request_may_not_hold(world: ModuleType, keys: list[ProvenKey]) -> None:
    """A key twice, none, two authorities, a point off the curve, a bad code."""
    made = make_request(keys, made_at=world.NOW)
    neighbour = world.listed(
        world.NEIGHBOUR_KEY, ListedUse.CERTIFICATE, issuer=world.NEIGHBOUR
    )
    off_curve = {**keys[0].listed.key.cose_key, -3: bytes(31) + b"\x01"}
    for refused, error in (
        (make_request([keys[0], keys[0]], made_at=world.NOW), KeyTwiceError),
        (make_request([], made_at=world.NOW), RequestSizeError),
        (
            make_request(
                [*keys, proven(neighbour, world.NEIGHBOUR_KEY)], made_at=world.NOW
            ),
            IssuersDifferError,
        ),
        (edited(made, _2=off_curve), PointRefusedError),
        (edited(made, _1=bytes(8)), ThumbprintRefusedError),
        (edited(made, _3="Penmaen"), FieldRefusedError),
        (edited(made, _4="root"), FieldRefusedError),
        (made + bytes(1 << 15), BytesTooManyError),
    ):
        with pytest.raises(error):
            parse_request(refused)


def test_no_flipped_bit_goes_unnoticed(
    world: ModuleType, keys: list[ProvenKey]
) -> None:
    """Each is refused by one of our errors, or changes what is read out.

    A signature's other form (r, n - s) would be the one exception, and no bit makes it.
    """
    made = make_request(keys, made_at=world.NOW)
    whole = parse_request(made).fingerprint
    for place in range(len(made) * 8):
        flipped = bytearray(made)
        flipped[place // 8] ^= 1 << place % 8
        try:
            found = parse_request(bytes(flipped)).fingerprint
        except AmnestyError:
            continue
        assert found != whole, place
