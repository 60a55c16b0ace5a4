"""Daily police files: parts that must refuse the whole, or turn it amber.

Each vector is the good police file with some parts changed, and says which error it
must raise or what must then be answered for the good certificate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from making.bad_lists import Row, bad_keys, bad_lists

from amnesty.credential.cose import parse_sign1, sign1
from amnesty.credential.labels import MANIFEST_TYPE, STATUS_TYPE
from amnesty.credential.manifest import numbers_on

if TYPE_CHECKING:
    from types import ModuleType

STATUS_FILE, ISSUED_FILE = "status-ic-29q3.cbor", "issued-ic-29q3.cbor"
TRUST_FILE, MANIFEST_FILE = "trust.cbor", "manifest.cbor"


@dataclass(frozen=True, kw_only=True)
class PoliceFile:
    """One vector: the whole police file, and what must come of it."""

    name: str
    why: str
    files: dict[str, bytes]
    outcome: str
    """The name of the error that refuses it, or the verdict for the certificate."""


def all_police_files(world: ModuleType) -> list[PoliceFile]:
    """Return every vector of a police file, compared with number 7 as seen before."""
    rows = [
        ("good", "as it should be", {}, "VALID"),
        *bad_keys(world),
        *bad_lists(world),
        *_manifests(world),
        *_ages(world),
    ]
    vectors = [
        PoliceFile(name=name, why=why, files=world.files(**parts), outcome=outcome)
        for name, why, parts, outcome in rows
    ]
    return vectors + _changed_files(world)


def _manifests(world: ModuleType) -> list[Row]:
    return [
        (
            "manifest-older",
            "a lower number than seen before",
            {"sequence": 6},
            "BundleOlderError",
        ),
        (
            "manifest-same-number",
            "another file under the number seen before",
            {"expires_at": world.NOW + world.DAY},
            "BundleOlderError",
        ),
        (
            "manifest-certificate-key",
            "signed by the key for certificates",
            {"signer": world.CERTIFICATE_KEY, "sequence": 8},
            "KeyUseRefusedError",
        ),
        (
            "manifest-neighbour",
            "signed by a neighbour's status key in our name",
            {"signer": world.NEIGHBOUR_STATUS_KEY, "sequence": 8},
            "IssuerRefusedError",
        ),
        (
            "manifest-stranger",
            "signed by a key that is on no list",
            {"signer": world.STRANGER, "sequence": 8},
            "UnknownKeyError",
        ),
        (
            "manifest-expired",
            "its time is over",
            {"expires_at": world.NOW, "sequence": 8},
            "CANNOT BE CONFIRMED",
        ),
        (
            "manifest-last-number",
            "the highest number: the last of the second day after its own",
            {"sequence": numbers_on(world.PUBLISHED)[1]},
            "VALID",
        ),
        (
            "manifest-number-of-a-day-to-come",
            "one more than that, which would use up the numbers of days to come",
            {"sequence": numbers_on(world.PUBLISHED)[1] + 1},
            "FieldRefusedError",
        ),
        (
            "manifest-highest-number",
            "the highest number that 32 bits hold, after which none could follow",
            {"sequence": (1 << 32) - 1},
            "FieldRefusedError",
        ),
    ]


def _ages(world: ModuleType) -> list[Row]:
    """Fresh for seven days to the second; these are never seen after number 7."""
    issued_at = world.NOW - timedelta(days=7, seconds=1)
    stale = world.issued_list(world.CERTIFICATE, issued_at=issued_at)
    return [
        (
            "issued-stale",
            "the issued list is seven days and a second old",
            {"issued": stale, "sequence": 8},
            "CANNOT BE CONFIRMED",
        ),
    ]


def _changed_files(world: ModuleType) -> list[PoliceFile]:
    """Vectors in which a file is gone, cut or not the one that was signed for."""
    whole = world.files(sequence=8)
    vectors = []
    for name in (MANIFEST_FILE, TRUST_FILE, STATUS_FILE, ISSUED_FILE):
        rest = {one: octets for one, octets in whole.items() if one != name}
        vectors.append(
            PoliceFile(
                name=f"without-{name.partition('.')[0]}",
                why=f"{name} is missing",
                files=rest,
                outcome="BundleFileMissingError",
            )
        )
    for name in (TRUST_FILE, STATUS_FILE, ISSUED_FILE):
        cut = whole | {name: whole[name][:-1]}
        outcome = "BundleFileChangedError"
        if name == TRUST_FILE:
            outcome = "EncodingRefusedError"
        vectors.append(
            PoliceFile(
                name=f"cut-{name.partition('.')[0]}",
                why=f"the last byte of {name} is missing",
                files=cut,
                outcome=outcome,
            )
        )
    swapped = whole | {STATUS_FILE: world.status_list(issued_at=world.NOW)}
    older_keys = whole | {TRUST_FILE: world.trust_list(sequence=9)}
    payload = parse_sign1(whole[MANIFEST_FILE]).unverified_payload
    as_status = sign1(payload, content_type=STATUS_TYPE, signer=world.STATUS_KEY)
    status = parse_sign1(whole[STATUS_FILE]).unverified_payload
    as_manifest = sign1(status, content_type=MANIFEST_TYPE, signer=world.STATUS_KEY)
    return [
        *vectors,
        PoliceFile(
            name="status-not-signed-for",
            why="a genuine status list that the manifest does not name",
            files=swapped,
            outcome="BundleFileChangedError",
        ),
        PoliceFile(
            name="trust-not-signed-for",
            why="a genuine list of keys that the manifest does not name",
            files=older_keys,
            outcome="BundleFileChangedError",
        ),
        PoliceFile(
            name="manifest-of-another-type",
            why="the manifest's claims under the type of a status list",
            files=whole | {MANIFEST_FILE: as_status},
            outcome="ContentTypeRefusedError",
        ),
        PoliceFile(
            name="manifest-of-other-claims",
            why="a status list's claims under the type of a manifest",
            files=whole | {MANIFEST_FILE: as_manifest},
            outcome="FieldRefusedError",
        ),
    ]
