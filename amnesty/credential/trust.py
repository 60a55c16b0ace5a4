"""The trust list: which key signs what, for which authority, and when.

Signed by a root, so that a verifier holds two roots and not every authority's keys. A
key has one algorithm, one use, one issuer and one window of issue; the window is
compared with the day of issue, so a retired key keeps alive what it once signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from amnesty.credential.cbor import decode, encode
from amnesty.credential.cose import Envelope, parse_sign1, sign1
from amnesty.credential.fields import Fields, Labels
from amnesty.credential.instants import to_seconds
from amnesty.credential.keys import KEY_ID_SIZE, P256Key, PublicKey, parse_cose_key
from amnesty.credential.labels import (
    COSE_KEY,
    EXPIRES,
    ISSUED_AT,
    ISSUER,
    ISSUES_FROM,
    ISSUES_TO,
    ITEMS,
    KEY_ID,
    KEY_ISSUER,
    KEY_USE,
    KEYS,
    KEYS_TYPE,
    SEQUENCE,
    SUBJECT,
)
from amnesty.domain.identifiers import GssCode
from amnesty.errors.credential import (
    AlgorithmRefusedError,
    FieldFault,
    IssuerRefusedError,
    KeyTwiceError,
    KeyUseRefusedError,
    OutsideKeyWindowError,
    ThumbprintRefusedError,
    UnknownKeyError,
    UnknownRootError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amnesty.credential.roots import Roots
    from amnesty.ports import Signer

MOST_SEQUENCE = (1 << 32) - 1
"""The highest number of a trust list or manifest."""

_MAX_BYTES = 1 << 20
_ROOT, _SUBJECT = "root", "carly:keys"


class ListedUse(Enum):
    """What a listed key signs; the value stands in the list."""

    CERTIFICATE = "certificate"
    STATUS = "status"
    """Status lists, issued lists and manifests, told apart by content type."""
    CHECKPOINT = "checkpoint"
    """Heads of the audit log; the only use of Ed25519."""


_USES = {use.value: use for use in ListedUse}
_ENTRY = Labels({KEY_ID, COSE_KEY, KEY_ISSUER, KEY_USE, ISSUES_FROM, ISSUES_TO})


@dataclass(frozen=True, kw_only=True)
class ListedKey:
    """One key, and all that it may do."""

    key: PublicKey
    issuer: GssCode
    use: ListedUse
    issues_from: datetime
    issues_to: datetime
    """Itself included."""

    def require_issue(self, *, issuer: GssCode, issued_at: datetime) -> None:
        """Refuse what this key may not have issued.

        Raises:
            IssuerRefusedError: it names another authority.
            OutsideKeyWindowError: it was issued outside the key's window.
        """
        if issuer != self.issuer:
            raise IssuerRefusedError(named=issuer, of_key=self.issuer)
        if not self.issues_from <= issued_at <= self.issues_to:
            raise OutsideKeyWindowError(issued_at)


@dataclass(frozen=True, kw_only=True)
class TrustList:
    """The keys that roots vouch for."""

    sequence: int
    issued_at: datetime
    expires_at: datetime
    keys: tuple[ListedKey, ...]
    digest: bytes
    """SHA-256 of the list as signed: one number, one list."""
    roots: bytes
    """SHA-256 of the roots that it was checked with."""

    def check(self, envelope: Envelope, use: ListedUse) -> tuple[ListedKey, bytes]:
        """Check a message's signature and return the key and the payload.

        Raises:
            UnknownKeyError: no listed key has this id.
            AlgorithmRefusedError: the message names another algorithm than the key's.
            KeyUseRefusedError: the key is for something else.
            SignatureRefusedError: the signature does not hold.
        """
        header = envelope.header
        listed = self._by_id.get(header.key_id)
        if listed is None:
            raise UnknownKeyError(header.key_id)
        if header.algorithm != listed.key.algorithm:
            raise AlgorithmRefusedError
        if listed.use is not use:
            raise KeyUseRefusedError(use.value)
        return listed, envelope.check(listed.key)

    @cached_property
    def _by_id(self) -> dict[bytes, ListedKey]:
        return {listed.key.key_id: listed for listed in self.keys}


def listed_key(
    signer: Signer,
    *,
    issuer: GssCode,
    use: ListedUse,
    issues_from: datetime,
    issues_to: datetime,
) -> ListedKey:
    """Return the entry of the trust list for a signer's key."""
    x, y = signer.public_point
    return ListedKey(
        key=P256Key(x=x, y=y),
        issuer=issuer,
        use=use,
        issues_from=issues_from,
        issues_to=issues_to,
    )


