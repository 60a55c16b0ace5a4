"""A hostile file is read in a process of its own, which may be slow, swell or fall.

A PDF of a kilobyte can keep its reader busy for days, and a library for pictures may
have a fault that nobody knows yet. Neither may hold up an officer's screen.
"""

from __future__ import annotations

import json
import subprocess
import sys

from amnesty.credential.scanning import Scan, scan
from amnesty.errors import BadInputError, sources
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
    # Started so, it takes no module from the folder that the officer happens to be in.
    command = [sys.executable, "-P", "-m", "amnesty.cli.apart", str(memory)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module and a number
            command, input=content, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceTooHeavyError from None
    if done.returncode == _PYTHON_FAULT:
        msg = "The process that reads files failed."
        raise RuntimeError(msg)
    if done.returncode:
        raise SourceTooHeavyError
    told = json.loads(done.stdout)
    if "error" in told:
        error: BadInputError = getattr(sources, told["error"])(**told["given"])
        raise error
    return Scan(tuple(told["codes"]), has_unread=told["has_unread"])


def _limit_memory(most: int) -> None:
    """Have the system refuse this process more memory than so many bytes."""
    try:
        import resource
    except ImportError:  # Windows has no such limit; the sizes are capped all the same
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _told(content: bytes) -> dict[str, object]:
    try:
        return scan(content)._asdict()
    except BadInputError as error:
        return {"error": type(error).__name__, "given": vars(error)}


def _main(memory: str) -> int:
    _limit_memory(int(memory))
    try:
        sys.stdout.write(json.dumps(_told(sys.stdin.buffer.read())))
    except MemoryError:
        return _NO_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
