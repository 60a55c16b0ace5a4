"""The log's Merkle tree as the register keeps it.

Of the hashes between the leaves and the root, those of every fourth level are kept, as
soon as a subtree is full. The others follow from sixteen of these, or of leaves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, and_, bindparam, or_, select
from sqlmodel import col

from amnesty.errors.register import RowAlteredError
from amnesty.transparency.proofs import inclusion_proof
from amnesty.transparency.tree import leaf_hash, node_hash
from db.tables import EventRow, NodeRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection
    from sqlalchemy.orm import Mapped

KEPT_LEVELS = 4
"""Every how many levels of the tree the hashes are kept."""

_WIDTH = 1 << KEPT_LEVELS


def new_nodes(completed: Sequence[bytes], size: int) -> Iterator[dict[str, object]]:
    """Return the rows that a leaf adds, from the subtrees that end with it.

    Args:
        completed: their hashes: of the subtree of 1 leaf, of 2 leaves, of 4, …
        size: how many leaves there are now.
    """
    for level in range(KEPT_LEVELS, len(completed), KEPT_LEVELS):
        place = (size >> level) - 1
        yield {
            "level": level // KEPT_LEVELS,
            "place": place,
            "hash": completed[level],
        }


_MOST_LEAVES, _MOST_NODES = 2, 14
"""So many blocks are read by one statement: all of a proof, in a log of any size."""


def _places(column: Mapped[int], name: str) -> ColumnElement[bool]:
    """Return whether something is in the block that begins with a given number."""
    begin = bindparam(name, type_=BigInteger)
    return and_(column >= begin, column < begin + _WIDTH)


_sequence, _level, _place = (
    col(EventRow.sequence),
    col(NodeRow.level),
    col(NodeRow.place),
)


def _nodes_of(level: str, begin: str) -> ColumnElement[bool]:
    return and_(_level == bindparam(level), _places(_place, begin))


_LEAVES = (
    select(_sequence, col(EventRow.leaf))
    .where(or_(*(_places(_sequence, f"begin_{one}") for one in range(_MOST_LEAVES))))
    .order_by(_sequence)
)
_BLOCKS = [_nodes_of(f"level_{one}", f"begin_{one}") for one in range(_MOST_NODES)]
_NODES = (
    select(_level, _place, col(NodeRow.hash))
    .where(or_(*_BLOCKS))
    .order_by(_level, _place)
)
_Block = tuple[int, int]
"""A kept level, and which sixteen of its hashes."""


class KeptTree:
    """The perfect subtrees of a log, read from its leaves and nodes as needed."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection, in whose transaction all of it is read."""
        self._connection = connection
        self._blocks: dict[_Block, list[bytes]] = {}

    def inclusion(self, place: int, size: int) -> list[bytes]:
        """Return what leads from a leaf to the root, read by two statements.

        Raises:
            ValueError: there is no such leaf.
            RowAlteredError: a leaf or a node that it follows from is missing.
        """
        needed: dict[_Block, None] = {}

        def noted(level: int, place: int) -> bytes:
            needed[_block_of(level, place)] = None
            return b""

        inclusion_proof(noted, place, size)
        self._read(one for one in needed if one not in self._blocks)
        return inclusion_proof(self.subtree, place, size)

    def subtree(self, level: int, place: int) -> bytes:
        """Return the hash of the perfect subtree of 2 ** level leaves at a place.

        Raises:
            RowAlteredError: a leaf or a node that it follows from is missing.
        """
        above = level % KEPT_LEVELS
        first = (place << above) % _WIDTH
        block = _block_of(level, place)
        if block not in self._blocks:
            self._read([block])
        hashes = self._blocks[block][first : first + (1 << above)]
        if len(hashes) != 1 << above:
            raise RowAlteredError(str(NodeRow.__tablename__))
        while len(hashes) > 1:
            hashes = [
                node_hash(left, right)
                for left, right in zip(hashes[::2], hashes[1::2], strict=True)
            ]
        return hashes[0]

    def _read(self, blocks: Iterable[_Block]) -> None:
        """Read sixteen hashes of each block, fewer at the right edge."""
        leaves: list[_Block] = []
        nodes: list[_Block] = []
        for block in blocks:
            self._blocks[block] = []
            (nodes if block[0] else leaves).append(block)
        for begin in range(0, len(leaves), _MOST_LEAVES):
            self._read_leaves(leaves[begin : begin + _MOST_LEAVES])
        for begin in range(0, len(nodes), _MOST_NODES):
            self._read_nodes(nodes[begin : begin + _MOST_NODES])

    def _read_leaves(self, blocks: Sequence[_Block]) -> None:
        asked = {f"begin_{one}": -_WIDTH for one in range(_MOST_LEAVES)}
        for one, (_, place) in enumerate(blocks):
            asked[f"begin_{one}"] = place * _WIDTH + 1
        for number, leaf in self._connection.execute(_LEAVES, asked):
            self._take(0, number - 1, leaf_hash(leaf.encode()))

    def _read_nodes(self, blocks: Sequence[_Block]) -> None:
        asked = {f"begin_{one}": 0 for one in range(_MOST_NODES)}
        asked |= {f"level_{one}": -1 for one in range(_MOST_NODES)}
        for one, (level, place) in enumerate(blocks):
            asked[f"level_{one}"], asked[f"begin_{one}"] = level, place * _WIDTH
        for level, place, hashed in self._connection.execute(_NODES, asked):
            self._take(level, place, hashed)

    def _take(self, level: int, place: int, hashed: bytes) -> None:
        """Take the next hash of a block; what follows a gap is none of its own."""
        block = self._blocks[level, place // _WIDTH]
        if len(block) == place % _WIDTH:
            block.append(hashed)


def _block_of(level: int, place: int) -> _Block:
    kept, above = divmod(level, KEPT_LEVELS)
    return kept, (place << above) // _WIDTH