def make_trust_list(
    keys: Iterable[ListedKey],
    *,
    sequence: int,
    issued_at: datetime,
    expires_at: datetime,
    root: Signer,
) -> bytes:
    """Sign a trust list with a root; its number must be higher than the last one's."""
    claims = {
        ISSUER: _ROOT,
        SUBJECT: _SUBJECT,
        EXPIRES: to_seconds(expires_at),
        ISSUED_AT: to_seconds(issued_at),
        KEYS: {SEQUENCE: sequence, ITEMS: entries_of(keys)},
    }
    return sign1(encode(claims), content_type=KEYS_TYPE, signer=root)


def entries_of(keys: Iterable[ListedKey]) -> list[dict[int, object]]:
    """Return keys as they stand in a list, for `parse_entries` to read."""
    return [_entry(key) for key in keys]


def _entry(listed: ListedKey) -> dict[int, object]:
    return {
        KEY_ID: listed.key.key_id,
        COSE_KEY: listed.key.cose_key,
        KEY_ISSUER: listed.issuer,
        KEY_USE: listed.use.value,
        ISSUES_FROM: to_seconds(listed.issues_from),
        ISSUES_TO: to_seconds(listed.issues_to),
    }


def parse_trust_list(unverified: bytes, *, roots: Roots) -> TrustList:
    """Check a trust list's signature and read it.

    Whether it is out of date is not asked here: an old list still tells a forgery.

    Raises:
        CredentialError: no root signed it, or it is not exactly as the format has it.
    """
    envelope = parse_sign1(unverified, most=_MAX_BYTES)
    envelope.require_content_type(KEYS_TYPE)
    root = roots.find(envelope.header.key_id)
    if root is None:
        raise UnknownRootError
    payload = envelope.check(root)
    claims = Fields(
        decode(payload),
        "claim",
        Labels({ISSUER, SUBJECT, EXPIRES, ISSUED_AT, KEYS}),
    )
    if claims.text(ISSUER) != _ROOT or claims.text(SUBJECT) != _SUBJECT:
        raise claims.refusal(SUBJECT, FieldFault.FORM)
    body = claims.inner(KEYS, Labels({SEQUENCE, ITEMS}))
    return TrustList(
        sequence=body.whole(SEQUENCE, most=MOST_SEQUENCE),
        issued_at=claims.instant(ISSUED_AT),
        expires_at=claims.instant(EXPIRES),
        keys=parse_entries(body.items(ITEMS)),
        digest=sha256(unverified).digest(),
        roots=roots.digest,
    )


def parse_entries(items: list[object]) -> tuple[ListedKey, ...]:
    """Read all entries; one key twice refuses the list, whichever would be meant.

    Raises:
        CredentialError: an entry is not as the format has it, or a key stands twice.
    """
    keys: dict[bytes, ListedKey] = {}
    for item in items:
        listed = _listed_key(item)
        if listed.key.key_id in keys:
            raise KeyTwiceError(listed.key.key_id)
        keys[listed.key.key_id] = listed
    return tuple(keys.values())


def _listed_key(item: object) -> ListedKey:
    entry = Fields(item, "key", _ENTRY)
    key_id = entry.octets(KEY_ID, size=KEY_ID_SIZE)
    key = parse_cose_key(entry.value(COSE_KEY), of="COSE key")
    if key.key_id != key_id:
        raise ThumbprintRefusedError(key_id)
    return ListedKey(
        key=key,
        issuer=entry.issuer(KEY_ISSUER),
        use=_use(entry, key),
        issues_from=entry.instant(ISSUES_FROM),
        issues_to=entry.instant(ISSUES_TO),
    )


def _use(entry: Fields, key: PublicKey) -> ListedUse:
    """Read the use, which the kind of key must fit."""
    text = entry.text(KEY_USE)
    use = _USES.get(text)
    if use is None or (use is ListedUse.CHECKPOINT) is isinstance(key, P256Key):
        raise entry.refusal(KEY_USE, FieldFault.FORM)
    return use
