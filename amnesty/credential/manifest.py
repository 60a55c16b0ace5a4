"""The manifest: which files make up a daily police file, each with its hash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from amnesty.credential.cbor import decode, encode
from amnesty.credential.cose import parse_sign1, sign1
from amnesty.credential.fields import Fields, Labels, parts_of
from amnesty.credential.instants import to_seconds
from amnesty.credential.labels import (
    EXPIRES,
    ISSUED_AT,
    ISSUER,
    ITEMS,
    MANIFEST,
    MANIFEST_TYPE,
    SEQUENCE,
    TRUST_SEQUENCE,
)
from amnesty.credential.trust import MOST_SEQUENCE, ListedUse, TrustList
from amnesty.domain.identifiers import GssCode
from amnesty.errors.credential import FieldFault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.ports import Signer

MANIFEST_FILE = "manifest.cbor"
TRUST_FILE = "trust.cbor"
STATUS_FILE, ISSUED_FILE = "status-", "issued-"
"""How the names of the lists begin."""
CHECKPOINT_FILE, GROWTH_FILE = "checkpoint.txt", "growth.cbor"
PAGE_FILE = "verify.html"
"""The officer's page, where the authority publishes one."""

_MAX_BYTES = 1 << 18
_MAX_ENTRIES = 1024
_MAX_SIZE = 1 << 30
_DIGEST_SIZE = 32
_DAYS_AHEAD = timedelta(days=2)
_ENTRY_PARTS = 3
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
"""No folders and no capitals: a name means the same file on every system."""
_PART_NAME = re.compile(r"[a-z][0-9]{8}")


def is_file_name(name: str) -> bool:
    """Return whether a file of this name could be part of a daily police file."""
    return _FILE_NAME.fullmatch(name) is not None


def is_part_name(name: str) -> bool:
    """Return whether a folder of this name could hold one authority's files."""
    return _PART_NAME.fullmatch(name) is not None


def part_name(issuer: GssCode) -> str:
    """Return the name of an authority's folder in a police file of many."""
    return issuer.lower()


def numbers_on(issued_at: datetime) -> tuple[int, int]:
    """Return the least and the highest number of a manifest that is issued then.

    A number begins with a day, UTC. Whoever has stolen a status key can use up the
    numbers of today and of the next two days, and not those of all days to come.
    """
    last = issued_at + _DAYS_AHEAD
    return int(f"{issued_at:%Y%m%d}00"), int(f"{last:%Y%m%d}99")


@dataclass(frozen=True, kw_only=True)
class ManifestEntry:
    """One file that was signed for."""

    name: str
    digest: bytes
    """SHA-256."""
    size: int


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What an authority published together, under one number."""

    issuer: GssCode
    sequence: int
    issued_at: datetime
    expires_at: datetime
    entries: tuple[ManifestEntry, ...]
    digest: bytes
    """SHA-256 of the manifest as signed."""
    trust_sequence: int | None
    """The number of the list of keys that the authority had; None in older files."""


def make_manifest(
    files: Mapping[str, bytes],
    *,
    issuer: GssCode,
    sequence: int,
    issued_at: datetime,
    expires_at: datetime,
    signer: Signer,
    trust_sequence: int | None = None,
) -> bytes:
    """Sign a manifest of files with the authority's status key."""
    entries = [
        [name, sha256(content).digest(), len(content)]
        for name, content in sorted(files.items())
    ]
    body: dict[int, object] = {SEQUENCE: sequence, ITEMS: entries}
    if trust_sequence is not None:
        body[TRUST_SEQUENCE] = trust_sequence
    claims = {
        ISSUER: issuer,
        EXPIRES: to_seconds(expires_at),
        ISSUED_AT: to_seconds(issued_at),
        MANIFEST: body,
    }
    return sign1(encode(claims), content_type=MANIFEST_TYPE, signer=signer)


def parse_manifest(unverified: bytes, *, trust: TrustList) -> Manifest:
    """Check a manifest's signature and read it.

    Raises:
        CredentialError: no status key of its authority signed it, or it is not exactly
            as the format has it.
    """
    envelope = parse_sign1(unverified, most=_MAX_BYTES)
    envelope.require_content_type(MANIFEST_TYPE)
    listed, payload = trust.check(envelope, ListedUse.STATUS)
    claims = Fields(
        decode(payload),
        "claim",
        Labels({ISSUER, EXPIRES, ISSUED_AT, MANIFEST}),
    )
    body = claims.inner(MANIFEST, Labels({SEQUENCE, ITEMS}, {TRUST_SEQUENCE}))
    issued_at = claims.instant(ISSUED_AT)
    manifest = Manifest(
        issuer=claims.issuer(ISSUER),
        sequence=body.whole(SEQUENCE, most=numbers_on(issued_at)[1]),
        issued_at=issued_at,
        expires_at=claims.instant(EXPIRES),
        entries=_entries(body),
        digest=sha256(unverified).digest(),
        trust_sequence=_trust_sequence(body),
    )
    listed.require_issue(issuer=manifest.issuer, issued_at=manifest.issued_at)
    return manifest


def _trust_sequence(body: Fields) -> int | None:
    if TRUST_SEQUENCE not in body:
        return None
    return body.whole(TRUST_SEQUENCE, most=MOST_SEQUENCE)


def _entries(body: Fields) -> tuple[ManifestEntry, ...]:
    items = body.items(ITEMS)
    if len(items) > _MAX_ENTRIES:
        raise body.refusal(ITEMS, FieldFault.SIZE)
    entries = tuple(_entry(item) for item in items)
    if len({entry.name for entry in entries}) != len(entries):
        raise body.refusal(ITEMS, FieldFault.FORM)
    return entries


def _entry(item: object) -> ManifestEntry:
    parts = parts_of(item, of="manifest entry", count=_ENTRY_PARTS)
    name = parts.text(0)
    if not is_file_name(name):
        raise parts.refusal(0, FieldFault.FORM)
    return ManifestEntry(
        name=name,
        digest=parts.octets(1, size=_DIGEST_SIZE),
        size=parts.whole(2, most=_MAX_SIZE),
    )
