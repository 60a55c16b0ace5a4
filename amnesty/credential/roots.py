"""The roots: the keys that a verifier starts from, and gets by hand.

The file is not signed, since nothing stands above a root. Whoever takes it in compares
its fingerprint with one that came another way; a bundle never brings roots.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from amnesty.credential import crockford
from amnesty.credential.cbor import decode, encode
from amnesty.credential.fields import Fields, Labels
from amnesty.credential.keys import P256Key, parse_cose_key
from amnesty.credential.labels import ITEMS
from amnesty.errors.credential import (
    BytesTooManyError,
    FieldFault,
    FieldRefusedError,
    KeyTwiceError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOTS_FILE = "roots.cbor"

_KIND, _KIND_VALUE = 1, "carly:roots"
_MAX_BYTES = 4096
_MAX_ROOTS = 16
_FINGERPRINT_BYTES = 20
_GROUP = 4


@dataclass(frozen=True, kw_only=True)
class Roots:
    """The root keys that a verifier trusts; usually one in use and one spare."""

    keys: tuple[P256Key, ...]

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of the roots' file."""
        return sha256(make_roots(self.keys)).digest()

    def find(self, key_id: bytes) -> P256Key | None:
        """Return the root of this id, if it is one."""
        return next((key for key in self.keys if key.key_id == key_id), None)


def make_roots(keys: Iterable[P256Key]) -> bytes:
    """Return the bytes of `roots.cbor`."""
    return encode({_KIND: _KIND_VALUE, ITEMS: [key.cose_key for key in keys]})


def parse_roots(unverified: bytes) -> Roots:
    """Read the bytes of `roots.cbor`.

    Raises:
        CredentialError: they are not a file of roots.
    """
    if len(unverified) > _MAX_BYTES:
        raise BytesTooManyError(most=_MAX_BYTES, found=len(unverified))
    fields = Fields(decode(unverified), "roots", Labels({_KIND, ITEMS}))
    items = fields.items(ITEMS)
    if fields.text(_KIND) != _KIND_VALUE:
        raise fields.refusal(_KIND, FieldFault.FORM)
    if not 0 < len(items) <= _MAX_ROOTS:
        raise fields.refusal(ITEMS, FieldFault.SIZE)
    keys: dict[bytes, P256Key] = {}
    for item in items:
        key = parse_cose_key(item, of="root")
        if not isinstance(key, P256Key):
            raise FieldRefusedError("root", FieldFault.KIND)
        if key.key_id in keys:
            raise KeyTwiceError(key.key_id)
        keys[key.key_id] = key
    return Roots(keys=tuple(keys.values()))


def fingerprint(roots_file: bytes) -> str:
    """Return what two people compare to know that they hold the same roots.

    The first 160 bits of the file's SHA-256, as eight groups of four characters.
    """
    letters = crockford.encode(sha256(roots_file).digest()[:_FINGERPRINT_BYTES])
    return " ".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
