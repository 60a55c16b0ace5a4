"""A proof holds for what was logged, and for nothing else."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from amnesty.transparency.proofs import consistency_proof, inclusion_proof
from amnesty.transparency.tree import append, leaf_hash, root_of
from amnesty.transparency.verifying import leaf_is_included, log_only_grew

LOGS = st.lists(st.binary(max_size=3), min_size=1, max_size=70)


def naive(leaves: list[bytes]) -> bytes:
    """Return the root as RFC 6962 section 2.1 defines it."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\1" + naive(leaves[:half]) + naive(leaves[half:])).digest()


class Kept:
    """A log that keeps every perfect subtree, as appends told of them."""

    def __init__(self, leaves: list[bytes]) -> None:
        """Append the leaves one by one."""
        self.frontier: list[bytes] = []
        self.hashes: dict[tuple[int, int], bytes] = {}
        for place, leaf in enumerate(leaves):
            completed = append(self.frontier, place, leaf_hash(leaf))
            for level, hashed in enumerate(completed):
                self.hashes[level, place >> level] = hashed

    def subtree(self, level: int, place: int) -> bytes:
        """Return a perfect subtree's hash."""
        return self.hashes[level, place]


@given(LOGS)
def test_the_root_is_the_one_defined(leaves: list[bytes]) -> None:
    """However it is reached, the root is that of the definition."""
    assert root_of(Kept(leaves).frontier) == naive(leaves)


@given(LOGS, st.data())
def test_every_leaf_is_shown_to_be_in_the_log(
    leaves: list[bytes], data: st.DataObject
) -> None:
    """The proof holds at its own place, size, leaf and root, and at no others."""
    size, root = len(leaves), naive(leaves)
    place = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(Kept(leaves).subtree, place, size)
    hashed = leaf_hash(leaves[place])
    assert leaf_is_included(hashed, place, size=size, root=root, proof=proof)
    for other in (leaf_hash(b"never logged"), b""):
        assert not leaf_is_included(other, place, size=size, root=root, proof=proof)
        assert not leaf_is_included(hashed, place, size=size, root=other, proof=proof)
    for wrong in (place - size, place + size):
        assert not leaf_is_included(hashed, wrong, size=size, root=root, proof=proof)
    for cut in ([*proof, root], proof[:-1]):
        held = leaf_is_included(hashed, place, size=size, root=root, proof=cut)
        assert held == (cut == proof)


@given(LOGS, st.data())
def test_a_log_that_grew_is_shown_to_have_grown(
    leaves: list[bytes], data: st.DataObject
) -> None:
    """The proof holds between both roots, and not for a log with another beginning."""
    new = len(leaves)
    old = data.draw(st.integers(0, new))
    proof = consistency_proof(Kept(leaves).subtree, old, new)
    before, after = (old, naive(leaves[:old])), (new, naive(leaves))
    assert log_only_grew(before, after, proof)
    assert not log_only_grew(before, after, [*proof, after[1]])
    if old:
        place = data.draw(st.integers(0, old - 1))
        leaves[place] += b"!"
        forged = (old, naive(leaves[:old]))
        assert not log_only_grew(forged, after, proof)
        assert not log_only_grew(before, (new, naive(leaves)), proof)
    if old < new:
        assert not log_only_grew(after, before, proof)
