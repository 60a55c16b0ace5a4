"""Gathering: the police files of several authorities under one root, in one file.

Nobody signs the whole: each part stands by its own authority's signature and the list
of keys by the root's. So whoever gathers can leave parts out, and can forge none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from amnesty.credential.manifest import (
    MANIFEST_FILE,
    TRUST_FILE,
    parse_manifest,
    part_name,
)
from amnesty.credential.roots import Roots
from amnesty.credential.trust import TrustList, parse_trust_list
from amnesty.domain.identifiers import GssCode
from amnesty.errors import CredentialError
from amnesty.errors.adopting import (
    AuthorityTwiceError,
    NothingGatheredError,
    TrustListsDifferError,
)
from amnesty.errors.lists import BundleFileMissingError
from amnesty.services.verifying.taking_in import ManyParts, take_in

if TYPE_CHECKING:
    from amnesty.credential.memory import Seen

Files = Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """One police file of many authorities, and what did not go into it."""

    files: Mapping[str, bytes]
    published: Mapping[GssCode, datetime]
    """When each part was published, by authority."""
    refused: Mapping[str, str]
    """Why, by source: today's file of theirs is not in it."""


@dataclass(frozen=True, kw_only=True)
class _Device:
    """What the parts are checked with, as an officer's device would."""

    roots: Roots
    now: datetime
    signed: bytes
    """The newest list of keys."""
    trust: TrustList

    def joined(self, parts: Mapping[GssCode, Files]) -> dict[str, bytes]:
        """Return parts as one police file."""
        joined = {TRUST_FILE: self.signed}
        for issuer, files in sorted(parts.items()):
            for name in sorted(files):
                if name != TRUST_FILE:
                    joined[f"{part_name(issuer)}/{name}"] = files[name]
        return joined

    def published(
        self, issuer: GssCode, files: Files, seen: dict[GssCode, Seen]
    ) -> datetime:
        """Take a part in, remember it, and return when it was published.

        Raises:
            CredentialError: it is refused.
        """
        taken = take_in(
            self.joined({issuer: files}),
            roots=self.roots,
            now=self.now,
            seen=dict(seen),
            remember=lambda one: seen.update({one.issuer: one}),
        )
        part = taken.part(issuer) if isinstance(taken, ManyParts) else None
        if part is None:
            raise BundleFileMissingError(MANIFEST_FILE)
        return part.manifest.issued_at


def gather(
    sources: Mapping[str, Files], *, roots: Roots, now: datetime, before: Files
) -> Gathered:
    """Join the police files of several authorities, each checked under the newest list.

    Where today's file of an authority is refused, or there is none, its part of the
    joined file before stays: officers are told how old it is.

    Args:
        sources: each authority's police file, by where it is.
        roots: what all of them have in common.
        now: the time.
        before: the joined file that this one follows; empty where there is none.

    Raises:
        AuthorityTwiceError: two sources are of one authority.
        TrustListsDifferError: two lists of keys have one number.
        NothingGatheredError: not one source can be taken in.
    """
    refused: dict[str, str] = {}
    lists = []
    for source, files in sources.items():
        try:
            lists.append((source, _list_of(files, roots)))
        except CredentialError as error:
            refused[source] = str(error)
    if not lists:
        raise NothingGatheredError(refused)
    device = _newest([one for _, one in lists], before, roots, now)
    seen: dict[GssCode, Seen] = {}
    parts, published = _before(device, before, seen)
    found: dict[GssCode, str] = {}
    for source, _ in lists:
        files = sources[source]
        try:
            issuer = parse_manifest(_file(files), trust=device.trust).issuer
            at = device.published(issuer, files, seen)
        except CredentialError as error:
            refused[source] = str(error)
            continue
        if issuer in found:
            raise AuthorityTwiceError(issuer, found[issuer], source)
        found[issuer], parts[issuer], published[issuer] = source, files, at
    if not found:
        raise NothingGatheredError(refused)
    return Gathered(files=device.joined(parts), published=published, refused=refused)


def _file(files: Files) -> bytes:
    if MANIFEST_FILE not in files:
        raise BundleFileMissingError(MANIFEST_FILE)
    return files[MANIFEST_FILE]


def _list_of(files: Files, roots: Roots) -> tuple[bytes, TrustList]:
    if TRUST_FILE not in files:
        raise BundleFileMissingError(TRUST_FILE)
    signed = files[TRUST_FILE]
    return signed, parse_trust_list(signed, roots=roots)


def _newest(
    lists: Iterable[tuple[bytes, TrustList]], before: Files, roots: Roots, now: datetime
) -> _Device:
    """Return what checks with the newest list of keys, which there is one of."""
    found = list(lists)
    with suppress(CredentialError):
        found.append(_list_of(before, roots))
    newest = max(found, key=lambda one: one[1].sequence)
    for _, other in found:
        if other.sequence == newest[1].sequence and other.digest != newest[1].digest:
            raise TrustListsDifferError(other.sequence)
    return _Device(roots=roots, now=now, signed=newest[0], trust=newest[1])


def _before(
    device: _Device, before: Files, seen: dict[GssCode, Seen]
) -> tuple[dict[GssCode, Files], dict[GssCode, datetime]]:
    """Return the parts of the joined file before that still stand."""
    folders: dict[GssCode, dict[str, bytes]] = {}
    for name in before:
        folder, slash, inner = name.partition("/")
        if slash:
            files = folders.setdefault(GssCode(folder.upper()), {})
            with suppress(CredentialError):
                files[inner] = before[name]
    parts: dict[GssCode, Files] = {}
    published: dict[GssCode, datetime] = {}
    for issuer, files in folders.items():
        with suppress(CredentialError):
            published[issuer] = device.published(issuer, files, seen)
            parts[issuer] = files
    return parts, published
