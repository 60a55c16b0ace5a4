"""What a device remembers of the police files that it took in: `seen.cbor`.

So nobody can hand it an older file, a shorter list or another log afterwards. What was
seen belongs to the roots that were held then: a device that is given other roots begins
anew. It names no certificate: whoever finds the file learns which authorities were
asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from amnesty.credential.cbor import decode, encode
from amnesty.credential.fields import MOST_SLOTS, Fields, Labels, parts_of
from amnesty.credential.instants import to_seconds
from amnesty.credential.trust import MOST_SEQUENCE
from amnesty.domain.identifiers import GssCode
from amnesty.errors import CredentialError
from amnesty.errors.credential import FieldFault
from amnesty.errors.lists import MemoryUnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amnesty.credential.roots import Roots

MEMORY_FILE = "seen.cbor"

_KIND, _KIND_VALUE = 1, "carly:seen"
_PARTS = 2
_ISSUER, _NUMBER, _TRUST, _ROOTS, _LISTS, _LOG, _FLOOR = range(1, 8)
_MOST_LOG = 10**18 - 1
_DIGEST_SIZE = 32


@dataclass(frozen=True, kw_only=True)
class SeenList:
    """How far one list had come."""

    uri: str
    capacity: int
    issued_at: datetime


@dataclass(frozen=True, kw_only=True)
class SeenLog:
    """How far an authority's audit log had come: its newest checkpoint."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a verifier remembers of the newest daily police file of one authority."""

    issuer: GssCode
    sequence: int
    digest: bytes
    """SHA-256 of the manifest: one number, one manifest."""
    trust_sequence: int
    trust_digest: bytes
    roots: bytes
    """SHA-256 of the roots that were held then."""
    lists: tuple[SeenList, ...]
    log: SeenLog | None
    floor: datetime | None
    """The time that the device's clock may no longer fall behind."""


@dataclass(frozen=True, kw_only=True)
class Memory:
    """All that a device remembers between two runs."""

    parts: tuple[Seen, ...] = ()

    def of(self, roots: Roots) -> dict[GssCode, Seen]:
        """Return what was taken in with these roots, by authority."""
        return {one.issuer: one for one in self.parts if one.roots == roots.digest}

    def with_part(self, seen: Seen) -> Memory:
        """Return the memory with one more file taken in; the newer of two is kept."""
        others, newest = [], seen
        for one in self.parts:
            if (one.roots, one.issuer) != (seen.roots, seen.issuer):
                others.append(one)
            elif one.sequence > seen.sequence:
                newest = one
        return Memory(parts=(*others, newest))


def clock_floor(parts: Iterable[Seen]) -> datetime | None:
    """Return the time that the device's clock may no longer fall behind."""
    floors = [one.floor for one in parts if one.floor is not None]
    return max(floors, default=None)


def encode_memory(memory: Memory) -> bytes:
    """Return the bytes of `seen.cbor`."""
    parts = [_part(one) for one in memory.parts]
    return encode({_KIND: _KIND_VALUE, _PARTS: parts})


def _part(seen: Seen) -> dict[int, object]:
    part: dict[int, object] = {
        _ISSUER: seen.issuer,
        _NUMBER: [seen.sequence, seen.digest],
        _TRUST: [seen.trust_sequence, seen.trust_digest],
        _ROOTS: seen.roots,
        _LISTS: [
            [one.uri, one.capacity, to_seconds(one.issued_at)] for one in seen.lists
        ],
    }
    if seen.log is not None:
        part[_LOG] = [seen.log.origin, seen.log.size, seen.log.root]
    if seen.floor is not None:
        part[_FLOOR] = to_seconds(seen.floor)
    return part


def decode_memory(content: bytes) -> Memory:
    """Read the bytes of `seen.cbor`.

    Raises:
        MemoryUnreadableError: they are spoilt. To go on without them would let an older
            police file in, so it is for a person to remove them.
    """
    try:
        return _memory(content)
    except CredentialError:
        raise MemoryUnreadableError from None


def _memory(content: bytes) -> Memory:
    fields = Fields(decode(content), "memory", Labels({_KIND, _PARTS}))
    if fields.text(_KIND) != _KIND_VALUE:
        raise fields.refusal(_KIND, FieldFault.FORM)
    return Memory(parts=tuple(_seen(item) for item in fields.items(_PARTS)))


def _seen(item: object) -> Seen:
    part = Fields(
        item,
        "memory of an authority",
        Labels({_ISSUER, _NUMBER, _TRUST, _ROOTS, _LISTS}, {_LOG, _FLOOR}),
    )
    number, trust = _items(part, _NUMBER, 2), _items(part, _TRUST, 2)
    return Seen(
        issuer=part.issuer(_ISSUER),
        sequence=number.whole(0, most=MOST_SEQUENCE),
        digest=number.octets(1, size=_DIGEST_SIZE),
        trust_sequence=trust.whole(0, most=MOST_SEQUENCE),
        trust_digest=trust.octets(1, size=_DIGEST_SIZE),
        roots=part.octets(_ROOTS, size=_DIGEST_SIZE),
        lists=tuple(_seen_list(one) for one in part.items(_LISTS)),
        log=_seen_log(part) if _LOG in part else None,
        floor=part.instant(_FLOOR) if _FLOOR in part else None,
    )


def _seen_list(item: object) -> SeenList:
    parts = _array(item, 3)
    return SeenList(
        uri=parts.list_name(0),
        capacity=parts.whole(1, most=MOST_SLOTS),
        issued_at=parts.instant(2),
    )


def _seen_log(part: Fields) -> SeenLog:
    parts = _items(part, _LOG, 3)
    return SeenLog(
        origin=parts.text(0),
        size=parts.whole(1, most=_MOST_LOG),
        root=parts.octets(2, size=_DIGEST_SIZE),
    )


def _items(fields: Fields, label: int, count: int) -> Fields:
    return _array(fields.items(label), count)


def _array(item: object, count: int) -> Fields:
    return parts_of(item, of="remembered value", count=count)
