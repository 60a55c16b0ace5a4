"""A hostile file is read in a process of its own, which may be slow, swell or fall.

A PDF of a kilobyte can keep its reader busy for days, and a library for pictures may
have a fault that nobody knows yet. Neither may hold up an officer's screen.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from amnesty.credential.scanning import Scan, scan
from amnesty.errors import BadInputError, photographs, sources
from amnesty.errors.photographs import PhotographUnreadableError
from amnesty.errors.sources import SourceTooHeavyError

SECONDS = 60.0
"""For fifty pages on a slow machine; one page or photograph needs about one."""
MEMORY_BYTES = 1 << 30
"""Twice what the largest picture needs."""

_PYTHON_FAULT, _NO_MEMORY = 1, 3


def scan_apart(
    content: bytes, *, seconds: float = SECONDS, memory: int = MEMORY_BYTES
) -> Scan:
    """Return what a PDF or picture shows, read where it can do no harm.

    Raises:
        BadInputError: the file cannot be read, holds no QR code, or takes too long.
    """
    told = _apart("scan", content, seconds=seconds, memory=memory)
    return Scan(tuple(told["codes"]), has_unread=told["has_unread"])


def portrait_apart(content: bytes) -> str:
    """Return the photograph in a file as a record keeps it, read where it is harmless.

    Raises:
        BadInputError: the file is no photograph that can be used, or takes too long.
    """
    try:
        told = _apart("portrait", content, seconds=SECONDS, memory=MEMORY_BYTES)
    except SourceTooHeavyError:
        raise PhotographUnreadableError from None
    jpeg: str = told["jpeg"]
    return jpeg


def _apart(task: str, content: bytes, *, seconds: float, memory: int) -> dict[str, Any]:
    # Started so, it takes no module from the folder that the officer happens to be in.
    command = [
        sys.executable,
        "-P",
        "-m",
        "amnesty.cli.verifying.apart",
        task,
        str(memory),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, a word and a number
            command, input=content, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceTooHeavyError from None
    if done.returncode == _PYTHON_FAULT:
        msg = "The process that reads files failed."
        raise RuntimeError(msg)
    if done.returncode:
        raise SourceTooHeavyError
    told: dict[str, Any] = json.loads(done.stdout)
    if "error" in told:
        name = told["error"]
        kind = getattr(sources, name, None) or getattr(photographs, name)
        error: BadInputError = kind(**told["given"])
        raise error
    return told


def _limit_memory(most: int) -> None:
    """Have the system refuse this process more memory than so many bytes.

    Linux alone keeps such a limit; the sizes are capped everywhere.
    """
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _told(task: str, content: bytes) -> dict[str, object]:
    try:
        if task == "scan":
            return scan(content)._asdict()
        # Whoever verifies has no photographs to read, and loads nothing for them.
        from amnesty.services.papers.portraits import portrait

        return {"jpeg": portrait(content)}
    except BadInputError as error:
        return {"error": type(error).__name__, "given": vars(error)}


def _main(task: str, memory: str) -> int:
    _limit_memory(int(memory))
    try:
        sys.stdout.write(json.dumps(_told(task, sys.stdin.buffer.read())))
    except MemoryError:
        return _NO_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
