"""The daily police file on this device: a folder or a zip, and what was seen before."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from amnesty.cli.places import configuration_folder
from amnesty.cli.shown import shown
from amnesty.cli.verifying.police_files import is_zip, read_folder, read_zip
from amnesty.credential.memory import (
    MEMORY_FILE,
    Memory,
    Seen,
    clock_floor,
    decode_memory,
    encode_memory,
)
from amnesty.credential.roots import ROOTS_FILE, parse_roots
from amnesty.errors import CredentialError
from amnesty.errors.lists import MemoryUnreadableError, NoRootsError
from amnesty.errors.session import FileNotWrittenError
from amnesty.errors.sources import FolderMissingError, RootsMissingError
from amnesty.services.verifying.taking_in import PoliceFile, take_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

POLICE_FOLDER, POLICE_ZIP = "police", "police.zip"

STATE_VARIABLE = "AMNESTY_STATE"
"""Names the folder for what the device remembers, where it is not the user's own."""

_MOST_ROOTS = 1 << 16
_MOST_MEMORY = 16 << 20


def state_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder for what the device remembers."""
    if named := environment.get(STATE_VARIABLE):
        return Path(named)
    from platformdirs import user_state_path

    return user_state_path("amnesty", appauthor=False)


class Held(NamedTuple):
    """What the device holds to verify with."""

    bundle: PoliceFile | None
    refusal: CredentialError | None
    """Why there is no police file, where one was refused."""
    floor: datetime | None
    """The time that the device's clock may not be behind."""


def police_file(bundle: str | None, roots: str | None, now: datetime) -> Held:
    """Take in the daily police file, if there is one, and remember that it was.

    Args:
        bundle: a folder or a zip, where it is not the one in the configuration folder.
        roots: the roots' file, where it is not the one there.
        now: the device's time.

    Raises:
        FolderMissingError: what is named is not there.
        RootsMissingError: the same, of roots.
    """
    try:
        return _held(bundle, roots, now)
    except CredentialError as error:
        return Held(bundle=None, refusal=error, floor=None)


def _held(bundle: str | None, roots_file: str | None, now: datetime) -> Held:
    files = _files(bundle)
    if files is None:
        return Held(bundle=None, refusal=None, floor=None)
    unverified_roots = _start(_given_or_ours(roots_file, ROOTS_FILE), _MOST_ROOTS)
    if unverified_roots is None:
        if roots_file is not None:
            raise RootsMissingError(shown(roots_file))
        raise NoRootsError
    roots = parse_roots(unverified_roots)
    place = state_folder(os.environ) / MEMORY_FILE
    seen = _memory(place).of(roots)
    taken_in = take_in(
        files,
        roots=roots,
        now=now,
        seen=seen,
        remember=lambda one: _remember(place, one),
    )
    return Held(bundle=taken_in, refusal=None, floor=clock_floor(seen.values()))


def own_police_folder() -> Path:
    """Return where this computer looks for the daily police file by itself."""
    return configuration_folder(os.environ) / POLICE_FOLDER


def _files(bundle: str | None) -> Mapping[str, bytes] | None:
    """Return the files of the folder or zip, read when they are asked for."""
    ours = configuration_folder(os.environ)
    places = [Path(bundle)] if bundle else [ours / POLICE_FOLDER, ours / POLICE_ZIP]
    for place in places:
        try:
            if place.is_dir():
                return read_folder(place)
            if is_zip(place):
                return read_zip(place)
        except (OSError, ValueError):
            continue
    if bundle is not None:
        raise FolderMissingError(shown(bundle))
    return None


def _memory(place: Path) -> Memory:
    content = _start(place, _MOST_MEMORY)
    if content is None:
        return Memory()
    try:
        return decode_memory(content)
    except MemoryUnreadableError:
        raise MemoryUnreadableError(str(place)) from None


def _remember(place: Path, seen: Seen) -> None:
    """Write what was seen beside what another process may have written meanwhile."""
    from amnesty.cli.output import tell, write_file

    memory = _memory(place)
    if seen in memory.parts:
        return
    try:
        write_file(place, encode_memory(memory.with_part(seen)))
    except FileNotWrittenError as error:
        # The answer does not wait for it; the next older file would go unnoticed.
        tell(f"{error} So an older police file would not be noticed here.")


def _given_or_ours(given: str | None, name: str) -> Path:
    return configuration_folder(os.environ) / name if given is None else Path(given)


def _start(path: Path, most: int) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except (OSError, ValueError):
        return None
