"""The audit log of the made-up authority: fixed leaves, and notes signed over them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from amnesty.credential.growth import make_growth
from amnesty.credential.keys import Ed25519Key
from amnesty.credential.trust import ListedKey, ListedUse
from amnesty.transparency.notes import Checkpoint, public_key_of, signed
from amnesty.transparency.proofs import consistency_proof, range_hash
from amnesty.transparency.tree import leaf_hash, node_hash

if TYPE_CHECKING:
    from types import ModuleType

ORIGIN = "carlys-amnesty/log/0123456789abcdef0123456789abcdef"
LOG_KEY, OTHER_KEY = bytes(range(1, 33)), bytes(range(2, 34))


class Log:
    """A log whose leaves follow from their place and a word."""

    def __init__(self, word: str = "event") -> None:
        """Begin a log of these leaves."""
        self._word = word
        self.subtree = cache(self._subtree)

    def _subtree(self, level: int, place: int) -> bytes:
        if level == 0:
            return leaf_hash(f"{self._word} {place}".encode())
        left, right = (self.subtree(level - 1, 2 * place + at) for at in (0, 1))
        return node_hash(left, right)

    def checkpoint(self, size: int, *, origin: str = ORIGIN) -> Checkpoint:
        """Return what the log was at a size."""
        root = range_hash(self.subtree, 0, size)
        return Checkpoint(origin=origin, size=size, root=root)

    def note(self, size: int, *, key: bytes = LOG_KEY, origin: str = ORIGIN) -> bytes:
        """Return the signed checkpoint of a size."""
        return signed(self.checkpoint(size, origin=origin), key).encode()

    def files(
        self, size: int, *earlier: int, key: bytes = LOG_KEY, origin: str = ORIGIN
    ) -> dict[str, bytes]:
        """Return the log's two files of a police file."""
        proofs = {one: consistency_proof(self.subtree, one, size) for one in earlier}
        return {
            "checkpoint.txt": self.note(size, key=key, origin=origin),
            "growth.cbor": make_growth(proofs),
        }


def listed(world: ModuleType) -> ListedKey:
    """Return the entry of the log's key in the list of keys."""
    return ListedKey(
        key=Ed25519Key(x=public_key_of(LOG_KEY)),
        issuer=world.AUTHORITY,
        use=ListedUse.CHECKPOINT,
        issues_from=world.NOW - 900 * world.DAY,
        issues_to=world.NOW + 900 * world.DAY,
    )


def trust_list(world: ModuleType, sequence: int = 7) -> bytes:
    """Return a list of keys with the log's among them."""
    return world.trust_list(  # type: ignore[no-any-return]  # of the world
        keys=[*world.listed_keys(), listed(world)], sequence=sequence
    )
