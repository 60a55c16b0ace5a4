"""What a job prints: plain sentences, or one JSON object."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from amnesty.errors.session import FileNotReadableError, FileNotWrittenError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

as_json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object."
)


def print_json(data: Mapping[str, Any]) -> None:
    """Print one JSON object."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def print_lines(*lines: str) -> None:
    """Print lines as they are, whatever stands in them."""
    for line in lines:
        click.echo(line)


def read_file(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        FileNotReadableError: it is not there or may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileNotReadableError(str(path), error.strerror or "unknown") from None


def write_file(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a file whole or not at all, readable by its owner unless said otherwise.

    Raises:
        FileNotWrittenError: the disk is full, or it may not be written there.
    """
    temporary = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(file, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise FileNotWrittenError(str(path), error.strerror or "unknown") from None
