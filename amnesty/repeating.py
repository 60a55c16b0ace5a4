"""An act is done again as a whole where the database undid it.

PostgreSQL undoes a transaction that stands in another's way, and one whose connection
dies; neither is the fault of who did the act, and the same act done again succeeds. A
context manager cannot run its block twice, and a lone statement means nothing without
those before it. So what is repeated is the service: a plain function that does one
transaction and nothing besides. For the same reason it is here that a refusal is
logged: the transaction that refused keeps nothing, and so not its own event either.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from amnesty.errors.server import RepeatableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from amnesty.ports import Chance

Pause = Callable[[float], object]
"""Waits for so many seconds."""

TRIES = 5
"""How often an act is done at most; the pauses between come to 1.5 seconds."""

_FIRST_SECONDS = 0.1
_DRAWN_BYTES = 2


class Place(Protocol):
    """Where acts are done: what chance there is, and how it is waited."""

    @property
    def chance(self) -> Chance:
        """The source of random bytes."""

    @property
    def pause(self) -> Pause:
        """What waits."""

    def refusals_logged(self, doing: str, /) -> AbstractContextManager[None]:
        """Log that what happens within was refused, before anybody is told so."""


Where = TypeVar("Where", bound=Place)
Given = ParamSpec("Given")
Result = TypeVar("Result")


def repeated(
    act: Callable[Concatenate[Where, Given], Result],
) -> Callable[Concatenate[Where, Given], Result]:
    """Have an act done again where nothing of it was kept, a few times at most."""

    @wraps(act)
    def whole(where: Where, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
        with where.refusals_logged(act.__name__):
            for seconds in pauses(where.chance, TRIES - 1):
                try:
                    return act(where, *args, **kwargs)
                except RepeatableError:
                    where.pause(seconds)
            return act(where, *args, **kwargs)

    return whole


def pauses(chance: Chance, count: int) -> Iterator[float]:
    """Yield how many seconds to wait each time: twice as long, give or take a half.

    By chance, so that two who stood in each other's way do not meet again.
    """
    for place in range(count):
        drawn = int.from_bytes(chance(_DRAWN_BYTES), "big") / 256**_DRAWN_BYTES
        yield _FIRST_SECONDS * 2**place * (0.5 + drawn)
