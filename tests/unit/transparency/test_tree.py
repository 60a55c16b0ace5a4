"""The log's tree is that of RFC 6962, leaf by leaf and proof by proof."""

from __future__ import annotations

import pytest

from amnesty.transparency.proofs import (
    consistency_proof,
    inclusion_proof,
    range_hash,
)
from amnesty.transparency.tree import (
    EMPTY_ROOT,
    append,
    fits,
    leaf_hash,
    node_hash,
    root_of,
)
from amnesty.transparency.verifying import leaf_is_included, log_only_grew

LEAVES = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243"),
        *("5051525354555657", "606162636465666768696a6b6c6d6e6f"),
    )
]
"""The test data of Certificate Transparency."""

ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""The published root of the first 0, 1, … 8 of them."""

INCLUSION = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
}
CONSISTENCY = {
    (1, 8): INCLUSION[(0, 8)],
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
}


def subtree(level: int, place: int) -> bytes:
    """Return the hash of a perfect subtree of the test data."""
    if level == 0:
        return leaf_hash(LEAVES[place])
    left = subtree(level - 1, 2 * place)
    return node_hash(left, subtree(level - 1, 2 * place + 1))


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_the_published_roots_hold(size: int) -> None:
    """Leaf by leaf, and as a whole, the roots are those that were published."""
    frontier: list[bytes] = []
    for place in range(size):
        append(frontier, place, leaf_hash(LEAVES[place]))
    assert root_of(frontier).hex() == ROOTS[size]
    assert range_hash(subtree, 0, size).hex() == ROOTS[size]
    assert fits(frontier, size)
    assert not fits(frontier, 2 * size + 1)


@pytest.mark.parametrize(("place", "size"), INCLUSION)
def test_the_published_inclusion_proofs_hold(place: int, size: int) -> None:
    """A leaf's path to the root is the published one, and leads there."""
    proof = inclusion_proof(subtree, place, size)
    assert tuple(one.hex() for one in proof) == INCLUSION[place, size]
    root = bytes.fromhex(ROOTS[size])
    assert leaf_is_included(subtree(0, place), place, size=size, root=root, proof=proof)


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_the_published_consistency_proofs_hold(old: int, new: int) -> None:
    """What shows that the log grew is the published proof, and shows it."""
    proof = consistency_proof(subtree, old, new)
    assert tuple(one.hex() for one in proof) == CONSISTENCY[old, new]
    before, after = (bytes.fromhex(ROOTS[size]) for size in (old, new))
    assert log_only_grew((old, before), (new, after), proof)


def test_an_append_tells_every_subtree_that_it_completed() -> None:
    """The eighth leaf completes the subtrees of 1, 2, 4 and 8 leaves."""
    frontier: list[bytes] = []
    completed = [
        append(frontier, place, leaf_hash(leaf)) for place, leaf in enumerate(LEAVES)
    ]
    assert [len(one) for one in completed] == [1, 2, 1, 3, 1, 2, 1, 4]
    assert completed[7] == [subtree(level, 7 >> level) for level in range(4)]


def test_what_there_is_not_has_no_proof() -> None:
    """Neither a leaf beyond the end, nor a log that shrank."""
    for place in (-1, 8):
        with pytest.raises(ValueError, match="leaf"):
            inclusion_proof(subtree, place, 8)
    for old, new in ((8, 7), (-1, 3)):
        with pytest.raises(ValueError, match="sizes"):
            consistency_proof(subtree, old, new)


def test_an_empty_log_begins_every_log() -> None:
    """Its root is known, so that it needs no proof; another root is none."""
    after = (8, bytes.fromhex(ROOTS[8]))
    assert log_only_grew((0, EMPTY_ROOT), after, [])
    assert not log_only_grew((0, bytes(32)), after, [])
    assert not log_only_grew((0, EMPTY_ROOT), after, [bytes(32)])
