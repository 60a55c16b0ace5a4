"""A bar that fills on the terminal, and nothing where nobody looks at one."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import click

if TYPE_CHECKING:
    from collections.abc import Iterator


class Step(Protocol):
    """What is told how far something is."""

    def __call__(self, done: int, total: int = 0, /) -> None:
        """Take how much is done, and of how much where that is known."""


@contextmanager
def progress(label: str, *, quiet: bool = False) -> Iterator[Step]:
    """Give what is told how much of how much is done."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _total=0: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def step(done: int, total: int = 0, /) -> None:
            bar.length = max(total, done, 1)
            bar.update(done - bar.pos)

        yield step
