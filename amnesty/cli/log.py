"""The program's log: faults by type and place, never by whom they were about."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from amnesty.cli.clock import SystemClock
from amnesty.errors.incident import incident_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_OWNER_ONLY = 0o600


def log_path() -> Path:
    """Return where the log is: `AMNESTY_LOG`, or the user's folder for logs."""
    named = os.environ.get("AMNESTY_LOG")
    if named:
        return Path(named)
    from platformdirs import user_log_path

    return user_log_path("amnesty") / "amnesty.log"


def log_lines(lines: Sequence[str]) -> None:
    """Append lines to the log; where it cannot be written, the work goes on."""
    path = log_path()
    at = SystemClock().now().isoformat(timespec="seconds")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _OWNER_ONLY)
        with os.fdopen(file, "a", encoding="utf-8") as log:
            log.writelines(f"{at} {line}\n" for line in lines)
    except OSError:
        return


def log_incident(error: BaseException) -> str:
    """Log a fault of the program and return the sentence for who met it."""
    incident = incident_of(error)
    log_lines([f"incident {incident.identifier}", *incident.lines])
    return incident.sentence
