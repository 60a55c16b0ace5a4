"""Taking in the daily police file: of one authority, or of many under one list of keys.

One authority's file is a part of its own, taken in whole or not at all. In a file of
many, each part is taken in when its authority is first asked about: so one authority
whose file is late or spoilt holds up nobody else, and a whole country's file is ready
at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from amnesty.credential.bundle import Bundle, read_bundle, read_part
from amnesty.credential.growth import parse_growth
from amnesty.credential.manifest import (
    CHECKPOINT_FILE,
    GROWTH_FILE,
    MANIFEST_FILE,
    TRUST_FILE,
    is_part_name,
    part_name,
)
from amnesty.credential.memory import Seen, SeenLog
from amnesty.credential.trust import ListedUse, TrustList, parse_trust_list
from amnesty.errors import CredentialError
from amnesty.errors.lists import (
    BundleFileExtraError,
    BundleFileMissingError,
    BundleIssuerRefusedError,
    LogForgottenError,
    LogForkedError,
    LogHiddenError,
    LogOfAnotherError,
    LogUnsignedError,
)
from amnesty.errors.log import CheckpointForgedError, NotACheckpointError
from amnesty.transparency.notes import Checkpoint, read_checkpoint
from amnesty.transparency.verifying import log_only_grew

if TYPE_CHECKING:
    from datetime import datetime

    from amnesty.credential.roots import Roots
    from amnesty.domain.identifiers import GssCode

Files = Mapping[str, bytes]
Remember = Callable[[Seen], None]
"""Told what to remember of a part that was taken in."""


@dataclass(frozen=True, kw_only=True)
class ManyParts:
    """A police file of many authorities, each part of it taken in when asked for."""

    trust: TrustList
    read: Callable[[str], Bundle]
    """Takes in the part of a folder."""
    names: frozenset[str]
    """The folders that there are."""
    _read_before: dict[str, Bundle | CredentialError] = field(default_factory=dict)

    def part(self, issuer: GssCode) -> Bundle | None:
        """Return what tells of an authority's certificates; None where nothing does.

        Raises:
            CredentialError: its part is refused.
        """
        name = part_name(issuer)
        if name not in self.names:
            return None
        if name not in self._read_before:
            try:
                self._read_before[name] = self.read(name)
            except CredentialError as error:
                self._read_before[name] = error
        part = self._read_before[name]
        if isinstance(part, CredentialError):
            raise part
        return part


PoliceFile = Bundle | ManyParts


def take_in(
    unverified: Files,
    *,
    roots: Roots,
    now: datetime,
    seen: Mapping[GssCode, Seen],
    remember: Remember,
) -> PoliceFile:
    """Take in a daily police file, of one authority or of many.

    Args:
        unverified: files by name, `manifest.cbor` of one authority, or
            `e06999999/manifest.cbor` and so on of many.
        roots: the roots that the verifier holds.
        now: the device's time.
        seen: what it remembers of these roots, by authority.
        remember: told what to remember of each part that was taken in.

    Raises:
        CredentialError: the file is refused; of many, if their list of keys is.
    """
    if MANIFEST_FILE in unverified:
        bundle = read_bundle(unverified, roots=roots, now=now, seen=seen)
        return _remembered(bundle, now, seen, remember)
    parts = _by_part(unverified)
    if not parts:
        raise BundleFileMissingError(MANIFEST_FILE)
    if TRUST_FILE not in unverified:
        raise BundleFileMissingError(TRUST_FILE)
    trust = parse_trust_list(unverified[TRUST_FILE], roots=roots)

    def read(name: str) -> Bundle:
        files = _Part(unverified, name, parts[name])
        bundle = read_part(files, trust=trust, now=now, seen=seen)
        if part_name(bundle.manifest.issuer) != name:
            raise BundleIssuerRefusedError(f"{name}/{MANIFEST_FILE}")
        return _remembered(bundle, now, seen, remember)

    return ManyParts(trust=trust, read=read, names=frozenset(parts))


def _by_part(unverified: Files) -> dict[str, list[str]]:
    """Return the names of the files in each folder."""
    parts: dict[str, list[str]] = {}
    for name in unverified:
        folder, slash, inner = name.partition("/")
        if slash and is_part_name(folder):
            parts.setdefault(folder, []).append(inner)
        elif name != TRUST_FILE:
            raise BundleFileExtraError(name)
    return parts


class _Part(Mapping[str, bytes]):
    """The files of one folder, read when they are asked for."""

    def __init__(self, files: Files, folder: str, names: list[str]) -> None:
        self._files, self._folder, self._names = files, folder, names

    def __getitem__(self, name: str) -> bytes:
        return self._files[f"{self._folder}/{name}"]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _remembered(
    bundle: Bundle, now: datetime, seen: Mapping[GssCode, Seen], remember: Remember
) -> Bundle:
    before = seen.get(bundle.manifest.issuer)
    log = _log(bundle, None if before is None else before.log)
    remember(bundle.seen(now, before, log))
    return bundle


def _log(bundle: Bundle, before: SeenLog | None) -> SeenLog | None:
    """Return how far the audit log has come, which goes on from where it was."""
    note = bundle.others.get(CHECKPOINT_FILE)
    if note is None:
        if before is not None:
            raise LogHiddenError
        return None
    checkpoint = _checkpoint(bundle, note)
    if before is not None:
        _require_grown(before, checkpoint, bundle.others.get(GROWTH_FILE))
    return SeenLog(origin=checkpoint.origin, size=checkpoint.size, root=checkpoint.root)


def _checkpoint(bundle: Bundle, unverified: bytes) -> Checkpoint:
    """Read the checkpoint, signed by the authority's key for it."""
    manifest = bundle.manifest
    try:
        note = unverified.decode()
    except UnicodeDecodeError:
        raise LogUnsignedError from None
    for listed in bundle.trust.keys:
        if listed.use is ListedUse.CHECKPOINT and listed.issuer == manifest.issuer:
            try:
                checkpoint = read_checkpoint(note, listed.key.x)
            except (NotACheckpointError, CheckpointForgedError):
                continue
            listed.require_issue(issuer=manifest.issuer, issued_at=manifest.issued_at)
            return checkpoint
    raise LogUnsignedError


def _require_grown(
    before: SeenLog, checkpoint: Checkpoint, unverified_growth: bytes | None
) -> None:
    if checkpoint.origin != before.origin:
        raise LogOfAnotherError(checkpoint.origin)
    if checkpoint.size < before.size:
        raise LogForkedError
    proof: tuple[bytes, ...] = ()
    if checkpoint.size > before.size:
        proofs = {} if unverified_growth is None else parse_growth(unverified_growth)
        if before.size not in proofs:
            raise LogForgottenError
        proof = proofs[before.size]
    old, new = (before.size, before.root), (checkpoint.size, checkpoint.root)
    if not log_only_grew(old, new, proof):
        raise LogForkedError
