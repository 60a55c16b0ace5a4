"""Messages, algorithms, keys and signatures that must be refused."""

from __future__ import annotations

import zlib
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from making.forging import Code, Forge, bad

from amnesty.credential.cbor import Tag, decode, encode
from amnesty.credential.labels import CERTIFICATE_TYPE, KEYS_TYPE

if TYPE_CHECKING:
    from types import ModuleType

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def envelopes(world: ModuleType, forge: Forge) -> list[Code]:
    """Messages that are not one signature over one payload."""
    parts = [forge.protected, {}, forge.payload, forge.signature]
    tag = encode(Tag(18, parts))[1:]
    reserved = forge.headers | {2: [16]}
    protected, payload, signature = forge.protected, forge.payload, forge.signature
    three = encode(Tag(18, parts[:3]))
    five = encode(Tag(18, [*parts, b""]))
    return bad(
        [
            ("bare-map", payload, "the claims alone, with no signature at all"),
            ("tag-61-map", b"\xd8\x3d" + payload, "claims tagged as a CWT, unsigned"),
            ("tag-61", b"\xd8\x3d" + forge.token, "a CWT tag around the message"),
            ("no-tag", tag, "the array without its tag"),
            ("tag-17", b"\xd1" + tag, "tagged as a message with a MAC"),
            ("tag-98", b"\xd8\x62" + tag, "tagged as one with many signatures"),
            ("tag-16", b"\xd0" + tag, "tagged as an encrypted message"),
            ("three-parts", three, "the signature is left out"),
            ("five-parts", five, "a fifth part follows the signature"),
            (
                "payload-detached",
                encode(Tag(18, [protected, {}, None, signature])),
                "the payload is elsewhere",
            ),
            (
                "payload-not-bytes",
                encode(Tag(18, [protected, {}, decode(payload), signature])),
                "the claims stand in the message as a map",
            ),
            (
                "header-not-bytes",
                encode(Tag(18, [forge.headers, {}, payload, signature])),
                "the protected header stands in the message as a map",
            ),
            (
                "header-empty",
                encode(Tag(18, [b"", {}, payload, signature])),
                "nothing is protected",
            ),
            ("header-a-list", forge.signed(headers=[1, -7]), "the header is no map"),
            (
                "crit",
                forge.signed(headers=reserved),
                "a header that must be understood",
            ),
            (
                "x5chain",
                forge.signed(headers=forge.headers | {33: b"\x30\x00"}),
                "it brings a certificate chain of its own",
            ),
            (
                "x5u",
                forge.signed(headers=forge.headers | {35: "https://example.org/c"}),
                "it says where to fetch its key",
            ),
            (
                "embedded-key",
                forge.signed(
                    headers=forge.headers | {25: world.STRANGER.public_key.cose_key}
                ),
                "it brings a key of its own",
            ),
            (
                "extra-label",
                forge.signed(headers=forge.headers | {3: "application/cwt"}),
                "a fourth label in the protected header",
            ),
            (
                "extra-text-label",
                forge.signed(headers=forge.headers | {"typ": "x"}),
                "a label that is a text",
            ),
            (
                "unprotected-kid",
                forge.signed(unprotected={4: world.CERTIFICATE_KEY.key_id}),
                "an unprotected header, even with nothing new in it",
            ),
            (
                "unprotected-private",
                forge.signed(unprotected={-70000: 1}),
                "an unprotected header of private use",
            ),
            (
                "type-of-keys",
                forge.signed(headers=forge.headers | {16: KEYS_TYPE}),
                "the content type of a list of keys",
            ),
            (
                "type-plain-cwt",
                forge.signed(headers=forge.headers | {16: "application/cwt"}),
                "the content type of any CWT",
            ),
            (
                "type-a-number",
                forge.signed(headers=forge.headers | {16: 61}),
                "a content type that is no text",
            ),
            (
                "type-missing",
                forge.signed(headers={1: -7, 4: forge.headers[4]}),
                "no content type",
            ),
            ("zlib", zlib.compress(forge.token), "compressed, as other formats are"),
        ]
    )


