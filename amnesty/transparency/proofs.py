"""Proofs that a leaf is in a log, and that a log only grew (RFC 6962 section 2.1).

They are made from perfect subtrees alone: whoever keeps the log hands in a function
that returns the hash of the subtree of 2 ** level leaves at a place of that level, of
which the first is 0. Level 0 are the hashes of the leaves.
"""

from __future__ import annotations

from collections.abc import Callable

from amnesty.transparency.tree import EMPTY_ROOT, node_hash

Subtree = Callable[[int, int], bytes]


def range_hash(subtree: Subtree, begin: int, end: int) -> bytes:
    """Return the hash of the leaves from `begin` up to `end`, which a proof cuts so."""
    count = end - begin
    if count == 0:
        return EMPTY_ROOT
    level = count.bit_length() - 1
    if count == 1 << level:
        return subtree(level, begin >> level)
    middle = begin + _split(count)
    return node_hash(
        range_hash(subtree, begin, middle), range_hash(subtree, middle, end)
    )


def inclusion_proof(subtree: Subtree, place: int, size: int) -> list[bytes]:
    """Return what leads from a leaf to the root of a log of that size.

    Raises:
        ValueError: there is no such leaf.
    """
    if not 0 <= place < size:
        msg = "No such leaf."
        raise ValueError(msg)
    path: list[bytes] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if place < middle:
            path.append(range_hash(subtree, middle, end))
            end = middle
        else:
            path.append(range_hash(subtree, begin, middle))
            begin = middle
    return path[::-1]


def consistency_proof(subtree: Subtree, old: int, new: int) -> list[bytes]:
    """Return what shows that a log of the new size begins with that of the old size.

    Raises:
        ValueError: the old size is larger than the new.
    """
    if not 0 <= old <= new:
        msg = "No such sizes."
        raise ValueError(msg)
    if old in (0, new):
        return []
    path: list[bytes] = []
    begin, end = 0, new
    while old != end:
        middle = begin + _split(end - begin)
        if old <= middle:
            path.append(range_hash(subtree, middle, end))
            end = middle
        else:
            path.append(range_hash(subtree, begin, middle))
            begin = middle
    if begin:
        path.append(range_hash(subtree, begin, end))
    return path[::-1]


def _split(count: int) -> int:
    """Return the largest power of two that is smaller."""
    return 1 << ((count - 1).bit_length() - 1)
