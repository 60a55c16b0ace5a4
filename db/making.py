"""Makes what is sealed and what finds it, for registrations one by one or by the lot.

Nothing here knows the database: a process that helps with an import loads this alone.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from db.packing import packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType
    from typing import Self

    from amnesty.ports import Chance
    from db.keyring.keys import CompartmentKeys
    from db.search.batches import Batch, Made
    from db.search.words import Findable


_DRAWN = 1 << 14
"""Bytes of chance."""


class Job(NamedTuple):
    """A registration's parts, to be sealed."""

    owner: int
    texts: tuple[bytes, ...]
    """JSON of each part."""
    bounds: tuple[bytes, ...]
    """What each of them is bound to."""


class Messages(NamedTuple):
    """The same parts sealed, each with a new data key."""

    wrapped: tuple[bytes, ...]
    sealed: tuple[bytes, ...]


class PartSealer:
    """Seals registrations, with keys that are looked up once."""

    def __init__(self, keys: Sequence[CompartmentKeys], chance: Chance) -> None:
        """Take the keys of each part, and chance."""
        self._keys = keys
        self._chance = chance

    def messages(self, job: Job) -> Messages:
        """Return a registration's parts sealed, each with a new data key."""
        owner, chance = job.owner, self._chance
        made = [keys.new_data_key(owner, chance) for keys in self._keys]
        each = zip(made, job.texts, job.bounds, strict=True)
        return Messages(
            tuple([wrapped for _, wrapped in made]),
            tuple(
                [
                    key.seal(packed(text), bound, chance)
                    for (key, _), text, bound in each
                ]
            ),
        )


def drawn_ahead(chance: Chance) -> Chance:
    """Return the same chance, asked for much at a time: each asking costs a call."""
    left = BytesIO()

    def drawn(size: int) -> bytes:
        nonlocal left
        found = left.read(size)
        if len(found) < size:
            left = BytesIO(chance(max(size, _DRAWN)))
            found = left.read(size)
        return found

    return drawn


class Alone:
    """Makes everything in this process."""

    def __init__(self, sealer: PartSealer, batch: Batch) -> None:
        """Take what seals, and a batch of tokens that is still empty."""
        self._sealer = sealer
        self._batch = batch

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End."""

    def sealed(self, jobs: Iterable[list[Job]]) -> Iterator[list[Messages]]:
        """Yield what each lot of registrations becomes."""
        for some in jobs:
            yield [self._sealer.messages(job) for job in some]

    def find(self, some: list[tuple[int, Findable]]) -> None:
        """Have registrations found, by the tokens that are made last."""
        for owner, found in some:
            self._batch.add(owner, found)

    def no_more(self) -> None:
        """Say that everybody was told."""

    def tokens(self) -> Made:
        """Return the tokens of everybody."""
        return self._batch.made()
