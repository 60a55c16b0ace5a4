"""What a job prints: plain sentences, or one JSON object."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

import click

from amnesty.cli.staging import staged
from amnesty.errors.session import FileNotReadableError
from amnesty.errors.streams import (
    InputTooLargeError,
    NotTextError,
    OutputClosedError,
    OutputNotWrittenError,
    StandardInputClosedError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_MOST_INPUT = 4 << 20
"""No file that a job takes in is so large; the rest is not read."""

as_json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object."
)


def print_json(data: Mapping[str, Any]) -> None:
    """Print one JSON object, in escapes where the terminal lacks letters."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    is_ascii = not encoding.casefold().startswith("utf")
    click.echo(json.dumps(data, ensure_ascii=is_ascii, indent=2))


def print_lines(*lines: str) -> None:
    """Print lines as they are, whatever stands in them."""
    for line in lines:
        click.echo(line)


class NobodyReadsError(Exception):
    """Whoever read what the job says has gone, as `head` does."""


@contextmanager
def printing() -> Iterator[None]:
    """Watch over standard output while a job runs.

    Raises:
        NobodyReadsError: the pipe was closed at its other end.
        OutputClosedError: there is no standard output; the job was not begun.
        OutputNotWrittenError: what was said cannot be written.
    """
    if sys.stdout is None:
        raise OutputClosedError
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_output()
        raise NobodyReadsError from None
    except OSError as error:
        # Of a file, the system says the name; a stream has none.
        if error.filename is not None:
            raise
        _let_go_of_output()
        raise OutputNotWrittenError(error.strerror or "unknown") from None


def _let_go_of_output() -> None:
    """Have nothing more written: Python would try once again when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def tell(*lines: str) -> None:
    """Write lines to standard error; what a terminal would act on shows as `?`."""
    with suppress(OSError):
        for line in lines:
            safe = "".join(one if one.isprintable() else "?" for one in line)
            click.echo(safe, err=True)


def read_file(path: Path, *, most: int = _MOST_INPUT) -> bytes:
    """Return what a file holds.

    Raises:
        FileNotReadableError: it is not there or may not be read.
        InputTooLargeError: it is larger than any that is wanted.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise FileNotReadableError(str(path), error.strerror or "unknown") from None
    if len(content) > most:
        raise InputTooLargeError(str(path), kilobytes=most >> 10)
    return content


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        FileNotReadableError: it is not there or may not be read.
        InputTooLargeError: it is larger than any that is wanted.
        NotTextError: it is not UTF-8, so that letters would be lost.
    """
    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotTextError(str(path)) from None


def read_standard_input(*, most: int = _MOST_INPUT) -> bytes:
    """Return what standard input holds.

    Raises:
        StandardInputClosedError: there is none.
        InputTooLargeError: it is larger than any that is wanted.
    """
    if sys.stdin is None:
        raise StandardInputClosedError
    content = sys.stdin.buffer.read(most + 1)
    if len(content) > most:
        raise InputTooLargeError("-", kilobytes=most >> 10)
    return content


def write_file(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a file whole or not at all, readable by its owner unless said otherwise.

    Raises:
        FileNotWrittenError: the disk is full, or it may not be written there.
    """
    write_files({path: content}, mode=mode)


def require_writable(path: Path) -> None:
    """Try whether a file can be written, before what it is for is done.

    Raises:
        FileNotWrittenError: it may not be written there.
    """
    with staged(path, b"", mode=0o600):
        pass


def write_files(files: Mapping[Path, bytes], *, mode: int = 0o600) -> None:
    """Write all of some files in their order, or none.

    Raises:
        FileNotWrittenError: the disk is full, or one may not be written there.
    """
    with ExitStack() as stack:
        ready = [
            stack.enter_context(staged(path, content, mode))
            for path, content in files.items()
        ]
        for put in ready:
            put()
