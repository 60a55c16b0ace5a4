"""Lists of keys, status lists and issued lists that a police file may hold."""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from amnesty.credential.cbor import decode, encode
from amnesty.credential.cose import parse_sign1, sign1
from amnesty.credential.labels import KEYS, KEYS_TYPE, LIST, STATUS_TYPE
from amnesty.domain.certificate import CertificateStatus

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

Row = tuple[str, str, dict[str, Any], str]
"""Name, why, the parts of the police file that differ, and the outcome."""


def bad_keys(world: ModuleType) -> list[Row]:
    """Return what may stand in the place of the list of keys."""

    def keys(change: Callable[[list[Any]], object], signer: Any = None) -> bytes:  # noqa: ANN401 - a signer of the world
        signed = world.trust_list(sequence=8)
        claims = decode(parse_sign1(signed, most=5000).unverified_payload)
        assert isinstance(claims, dict)
        change(claims[KEYS][2])
        root = world.ROOT if signer is None else signer
        return sign1(encode(claims), content_type=KEYS_TYPE, signer=root)

    def trust(signed: bytes) -> dict[str, bytes]:
        return {"trust": signed, "sequence": 8}

    return [
        (
            "trust-older",
            "a list of keys with a lower number than seen before",
            trust(world.trust_list(sequence=6)),
            "BundleOlderError",
        ),
        (
            "trust-same-number",
            "another list of keys under the number seen before",
            trust(world.trust_list(expires_at=world.NOW + timedelta(days=1))),
            "BundleOlderError",
        ),
        (
            "trust-stranger",
            "signed by a key that is no root here",
            trust(world.trust_list(sequence=8, root=world.STRANGER)),
            "UnknownRootError",
        ),
        (
            "trust-by-status-key",
            "signed by a key that the list itself names",
            trust(world.trust_list(sequence=8, root=world.STATUS_KEY)),
            "UnknownRootError",
        ),
        (
            "trust-spare-root",
            "signed by the spare root, which is as good",
            trust(world.trust_list(sequence=8, root=world.SPARE)),
            "VALID",
        ),
        (
            "trust-expired",
            "its time is over",
            trust(world.trust_list(sequence=8, expires_at=world.NOW)),
            "CANNOT BE CONFIRMED",
        ),
        (
            "trust-ahead",
            "dated in the future",
            trust(world.trust_list(sequence=8, issued_at=world.NOW + world.DAY)),
            "BundleAheadError",
        ),
        (
            "trust-key-twice",
            "one key stands twice",
            trust(keys(lambda entries: entries.append(entries[0]))),
            "KeyTwiceError",
        ),
        (
            "trust-kid",
            "a key under another key's id",
            trust(keys(lambda entries: entries[0].update({1: entries[1][1]}))),
            "ThumbprintRefusedError",
        ),
        (
            "trust-off-curve",
            "a point that is not on the curve",
            trust(keys(lambda entries: entries[0][2].update({-3: bytes(32)}))),
            "PointRefusedError",
        ),
        (
            "trust-use",
            "a use that there is not",
            trust(keys(lambda entries: entries[0].update({4: "root"}))),
            "FieldRefusedError",
        ),
        (
            "trust-extra",
            "a field that the format does not have",
            trust(keys(lambda entries: entries[0].update({7: 1}))),
            "FieldRefusedError",
        ),
    ]


def bad_lists(world: ModuleType) -> list[Row]:
    """Return what may stand in the place of the status list and the issued list."""

    def status(changes: dict[str, object]) -> dict[str, object]:
        claims = decode(parse_sign1(world.status_list()).unverified_payload)
        assert isinstance(claims, dict)
        claims[LIST] |= changes
        signed = sign1(
            encode(claims), content_type=STATUS_TYPE, signer=world.STATUS_KEY
        )
        return {"statuses": signed, "sequence": 8}

    def made(**changes: Any) -> dict[str, object]:  # noqa: ANN401 - as the world has them
        return {"statuses": world.status_list(**changes), "sequence": 8}

    whole = zlib.compress(bytes(32))
    day = world.DAY
    return [
        (
            "status-list-revoked",
            "the certificate's slot says 1",
            made(statuses={world.SLOT: CertificateStatus.REVOKED}),
            "REVOKED",
        ),
        (
            "status-older",
            "older than the list seen before",
            made(issued_at=world.PUBLISHED - day),
            "BundleListShorterError",
        ),
        (
            "status-shorter",
            "shorter than the list seen before",
            made(capacity=world.CAPACITY - 2),
            "BundleListShorterError",
        ),
        (
            "status-expired",
            "its time is over",
            made(expires_at=world.NOW),
            "CANNOT BE CONFIRMED",
        ),
        (
            "status-ahead",
            "dated in the future",
            made(issued_at=world.NOW + day),
            "BundleAheadError",
        ),
        (
            "status-certificate-key",
            "signed by the key for certificates",
            made(signer=world.CERTIFICATE_KEY),
            "KeyUseRefusedError",
        ),
        (
            "status-neighbour",
            "signed by a neighbour's status key",
            made(signer=world.NEIGHBOUR_STATUS_KEY),
            "BundleIssuerRefusedError",
        ),
        (
            "status-bits-2",
            "two bits an entry",
            status({"bits": 2}),
            "StatusBitsRefusedError",
        ),
        (
            "status-bits-8",
            "eight bits an entry",
            status({"bits": 8}),
            "StatusBitsRefusedError",
        ),
        (
            "status-cut",
            "the compressed list is cut",
            status({"lst": whole[:-1]}),
            "InflationRefusedError",
        ),
        (
            "status-padded",
            "something follows the compressed list",
            status({"lst": whole + b"\0"}),
            "InflationRefusedError",
        ),
        (
            "status-bomb",
            "eight kilobytes that unpack to more than 8 MB",
            status({"lst": zlib.compress(bytes((8 << 20) + 1), 9)}),
            "InflationRefusedError",
        ),
        (
            "status-list-empty",
            "a list without a slot",
            status({"lst": zlib.compress(b"")}),
            "InflationRefusedError",
        ),
        (
            "issued-neighbour",
            "an issued list in our name, signed by a neighbour",
            {
                "issued": world.issued_list(
                    world.CERTIFICATE, signer=world.NEIGHBOUR_STATUS_KEY
                ),
                "sequence": 8,
            },
            "IssuerRefusedError",
        ),
        (
            "issued-without",
            "an issued list that does not know the certificate",
            {"issued": world.issued_list(), "sequence": 8},
            "NOT ISSUED",
        ),
        (
            "issued-shorter",
            "an issued list that ends before the slot",
            {"issued": world.issued_list(capacity=world.SLOT - 1), "sequence": 8},
            "NOT ISSUED",
        ),
    ]
