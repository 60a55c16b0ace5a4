"""The authority's signing keys: kept sealed for supervisors, or named on a token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from amnesty.credential.key_files import TokenKey, parse_key_file
from amnesty.credential.keys import PrivateKeySigner
from amnesty.credential.request import (
    ProvenKey,
    make_request,
    parse_request,
    proven,
)
from amnesty.credential.roots import fingerprint, make_roots, parse_roots
from amnesty.credential.trust import (
    ListedKey,
    ListedUse,
    listed_key,
    parse_trust_list,
)
from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, Compartment, require
from amnesty.errors.adopting import OwnKeyEndedError, OwnKeyNotListedError
from amnesty.errors.credential import SigningKeyUnreadableError
from amnesty.errors.hsm import TokenNotHereError
from amnesty.ports import KeyUse
from amnesty.repeating import repeated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amnesty.domain.identifiers import GssCode
    from amnesty.ports import Signer, Transaction
    from amnesty.services.desk import Desk

_MADE_AT = "made at"
_ROOTS = "roots file"
_ADOPTED = "adopted list"
_OWN_KEYS = "own keys"
_DER_SEQUENCE = b"\x30"
"""How a private key begins (PKCS #8); what names a key on a token begins otherwise."""

LISTED = {
    KeyUse.CERTIFICATE: ListedUse.CERTIFICATE,
    KeyUse.STATUS: ListedUse.STATUS,
}
"""The keys that a register signs with every day."""

ISSUE_WINDOW = timedelta(days=5 * 365)
"""How long a key signs before it must be rotated."""


@dataclass(frozen=True, kw_only=True)
class Founding:
    """What `init` hands out once, when the keys are made."""

    roots_file: bytes
    """Both roots' public keys: `roots.cbor`, for every verifier."""
    fingerprint: str
    """To print, and to compare by voice."""
    spare_root: bytes
    """The spare root's private key (PKCS #8): to be kept away from the register."""


@repeated
def make_signing_keys(desk: Desk) -> Founding:
    """Make the authority's roots and keys and keep all but the spare root.

    Raises:
        CompartmentClosedError: the member does not hold the signing keys.
    """
    require(desk.member, Act.PUBLISH)
    root, spare = PrivateKeySigner.generate(), PrivateKeySigner.generate()
    kept = {
        KeyUse.ROOT: root,
        KeyUse.CERTIFICATE: PrivateKeySigner.generate(),
        KeyUse.STATUS: PrivateKeySigner.generate(),
    }
    roots_file = make_roots([root.public_key, spare.public_key])
    with desk.transaction() as register:
        for use, signer in kept.items():
            register.keep_secret(Compartment.SIGNING, use.value, signer.to_bytes())
        made_at = desk.now().isoformat().encode()
        register.keep_secret(Compartment.SIGNING, _MADE_AT, made_at)
        register.keep_secret(Compartment.SIGNING, _ROOTS, roots_file)
        register.append(desk.note(Verb.COLLECTION, Act.PUBLISH, what="signing keys"))
    return Founding(
        roots_file=roots_file,
        fingerprint=fingerprint(roots_file),
        spare_root=spare.to_bytes(),
    )


def signing_key(desk: Desk, register: Transaction, use: KeyUse) -> Signer:
    """Return the key for a use, which devices believe today.

    Raises:
        CompartmentClosedError: the member does not hold the signing keys.
        OwnKeyNotListedError: the adopted list of keys does not name it for today.
        OwnKeyEndedError: it is too old, or by the clock not made yet.
        TokenNotHereError: it is on a token, and no PIN is asked for here.
    """
    signer = opened(desk, register.secrets(Compartment.SIGNING)[use.value])
    if use is not KeyUse.ROOT:
        _require_in_window(desk, register, use, signer.key_id)
    return signer


def opened(desk: Desk, secret: bytes) -> Signer:
    """Return the key that a kept secret is, or names on a token.

    Raises:
        TokenNotHereError: it names a token, and no PIN can be asked for.
        SigningKeyUnreadableError: it is no key.
    """
    if secret.startswith(_DER_SEQUENCE):
        return PrivateKeySigner.from_bytes(secret)
    key = parse_key_file(secret)
    if not isinstance(key, TokenKey):
        raise SigningKeyUnreadableError
    if desk.tokens is None:
        raise TokenNotHereError(key.label)
    return desk.tokens.signer(secret)


def key_id_of(secret: bytes) -> bytes:
    """Return the id of a kept key, for which no PIN is needed."""
    if secret.startswith(_DER_SEQUENCE):
        return PrivateKeySigner.from_bytes(secret).key_id
    return parse_key_file(secret).public_key.key_id


@repeated
def ready_tokens(desk: Desk, *uses: KeyUse) -> None:
    """Have PINs typed before a transaction in which others would wait meanwhile."""
    if desk.tokens is None:
        return
    with desk.transaction() as register:
        secrets = register.secrets(Compartment.SIGNING)
    for use in uses:
        opened(desk, secrets[use.value])


def roots_file(register: Transaction) -> bytes:
    """Return the roots that verifiers take, as `init` wrote them or as adopted."""
    return register.secrets(Compartment.SIGNING)[_ROOTS]


def adopted_list(register: Transaction) -> bytes | None:
    """Return the list of keys of whoever keeps the roots, if one was taken in."""
    return register.secrets(Compartment.SIGNING).get(_ADOPTED)


def keep_adopted(register: Transaction, signed: bytes, roots: bytes) -> None:
    """Keep a list of keys in place of those that this register signs.

    The register's own root is forgotten: nobody needs it here any more.
    """
    register.keep_secret(Compartment.SIGNING, _ADOPTED, signed)
    register.keep_secret(Compartment.SIGNING, _ROOTS, roots)
    register.keep_secret(Compartment.SIGNING, KeyUse.ROOT.value, b"")


def own_keys(register: Transaction) -> tuple[ProvenKey, ...]:
    """Return every key that this register ever had and did not drop, with its proof."""
    secrets = register.secrets(Compartment.SIGNING)
    if _OWN_KEYS in secrets:
        return parse_request(secrets[_OWN_KEYS]).keys
    start = datetime.fromisoformat(secrets[_MADE_AT].decode())
    keys = []
    for use, listed_use in LISTED.items():
        signer = PrivateKeySigner.from_bytes(secrets[use.value])
        listed = listed_key(
            signer,
            issuer=register.authority().gss,
            use=listed_use,
            issues_from=start,
            issues_to=start + ISSUE_WINDOW,
        )
        keys.append(proven(listed, signer))
    return tuple(keys)


def keep_own_keys(desk: Desk, register: Transaction, keys: Iterable[ProvenKey]) -> None:
    """Keep which keys this register has and had."""
    kept = make_request(list(keys), made_at=desk.now())
    register.keep_secret(Compartment.SIGNING, _OWN_KEYS, kept)


def listed_keys(register: Transaction) -> tuple[ListedKey, ...]:
    """Return this register's keys, as a list of its own names them: newest first."""
    return tuple(one.listed for one in own_keys(register))


def _require_in_window(
    desk: Desk, register: Transaction, use: KeyUse, key_id: bytes
) -> None:
    adopted = adopted_list(register)
    if adopted is None:
        keys = listed_keys(register)
    else:
        roots = parse_roots(roots_file(register))
        keys = parse_trust_list(adopted, roots=roots).keys
    issuer = register.authority().gss
    if not is_listed(keys, key_id, use=LISTED[use], issuer=issuer, at=desk.now()):
        if adopted is None:
            raise OwnKeyEndedError(use.value)
        raise OwnKeyNotListedError(use=use.value, key_id=key_id)


def is_listed(
    keys: Iterable[ListedKey],
    key_id: bytes,
    *,
    use: ListedUse,
    issuer: GssCode,
    at: datetime,
) -> bool:
    """Return whether a list lets a key issue for an authority at a time."""
    return any(
        one.key.key_id == key_id
        and (one.use, one.issuer) == (use, issuer)
        and one.issues_from <= at <= one.issues_to
        for one in keys
    )
