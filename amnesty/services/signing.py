"""The authority's signing keys: made once, kept sealed for supervisors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from amnesty.credential.keys import PrivateKeySigner
from amnesty.credential.roots import fingerprint, make_roots
from amnesty.credential.trust import ListedKey, ListedUse, listed_key
from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, Compartment, require
from amnesty.ports import KeyUse

if TYPE_CHECKING:
    from amnesty.domain.identifiers import GssCode
    from amnesty.ports import Signer, Transaction
    from amnesty.services.desk import Desk

_MADE_AT = "made at"
_ROOTS = "roots file"

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


def signing_key(register: Transaction, use: KeyUse) -> Signer:
    """Return the key for a use.

    Raises:
        CompartmentClosedError: the member does not hold the signing keys.
    """
    return PrivateKeySigner.from_bytes(register.secrets(Compartment.SIGNING)[use.value])


def roots_file(register: Transaction) -> bytes:
    """Return the roots that verifiers take, as `init` wrote them."""
    return register.secrets(Compartment.SIGNING)[_ROOTS]


def listed_keys(register: Transaction, issuer: GssCode) -> tuple[ListedKey, ...]:
    """Return the certificate key and the status key, as the trust list names them."""
    made_at = register.secrets(Compartment.SIGNING)[_MADE_AT]
    start = datetime.fromisoformat(made_at.decode())
    return tuple(
        listed_key(
            signing_key(register, use),
            issuer=issuer,
            use=listed,
            issues_from=start,
            issues_to=start + ISSUE_WINDOW,
        )
        for use, listed in _LISTED.items()
    )


_LISTED = {
    KeyUse.CERTIFICATE: ListedUse.CERTIFICATE,
    KeyUse.STATUS: ListedUse.STATUS,
}
