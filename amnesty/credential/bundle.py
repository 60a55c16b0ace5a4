"""The daily police file: everything a verifier needs, taken whole or not at all.

A folder of files: the trust list, status lists, issued lists and a signed manifest that
names every one of them with its hash. The manifest's number only ever rises, so that
nobody can hand in yesterday's file again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING

from amnesty.credential.instants import CLOCK_SKEW
from amnesty.credential.issued import IssuedList, parse_issued_list
from amnesty.credential.manifest import (
    MANIFEST_FILE,
    TRUST_FILE,
    Manifest,
    make_manifest,
    parse_manifest,
)
from amnesty.credential.status import StatusList, parse_status_list
from amnesty.credential.trust import TrustList, parse_trust_list
from amnesty.domain.identifiers import GssCode
from amnesty.errors.lists import (
    BundleAheadError,
    BundleFileChangedError,
    BundleFileMissingError,
    BundleIssuerRefusedError,
    BundleListShorterError,
    BundleListTwiceError,
    BundleOlderError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amnesty.credential.roots import Roots
    from amnesty.ports import Signer

_STATUS_FILE, _ISSUED_FILE = "status-", "issued-"
_SUFFIX = ".cbor"


@dataclass(frozen=True, kw_only=True)
class SeenList:
    """How far one list had come."""

    uri: str
    capacity: int
    issued_at: datetime


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a verifier remembers of the newest daily police file of one authority."""

    issuer: GssCode
    sequence: int
    digest: bytes
    """SHA-256 of the manifest: one number, one manifest."""
    trust_sequence: int
    trust_digest: bytes
    lists: tuple[SeenList, ...]


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """A daily police file that was taken in: every signature and hash in it holds."""

    manifest: Manifest
    trust: TrustList
    status_lists: Mapping[str, StatusList]
    """By the name of the list, as certificates name it."""
    issued_lists: Mapping[str, IssuedList]

    def seen(self, before: Seen | None = None) -> Seen:
        """Return what to remember, for the next file to be compared with.

        A list that is not in this file is remembered from before.
        """
        lists = {} if before is None else {one.uri: one for one in before.lists}
        for uri, status_list in self.status_lists.items():
            lists[uri] = SeenList(
                uri=uri,
                capacity=status_list.claims.capacity,
                issued_at=status_list.claims.issued_at,
            )
        return Seen(
            issuer=self.manifest.issuer,
            sequence=self.manifest.sequence,
            digest=self.manifest.digest,
            trust_sequence=self.trust.sequence,
            trust_digest=self.trust.digest,
            lists=tuple(lists[uri] for uri in sorted(lists)),
        )

    def clock_floor(self, now: datetime, floor: datetime | None) -> datetime | None:
        """Return the time that this device's clock may no longer fall behind.

        Only a file that is not ahead of the device raises it: otherwise one file with a
        wrong date would stop every check.
        """
        issued_at = self.manifest.issued_at
        if issued_at > now:
            return floor
        return issued_at if floor is None else max(floor, issued_at)


def make_bundle(
    *,
    issuer: GssCode,
    trust_list: bytes,
    status_lists: Mapping[str, bytes],
    issued_lists: Mapping[str, bytes],
    sequence: int,
    issued_at: datetime,
    expires_at: datetime,
    signer: Signer,
) -> dict[str, bytes]:
    """Return the files of a daily police file by their names.

    Args:
        issuer: the authority.
        trust_list: as a root signed it.
        status_lists: signed lists by the names that certificates give them.
        issued_lists: the issued list of each status list.
        sequence: a number higher than any before it.
        issued_at: when it is made.
        expires_at: when it may no longer be used.
        signer: the authority's status key.
    """
    files = {TRUST_FILE: trust_list}
    for uri, signed in status_lists.items():
        files[_file_name(_STATUS_FILE, uri)] = signed
    for uri, signed in issued_lists.items():
        files[_file_name(_ISSUED_FILE, uri)] = signed
    manifest = make_manifest(
        files,
        issuer=issuer,
        sequence=sequence,
        issued_at=issued_at,
        expires_at=expires_at,
        signer=signer,
    )
    return files | {MANIFEST_FILE: manifest}


def _file_name(prefix: str, uri: str) -> str:
    return prefix + uri.replace(":", "-") + _SUFFIX


