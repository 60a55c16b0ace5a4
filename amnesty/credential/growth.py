"""How the audit log grew since earlier checkpoints: `growth.cbor` beside the newest.

For the size of each checkpoint that was published in the last 60 days it holds the
hashes of a consistency proof (RFC 6962 section 2.1.2). It needs no signature: a proof
holds or does not, whoever made it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.credential.cbor import decode, encode
from amnesty.credential.fields import Fields, Labels, parts_of
from amnesty.credential.labels import ITEMS
from amnesty.errors.credential import BytesTooManyError, FieldFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_KIND, _KIND_VALUE = 1, "carly:growth"
_MAX_BYTES = 1 << 20
_MAX_PROOFS = 1000
_MAX_SIZE = 10**18 - 1
_MAX_HASHES = 64
_HASH_SIZE = 32
_PARTS = 2


def make_growth(proofs: Mapping[int, Sequence[bytes]]) -> bytes:
    """Return the bytes of `growth.cbor`, from each earlier size to its proof."""
    items = [[size, b"".join(proofs[size])] for size in sorted(proofs)]
    return encode({_KIND: _KIND_VALUE, ITEMS: items})


def parse_growth(unverified: bytes) -> dict[int, tuple[bytes, ...]]:
    """Read the bytes of `growth.cbor`; no proof in it is checked here.

    Raises:
        CredentialError: they are not exactly as the format has them.
    """
    if len(unverified) > _MAX_BYTES:
        raise BytesTooManyError(most=_MAX_BYTES, found=len(unverified))
    fields = Fields(decode(unverified), "growth", Labels({_KIND, ITEMS}))
    items = fields.items(ITEMS)
    if fields.text(_KIND) != _KIND_VALUE:
        raise fields.refusal(_KIND, FieldFault.FORM)
    if len(items) > _MAX_PROOFS:
        raise fields.refusal(ITEMS, FieldFault.SIZE)
    proofs = dict(_proof(item) for item in items)
    if list(proofs) != sorted(proofs) or len(proofs) != len(items):
        raise fields.refusal(ITEMS, FieldFault.FORM)
    return proofs


def _proof(item: object) -> tuple[int, tuple[bytes, ...]]:
    parts = parts_of(item, of="growth entry", count=_PARTS)
    hashes = parts.octets(1)
    count, rest = divmod(len(hashes), _HASH_SIZE)
    if rest or count > _MAX_HASHES:
        raise parts.refusal(1, FieldFault.SIZE)
    return parts.whole(0, most=_MAX_SIZE), tuple(
        hashes[at * _HASH_SIZE :][:_HASH_SIZE] for at in range(count)
    )
