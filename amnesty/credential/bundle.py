"""The daily police file: everything a verifier needs, taken whole or not at all.

A folder of files: the trust list, status lists, issued lists, the audit log's newest
checkpoint, the officer's page, and a signed manifest that names every one of them with
its hash, and nothing else may lie beside them. The manifest's number only ever rises,
so that nobody can hand in yesterday's file again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING

from amnesty.credential.instants import CLOCK_SKEW
from amnesty.credential.issued import IssuedList, parse_issued_list
from amnesty.credential.manifest import (
    ISSUED_FILE,
    MANIFEST_FILE,
    STATUS_FILE,
    TRUST_FILE,
    Manifest,
    parse_manifest,
)
from amnesty.credential.memory import Seen, SeenList, SeenLog
from amnesty.credential.rollback import (
    require_lists_not_shorter,
    require_newer,
    require_trust_of,
)
from amnesty.credential.status import StatusList, parse_status_list
from amnesty.credential.trust import TrustList, parse_trust_list
from amnesty.errors.lists import (
    BundleAheadError,
    BundleFileChangedError,
    BundleFileExtraError,
    BundleFileMissingError,
    BundleIssuerRefusedError,
    BundleListTwiceError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from amnesty.credential.roots import Roots
    from amnesty.domain.identifiers import GssCode


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """A daily police file that was taken in: every signature and hash in it holds."""

    manifest: Manifest
    trust: TrustList
    status_lists: Mapping[str, StatusList]
    """By the name of the list, as certificates name it."""
    issued_lists: Mapping[str, IssuedList]
    others: Mapping[str, bytes]
    """The other files by name: the checkpoint, how the log grew, the page."""

    def part(self, issuer: GssCode) -> Bundle | None:
        """Return what tells of an authority's certificates; None for another's."""
        return self if issuer == self.manifest.issuer else None

    def seen(
        self, now: datetime, before: Seen | None = None, log: SeenLog | None = None
    ) -> Seen:
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
            roots=self.trust.roots,
            lists=tuple(lists[uri] for uri in sorted(lists)),
            log=log,
            floor=self.clock_floor(now, None if before is None else before.floor),
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


def read_bundle(
    unverified: Mapping[str, bytes],
    *,
    roots: Roots,
    now: datetime,
    seen: Mapping[GssCode, Seen] = MappingProxyType({}),
) -> Bundle:
    """Take in a daily police file of one authority.

    Whether the lists are out of date is not asked here: a verifier still shows signed
    content with old lists, and says so.

    Args:
        unverified: files by name, all that there are.
        roots: the roots that the verifier holds.
        now: the device's time.
        seen: what was taken in before, by authority.

    Raises:
        CredentialError: a part is missing, too many, changed, wrongly signed, older
            than one before, or dated in the future.
    """
    signed_keys = _file(unverified, TRUST_FILE)
    trust = parse_trust_list(signed_keys, roots=roots)
    return read_part(unverified, trust=trust, own_trust=True, now=now, seen=seen)


def read_part(
    unverified: Mapping[str, bytes],
    *,
    trust: TrustList,
    now: datetime,
    seen: Mapping[GssCode, Seen],
    own_trust: bool = False,
) -> Bundle:
    """Take in one authority's files.

    Args:
        unverified: files by name, all that there are.
        trust: the list of keys that they are checked with.
        now: the device's time.
        seen: what was taken in before, by authority.
        own_trust: whether the list of keys is one of these files. Otherwise it is
            that of many authorities, and no older than the one published with.

    Raises:
        CredentialError: as `read_bundle` does.
    """
    manifest = parse_manifest(_file(unverified, MANIFEST_FILE), trust=trust)
    _require_not_ahead((trust.issued_at, manifest.issued_at), now)
    before = seen.get(manifest.issuer)
    if before is not None:
        require_newer(manifest, trust, before)
    if not own_trust:
        require_trust_of(manifest, trust)
    files = _files_of(manifest, unverified, own_trust=own_trust)
    bundle = Bundle(
        manifest=manifest,
        trust=trust,
        status_lists=_status_lists(manifest, files, trust),
        issued_lists=_issued_lists(manifest, files, trust),
        others={
            name: content
            for name, content in files.items()
            if name != TRUST_FILE and not name.startswith((STATUS_FILE, ISSUED_FILE))
        },
    )
    _require_not_ahead(_list_times(bundle), now)
    if before is not None:
        require_lists_not_shorter(bundle.status_lists, before)
    return bundle


def _file(unverified: Mapping[str, bytes], name: str) -> bytes:
    if name not in unverified:
        raise BundleFileMissingError(name)
    return unverified[name]


def _files_of(
    manifest: Manifest, unverified: Mapping[str, bytes], *, own_trust: bool
) -> dict[str, bytes]:
    """Return every file that the manifest names, each as it was signed for."""
    files = {}
    for entry in manifest.entries:
        if entry.name == TRUST_FILE and not own_trust:
            continue
        content = _file(unverified, entry.name)
        is_signed_for = sha256(content).digest() == entry.digest
        if len(content) != entry.size or not is_signed_for:
            raise BundleFileChangedError(entry.name)
        files[entry.name] = content
    if own_trust and TRUST_FILE not in files:
        raise BundleFileMissingError(TRUST_FILE)
    for name in unverified:
        if name not in files and name != MANIFEST_FILE:
            raise BundleFileExtraError(name)
    return files


def _status_lists(
    manifest: Manifest, files: Mapping[str, bytes], trust: TrustList
) -> dict[str, StatusList]:
    lists: dict[str, StatusList] = {}
    for name in _names(files, STATUS_FILE):
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
    for name in _names(files, ISSUED_FILE):
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
