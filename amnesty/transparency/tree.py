"""The Merkle tree of RFC 6962 section 2.1: what hashes to what, and how it grows.

A log of any size is known by its frontier: the hashes of the perfect subtrees that it
falls apart into, the largest first. Their sizes are the bits of the log's size, so the
frontier is all that an append has to know.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HASH_SIZE = 32

_LEAF = b"\x00"
_NODE = b"\x01"
EMPTY_ROOT = sha256().digest()
"""The root of a log without leaves."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(_LEAF + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of what has these two beneath it."""
    return sha256(_NODE + left + right).digest()


def append(frontier: list[bytes], size: int, hashed: bytes) -> list[bytes]:
    """Add one leaf's hash to a frontier of that size, in place.

    Returns:
        The hashes of all perfect subtrees that end with this leaf: that of 1 leaf, of
        2 leaves, of 4, as far as there are any.
    """
    completed = [hashed]
    while size & 1:
        hashed = node_hash(frontier.pop(), hashed)
        completed.append(hashed)
        size >>= 1
    frontier.append(hashed)
    return completed


def root_of(frontier: Sequence[bytes]) -> bytes:
    """Return the root of the log that has this frontier."""
    if not frontier:
        return EMPTY_ROOT
    *larger, root = frontier
    for left in reversed(larger):
        root = node_hash(left, root)
    return root


def fits(frontier: Sequence[bytes], size: int) -> bool:
    """Return whether a frontier has as many hashes as a log of the size calls for."""
    return size >= 0 and len(frontier) == size.bit_count()
