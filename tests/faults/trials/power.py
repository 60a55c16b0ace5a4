"""A disk that loses power: what SQLite wrote, and what could be left of it.

What was synced is kept. Of everything else each sector of 512 bytes, each shortening of
a file and each deletion survives or not, by chance: so writes are lost, torn and in
another order. A file whose deletion was not synced may stand again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import apsw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random  # noqa: TID251 - seeded, so that a cut can be tried again

SECTOR = 512
ACKNOWLEDGED = "acknowledged"
"""What stands in the log of a disk where a commit returned."""


class Op(NamedTuple):
    """One thing that the disk was told, or `ACKNOWLEDGED`."""

    what: str
    name: str = ""
    at: int = 0
    data: bytes = b""


class Recorder(apsw.VFS):
    """The ordinary file system, with a log of all that it was told."""

    def __init__(self, name: str) -> None:
        """Register it under a name, until `close`."""
        self.log: list[Op] = []
        super().__init__(name, "")

    def xOpen(  # noqa: N802 - the library's own name
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        """Open a file whose writes are recorded."""
        return _File(self.log, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001, N802 - the library's own
        """Record a deletion, and whether it was made to last."""
        self.log.append(Op("delete", filename, int(syncdir)))
        super().xDelete(filename, syncdir)


class _File(apsw.VFSFile):
    def __init__(
        self, log: list[Op], name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        self._log = log
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._name = str(path)
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - the library's own name
        self._log.append(Op("write", self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - the library's own name
        self._log.append(Op("shorten", self._name, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802 - the library's own name
        self._log.append(Op("sync", self._name))
        super().xSync(flags)


@dataclass
class Disk:
    """What is sure to be on the disk, and what may be."""

    sure: dict[str, bytearray]
    maybe: defaultdict[str, list[Op]] = field(default_factory=lambda: defaultdict(list))
    acknowledged: int = 0

    def take(self, op: Op) -> None:
        """Take one more thing into account."""
        match op.what:
            case "acknowledged":
                self.acknowledged += 1
            case "sync":
                self._sync(op.name)
            case "delete" if op.at:
                self.sure.pop(op.name, None)
                self.maybe.pop(op.name, None)
            case _:
                self.maybe[op.name].append(op)

    def _sync(self, name: str) -> None:
        content = self.sure.setdefault(name, bytearray())
        for op in self.maybe.pop(name, []):
            if op.what == "delete":
                content.clear()
            else:
                _apply(content, op)

    def cut(self, chance: Random) -> dict[str, bytes]:
        """Return the files as they may be found when power comes back."""
        found: dict[str, bytes] = {}
        for name in sorted({*self.sure, *self.maybe}):
            content = bytearray(self.sure.get(name, b""))
            is_there = name in self.sure
            for op in self.maybe.get(name, []):
                if op.what == "delete":
                    if chance.random() < 0.5:
                        content.clear()
                        is_there = False
                else:
                    _apply(content, op, chance)
                    is_there = is_there or op.what == "write"
            if is_there:
                found[Path(name).name] = bytes(content)
        return found


def _apply(content: bytearray, op: Op, chance: Random | None = None) -> None:
    """Do what the disk was told, whole or as chance has it."""
    if op.what == "shorten":
        if chance is None or chance.random() < 0.5:
            del content[op.at :]
        return
    for start in range(0, len(op.data), SECTOR):
        if chance is None or chance.random() < 0.5:
            sector, at = op.data[start : start + SECTOR], op.at + start
            content.extend(bytes(max(0, at - len(content))))
            content[at : at + len(sector)] = sector


def cuts(
    log: list[Op], before: Mapping[str, bytes], *, count: int, chance: Random
) -> Iterator[tuple[int, dict[str, bytes]]]:
    """Yield so many cuts of power, earliest first.

    Each is how many transactions were acknowledged by then, and the files found.
    """
    places = sorted(chance.randint(1, len(log)) for _ in range(count))
    disk = Disk(sure={name: bytearray(old) for name, old in before.items()})
    done = 0
    for place in places:
        for op in log[done:place]:
            disk.take(op)
        done = place
        yield disk.acknowledged, disk.cut(chance)
