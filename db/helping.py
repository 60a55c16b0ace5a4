"""Two processes that help with many registrations: one seals, one makes the tokens.

Each is this program, started anew. It is handed what it needs over a pipe that nobody
else has, keys included; it writes nothing, to no file, and ends with its keys when the
pipe ends: when the work is done, or when whoever asked for it is gone.
"""

from __future__ import annotations

import gc
import signal
import sys
from contextlib import suppress
from multiprocessing import get_context
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

from amnesty.domain.staff import Compartment
from amnesty.errors.store import HelperLostError
from amnesty.memory import forbid_core_dumps
from db.keyring.keys import CompartmentKeys
from db.keyring.tokens import TokenKeys
from db.making import Job, Messages, PartSealer, drawn_ahead
from db.search.batches import Batch, Made
from db.search.words import Findable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from types import TracebackType
    from typing import Self

    from amnesty.ports import Chance
    from db.keyring.keys import Keyring

    Handed = tuple[Any, ...]

HELPED_FROM = 5_000
"""Of fewer registrations the processes would cost more than they save."""

_LOTS_AHEAD = 2
"""So many lots are on their way or sealed before the first is written."""

_PATIENCE_SECONDS = 5.0


class Helped:
    """Makes everything in two other processes, while this one writes."""

    def __init__(
        self, keyring: Keyring, parts: Iterable[Compartment], chance: Chance
    ) -> None:
        """Take the keys, which compartments the parts are of, and chance."""
        keys = [keyring.keys(one) for one in parts]
        secrets = [(one.secret, one.compartment.value, one.epoch) for one in keys]
        both = (Compartment.IDENTITY, Compartment.GROWING)
        tokens = [keyring.keys(one).tokens.secrets for one in both]
        self._sealer = _Helper(_seal, (keyring.register, secrets, chance))
        self._finder = _Helper(_find, (tokens,))

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Have both processes end, whatever they are at."""
        self._sealer.end()
        self._finder.end()

    def sealed(self, jobs: Iterable[list[Job]]) -> Iterator[list[Messages]]:
        """Yield what each lot of registrations becomes, while the next one is made."""
        away = 0
        for some in jobs:
            self._sealer.send([tuple(job) for job in some])
            away += 1
            if away > _LOTS_AHEAD:
                away -= 1
                yield _messages(self._sealer.receive())
        for _ in range(away):
            yield _messages(self._sealer.receive())

    def find(self, some: list[tuple[int, Findable]]) -> None:
        """Have registrations found, by the tokens that are made last."""
        self._finder.send([(owner, tuple(found)) for owner, found in some])

    def no_more(self) -> None:
        """Say that everybody was told: the tokens can be made."""
        self._finder.send(None)

    def tokens(self) -> Made:
        """Return the tokens of everybody."""
        forms, tokens, references = self._finder.receive()
        return Made(forms, tokens, references)


def _messages(found: list[Handed]) -> list[Messages]:
    return [Messages(*one) for one in found]


class _Helper:
    """One process, and this end of the pipe to it."""

    def __init__(self, work: Callable[[_Taking], None], handed: Handed) -> None:
        """Start it, and hand it what it needs."""
        context = get_context("spawn")
        self._pipe, its_own = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=_help, args=(work, its_own), daemon=True
        )
        self._process.start()
        its_own.close()
        self.send(handed)

    def send(self, value: object) -> None:
        """Hand it something.

        Raises:
            HelperLostError: it is gone.
        """
        try:
            self._pipe.send(value)
        except OSError:
            raise HelperLostError from None

    def receive(self) -> Any:  # noqa: ANN401 # whatever the helper's own function sends
        """Return what it made.

        Raises:
            HelperLostError: it is gone.
        """
        try:
            return self._pipe.recv()
        except (EOFError, OSError):
            raise HelperLostError from None

    def end(self) -> None:
        """Close the pipe, at which it ends; or else end it."""
        self._pipe.close()
        self._process.join(_PATIENCE_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _help(work: Callable[[_Taking], None], pipe: Connection) -> None:
    """Do a helper's work until the pipe ends; say nothing of what went wrong.

    What goes wrong may quote a record. Whoever asked notices that the pipe has ended.
    """
    forbid_core_dumps()
    gc.disable()  # There are no cycles among the million objects to come.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError):
        try:
            work(_Taking(pipe))
        except Exception:  # noqa: BLE001 # as said above
            sys.exit(1)


class _Taking:
    """A helper's end of the pipe: what is handed over is taken at once, and waits here.

    Otherwise the pipe would be full, and whoever writes would wait for who helps.
    """

    def __init__(self, pipe: Connection) -> None:
        """Begin to take."""
        self._pipe = pipe
        self.send = pipe.send
        self._taken: SimpleQueue[tuple[Any, ...]] = SimpleQueue()
        Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                self._taken.put((self._pipe.recv(),))
        self._taken.put(())

    def recv(self) -> Any:  # noqa: ANN401 # whatever this helper is handed
        """Return what was handed over next.

        Raises:
            EOFError: nothing more will be.
        """
        if taken := self._taken.get():
            return taken[0]
        raise EOFError


def _seal(pipe: _Taking) -> None:
    register, secrets, chance = pipe.recv()
    keys = [
        CompartmentKeys(
            secret, register=register, compartment=Compartment(name), epoch=epoch
        )
        for secret, name, epoch in secrets
    ]
    sealer = PartSealer(keys, drawn_ahead(chance))
    while True:
        some = pipe.recv()
        pipe.send([tuple(sealer.messages(Job(*job))) for job in some])


def _find(pipe: _Taking) -> None:
    [secrets] = pipe.recv()
    identity, growing = (TokenKeys(*one) for one in secrets)
    batch = Batch(identity, growing)
    while (some := pipe.recv()) is not None:
        for owner, found in some:
            batch.add(owner, Findable(*found))
    pipe.send(tuple(batch.made()))
