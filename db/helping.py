"""Two processes that help with many registrations: one seals, one makes the tokens.

Each is this program, started anew. It is handed what it needs over a pipe that nobody
else has, keys included; it writes nothing, to no file, and ends with its keys when the
pipe ends: when the work is done, or when whoever asked for it is gone.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from multiprocessing.reduction import ForkingPickler
from queue import SimpleQueue
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from threading import Thread
from typing import TYPE_CHECKING, Any

from amnesty.core_dumps import forbid_core_dumps
from amnesty.domain.staff import Compartment
from amnesty.errors.store import HelperLostError
from db.keyring.keys import CompartmentKeys
from db.keyring.tokens import TokenKeys
from db.making import Job, Messages, PartSealer, drawn_ahead
from db.search.batches import Batch, Made, Tokens
from db.search.words import Findable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType
    from typing import IO, Self

    from amnesty.ports import Chance
    from db.keyring.keys import Keyring

    Handed = tuple[Any, ...]

HELPED_FROM = 5_000
"""Of fewer registrations the processes would cost more than they save."""

_LOTS_AHEAD = 2
"""So many lots are on their way or sealed before the first is written."""

_PATIENCE_SECONDS = 5.0
_SIZE = 8


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
        self._sealer = _Helper("seal", (keyring.register, secrets, chance))
        self._finder = _Helper("find", (tokens,))

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
        return Made(self._finder.receive(), self._parts())

    def _parts(self) -> Iterator[Tokens]:
        while (part := self._finder.receive()) is not None:
            yield Tokens(*part)


def _messages(found: list[Handed]) -> list[Messages]:
    return [Messages(*one) for one in found]


class _Helper:
    """One process, and this end of the pipe to it."""

    def __init__(self, task: str, handed: Handed) -> None:
        """Start it, and hand it what it needs.

        It is not forked, and does not run again what this program began with, as the
        processes of multiprocessing do: that may take longer than the work.
        """
        command = [sys.executable, "-P", "-m", "db.helping", task]
        self._process = Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)  # noqa: S603 - our own module and a word of ours
        self._pipe = _Pipe(self._process.stdout, self._process.stdin)
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
        try:
            self._process.wait(_PATIENCE_SECONDS)
        except TimeoutExpired:
            self._process.kill()
            self._process.wait()


class _Pipe:
    """Values that are handed over one after the other, and their sizes before them."""

    def __init__(self, reading: IO[bytes] | None, writing: IO[bytes] | None) -> None:
        """Take the files to read from and to write to."""
        if reading is None or writing is None:
            msg = "A pipe has two ends."
            raise ValueError(msg)
        self._reading = reading
        self._writing = writing

    def send(self, value: object) -> None:
        """Hand over a value."""
        made = ForkingPickler.dumps(value)
        self._writing.write(len(made).to_bytes(_SIZE, "big"))
        self._writing.write(made)
        self._writing.flush()

    def recv(self) -> Any:  # noqa: ANN401 # whatever was handed over
        """Return the next value.

        Raises:
            EOFError: there is none, or it is cut short.
        """
        size = int.from_bytes(self._read(_SIZE), "big")
        return ForkingPickler.loads(self._read(size))

    def close(self) -> None:
        """Close both, whatever is still on the way."""
        with suppress(OSError):
            self._writing.close()
        self._reading.close()

    def _read(self, size: int) -> bytes:
        found = self._reading.read(size)
        if len(found) < size:
            raise EOFError
        return found


def _help(task: str) -> None:
    """Do a helper's work until the pipe ends; say nothing of what went wrong.

    What goes wrong may quote a record. Whoever asked notices that the pipe has ended.
    """
    forbid_core_dumps()
    gc.disable()  # There are no cycles among the million objects to come.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work = {"seal": _seal, "find": _find}[task]
    try:
        with suppress(EOFError, BrokenPipeError):
            work(_Taking(_Pipe(sys.stdin.buffer, sys.stdout.buffer)))
    except Exception:  # noqa: BLE001 # as said above
        # At once: the thread that reads would hold up an orderly end.
        os._exit(1)


class _Taking:
    """A helper's end of the pipe: what is handed over is taken at once, and waits here.

    Otherwise the pipe would be full, and whoever writes would wait for who helps.
    """

    def __init__(self, pipe: _Pipe) -> None:
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
    forms, parts = batch.made()
    pipe.send(forms)
    for part in parts:
        pipe.send(tuple(part))
    pipe.send(None)
    pipe.recv()  # Nothing more comes: it ends with the pipe.


if __name__ == "__main__":
    _help(sys.argv[1])