def read_bundle(
    unverified: Mapping[str, bytes],
    *,
    roots: Roots,
    now: datetime,
    seen: Mapping[GssCode, Seen] = MappingProxyType({}),
) -> Bundle:
    """Take in a daily police file.

    Whether the lists are out of date is not asked here: a verifier still shows signed
    content with old lists, and says so.

    Args:
        unverified: files by name; those that the manifest does not name are left.
        roots: the roots that the verifier holds.
        now: the device's time.
        seen: what was taken in before, by authority.

    Raises:
        CredentialError: a part is missing, changed, wrongly signed, older than one
            before, or dated in the future.
    """
    trust = parse_trust_list(_file(unverified, TRUST_FILE), roots=roots)
    manifest = parse_manifest(_file(unverified, MANIFEST_FILE), trust=trust)
    _require_not_ahead((trust.issued_at, manifest.issued_at), now)
    before = seen.get(manifest.issuer)
    if before is not None:
        _require_newer(manifest, trust, before)
    files = _files_of(manifest, unverified)
    bundle = Bundle(
        manifest=manifest,
        trust=trust,
        status_lists=_status_lists(manifest, files, trust),
        issued_lists=_issued_lists(manifest, files, trust),
    )
    _require_not_ahead(_list_times(bundle), now)
    if before is not None:
        _require_lists_not_shorter(bundle, before)
    return bundle


def _file(unverified: Mapping[str, bytes], name: str) -> bytes:
    if name not in unverified:
        raise BundleFileMissingError(name)
    return unverified[name]


def _files_of(manifest: Manifest, unverified: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return every file that the manifest names, each as it was signed for."""
    files = {}
    for entry in manifest.entries:
        content = _file(unverified, entry.name)
        is_signed_for = sha256(content).digest() == entry.digest
        if len(content) != entry.size or not is_signed_for:
            raise BundleFileChangedError(entry.name)
        files[entry.name] = content
    if TRUST_FILE not in files:
        raise BundleFileMissingError(TRUST_FILE)
    return files


def _status_lists(
    manifest: Manifest, files: Mapping[str, bytes], trust: TrustList
) -> dict[str, StatusList]:
    lists: dict[str, StatusList] = {}
    for name in _names(files, _STATUS_FILE):
        one = parse_status_list(files[name], trust=trust)
        if one.issuer != manifest.issuer:
            raise BundleIssuerRefusedError(name)
        if one.claims.uri in lists:
            raise BundleListTwiceError(one.claims.uri)
        lists[one.claims.uri] = one
    return lists


def _issued_lists(
    manifest: Manifest, files: Mapping[str, bytes], trust: TrustList
) -> dict[str, IssuedList]:
    lists: dict[str, IssuedList] = {}
    for name in _names(files, _ISSUED_FILE):
        one = parse_issued_list(files[name], trust=trust)
        if one.issuer != manifest.issuer:
            raise BundleIssuerRefusedError(name)
        if one.uri in lists:
            raise BundleListTwiceError(one.uri)
        lists[one.uri] = one
    return lists


def _names(files: Mapping[str, bytes], prefix: str) -> list[str]:
    return [name for name in files if name.startswith(prefix)]


def _list_times(bundle: Bundle) -> list[datetime]:
    return [
        *(one.claims.issued_at for one in bundle.status_lists.values()),
        *(one.issued_at for one in bundle.issued_lists.values()),
    ]


def _require_not_ahead(times: Iterable[datetime], now: datetime) -> None:
    for issued_at in times:
        if issued_at > now + CLOCK_SKEW:
            raise BundleAheadError(issued_at)


def _require_newer(manifest: Manifest, trust: TrustList, before: Seen) -> None:
    """Refuse an older number, and another file under the same number."""
    for what, found, last in (
        (
            "list of authorities' keys",
            (trust.sequence, trust.digest),
            (before.trust_sequence, before.trust_digest),
        ),
        (
            "daily police file",
            (manifest.sequence, manifest.digest),
            (before.sequence, before.digest),
        ),
    ):
        if found[0] < last[0] or (found[0] == last[0] and found[1] != last[1]):
            raise BundleOlderError(what=what, seq=found[0], seen=last[0])


def _require_lists_not_shorter(bundle: Bundle, before: Seen) -> None:
    for last in before.lists:
        status_list = bundle.status_lists.get(last.uri)
        if status_list is None:
            continue
        claims = status_list.claims
        if claims.capacity < last.capacity or claims.issued_at < last.issued_at:
            raise BundleListShorterError(last.uri)
