"""Checks proofs as RFC 9162 sections 2.1.3.2 and 2.1.4.2 have it; trusts nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.transparency.tree import EMPTY_ROOT, HASH_SIZE, node_hash

if TYPE_CHECKING:
    from collections.abc import Sequence


def leaf_is_included(
    hashed: bytes, place: int, *, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Return whether a proof shows that a leaf's hash stands at a place of a log."""
    if not 0 <= place < size or not _are_hashes(hashed, *proof):
        return False
    node, last, reached = place, size - 1, hashed
    for beside in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            reached = node_hash(beside, reached)
            node, last = _up_to_a_right_turn(node, last)
        else:
            reached = node_hash(reached, beside)
        node >>= 1
        last >>= 1
    return last == 0 and reached == root


def log_only_grew(
    old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]
) -> bool:
    """Return whether a proof shows that one log, as size and root, begins another."""
    (size, root), (new_size, new_root) = old, new
    if not 0 <= size <= new_size or not _are_hashes(root, new_root, *proof):
        return False
    if size in (0, new_size):
        known = root == (EMPTY_ROOT if size == 0 else new_root)
        return known and not proof
    path = [root, *proof] if size & (size - 1) == 0 else list(proof)
    return bool(path) and _leads_to_both(path, size, new_size, (root, new_root))


def _leads_to_both(
    path: Sequence[bytes], size: int, new_size: int, roots: tuple[bytes, bytes]
) -> bool:
    node, last = size - 1, new_size - 1
    while node & 1:
        node >>= 1
        last >>= 1
    before = after = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            before, after = node_hash(beside, before), node_hash(beside, after)
            node, last = _up_to_a_right_turn(node, last)
        else:
            after = node_hash(after, beside)
        node >>= 1
        last >>= 1
    return last == 0 and (before, after) == roots


def _up_to_a_right_turn(node: int, last: int) -> tuple[int, int]:
    while node and not node & 1:
        node >>= 1
        last >>= 1
    return node, last


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_SIZE for value in values)
