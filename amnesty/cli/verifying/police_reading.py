"""Files of a police file by name, each read when it is asked for, and their limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_BYTES = 256 << 20
"""No file of a police file is larger: the longest issued list has 160 MiB."""
MOST_FILES = 1 << 14


class Files(Mapping[str, bytes]):
    """Files by name, each read when it is asked for."""

    def __init__(self, readers: Mapping[str, Callable[[], bytes]]) -> None:
        """Take what reads each file."""
        self._readers = readers

    def __getitem__(self, name: str) -> bytes:
        """Read a file."""
        return self._readers[name]()

    def __contains__(self, name: object) -> bool:
        """Return whether there is a file of this name, without reading it."""
        return name in self._readers

    def __iter__(self) -> Iterator[str]:
        """Return the names."""
        return iter(self._readers)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._readers)