def algorithms(world: ModuleType, forge: Forge) -> list[Code]:
    """Algorithms that the key does not have."""
    key_id = world.CERTIFICATE_KEY.key_id
    rows = [
        ("eddsa", -8, "it says EdDSA"),
        ("es384", -35, "it says ES384"),
        ("hmac", 5, "it says HMAC, with the public key as the secret"),
        ("none", 0, "it says that there is no algorithm"),
        ("null", None, "its algorithm is null"),
        ("text", "ES256", "its algorithm is a text"),
        ("true", True, "its algorithm is true"),
    ]
    codes = [
        (f"alg-{name}", forge.signed(headers=forge.headers | {1: value}), why)
        for name, value, why in rows
    ]
    without = {4: key_id, 16: CERTIFICATE_TYPE}
    unprotected = forge.signed(headers=without, unprotected={1: -7})
    return bad(
        [
            *codes,
            ("alg-missing", forge.signed(headers=without), "no algorithm"),
            ("alg-unprotected", unprotected, "the algorithm is not protected"),
        ]
    )


def keys(world: ModuleType, forge: Forge) -> list[Code]:
    """Keys that may not sign this certificate."""
    ours, theirs = world.CERTIFICATE_KEY.key_id, world.NEIGHBOUR_KEY.key_id
    stranger = forge.headers | {4: world.STRANGER.key_id}
    status = forge.headers | {4: world.STATUS_KEY.key_id}
    root = forge.headers | {4: world.ROOT.key_id}
    neighbour = forge.headers | {4: theirs}
    retired = forge.headers | {4: world.RETIRED_KEY.key_id}
    unknown = [
        ("kid-unknown", forge.signed(headers=stranger, signer=world.STRANGER)),
        ("kid-root", forge.signed(headers=root, signer=world.ROOT)),
    ]
    whys = ["a key that is on no list", "a root signs lists of keys and nothing else"]
    rows = [
        (name, token, why) for (name, token), why in zip(unknown, whys, strict=True)
    ]
    return [
        *bad(rows, "UNKNOWN ISSUER"),
        *bad(
            [
                (
                    "kid-missing",
                    forge.signed(headers={1: -7, 16: CERTIFICATE_TYPE}),
                    "no key is named",
                ),
                (
                    "kid-short",
                    forge.signed(headers=forge.headers | {4: ours[:7]}),
                    "a key id of seven bytes",
                ),
                (
                    "kid-a-text",
                    forge.signed(headers=forge.headers | {4: "12345678"}),
                    "a key id that is a text",
                ),
                (
                    "kid-swapped",
                    forge.signed(headers=neighbour),
                    "it names a neighbour's key, and ours has signed",
                ),
                (
                    "signed-by-stranger",
                    forge.signed(signer=world.STRANGER),
                    "it names our key, and a stranger has signed",
                ),
                (
                    "neighbour",
                    forge.signed(headers=neighbour, signer=world.NEIGHBOUR_KEY),
                    "a neighbour's key signs a certificate in our name",
                ),
                (
                    "status-key",
                    forge.signed(headers=status, signer=world.STATUS_KEY),
                    "a key for status lists signs a certificate",
                ),
                (
                    "key-retired",
                    forge.signed(headers=retired, signer=world.RETIRED_KEY),
                    "issued after its key was retired",
                ),
            ]
        ),
    ]


def signatures(world: ModuleType, forge: Forge) -> list[Code]:
    """Signatures that do not hold."""
    r, s = forge.signature[:32], forge.signature[32:]
    numbers = (int.from_bytes(r, "big"), int.from_bytes(s, "big"))
    order, zero = ORDER.to_bytes(32, "big"), bytes(32)
    edited = forge.payload.replace(b"Canal Row", b"Canal Rew")
    return bad(
        [
            (
                "payload-edited",
                encode(Tag(18, [forge.protected, {}, edited, forge.signature])),
                "one letter of the address was changed after signing",
            ),
            ("signature-zero", forge.with_signature(bytes(64)), "r and s are zero"),
            ("r-zero", forge.with_signature(zero + s), "r is zero"),
            ("s-zero", forge.with_signature(r + zero), "s is zero"),
            ("r-order", forge.with_signature(order + s), "r is the order of the curve"),
            ("s-order", forge.with_signature(r + order), "s is the order of the curve"),
            (
                "signature-ones",
                forge.with_signature(b"\xff" * 64),
                "r and s are above the order",
            ),
            (
                "signature-der",
                forge.with_signature(encode_dss_signature(*numbers)),
                "the signature is in DER",
            ),
            ("signature-63", forge.with_signature(forge.signature[:-1]), "63 bytes"),
            ("signature-65", forge.with_signature(forge.signature + b"\0"), "65 bytes"),
            ("signature-empty", forge.with_signature(b""), "no bytes"),
            ("signature-swapped", forge.with_signature(s + r), "s stands before r"),
            (
                "signature-of-hash",
                forge.with_signature(
                    world.CERTIFICATE_KEY.sign(sha256(forge.payload).digest())
                ),
                "the payload's hash is signed, without its context",
            ),
        ]
    )
