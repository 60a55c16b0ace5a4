"""The log's Merkle tree as the register keeps it.

Of the hashes between the leaves and the root, those of every fourth level are kept, as
soon as a subtree is full. The others follow from sixteen of these, or of leaves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, bindparam, select
from sqlmodel import col

from amnesty.errors.register import RowAlteredError
from amnesty.transparency.tree import leaf_hash, node_hash
from db.tables import EventRow, NodeRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

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


_BEGIN = bindparam("begin", type_=BigInteger)
_LEAVES = (
    select(col(EventRow.sequence), col(EventRow.leaf))
    .where(col(EventRow.sequence) > _BEGIN, col(EventRow.sequence) <= _BEGIN + _WIDTH)
    .order_by(col(EventRow.sequence))
)
_NODES = (
    select(col(NodeRow.place), col(NodeRow.hash))
    .where(
        col(NodeRow.level) == bindparam("of_level"),
        col(NodeRow.place) >= _BEGIN,
        col(NodeRow.place) < _BEGIN + _WIDTH,
    )
    .order_by(col(NodeRow.place))
)


class KeptTree:
    """The perfect subtrees of a log, read from its leaves and nodes as needed."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection, in whose transaction all of it is read."""
        self._connection = connection
        self._blocks: dict[tuple[int, int], list[bytes]] = {}

    def subtree(self, level: int, place: int) -> bytes:
        """Return the hash of the perfect subtree of 2 ** level leaves at a place.

        Raises:
            RowAlteredError: a leaf or a node that it follows from is missing.
        """
        kept, above = divmod(level, KEPT_LEVELS)
        first = place << above
        block = self._block(kept, first // _WIDTH)
        hashes = block[first % _WIDTH : first % _WIDTH + (1 << above)]
        if len(hashes) != 1 << above:
            raise RowAlteredError(str(NodeRow.__tablename__))
        while len(hashes) > 1:
            hashes = [
                node_hash(left, right)
                for left, right in zip(hashes[::2], hashes[1::2], strict=True)
            ]
        return hashes[0]

    def _block(self, kept: int, place: int) -> list[bytes]:
        """Return sixteen hashes of a kept level, fewer at the right edge."""
        if (kept, place) not in self._blocks:
            begin = place * _WIDTH
            hashes = self._leaves(begin) if kept == 0 else self._nodes(kept, begin)
            self._blocks[kept, place] = hashes
        return self._blocks[kept, place]

    def _leaves(self, begin: int) -> list[bytes]:
        found = self._connection.execute(_LEAVES, {"begin": begin}).all()
        return [
            leaf_hash(leaf.encode())
            for place, (number, leaf) in enumerate(found, begin + 1)
            if place == number
        ]

    def _nodes(self, level: int, begin: int) -> list[bytes]:
        block = {"of_level": level, "begin": begin}
        found = self._connection.execute(_NODES, block).all()
        return [hashed for due, (at, hashed) in enumerate(found, begin) if due == at]
