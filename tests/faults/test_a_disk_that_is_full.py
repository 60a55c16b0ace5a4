"""A real disk runs full: what was told is kept, what cannot be written is not there.

It is a small one in memory, which only root may mount; elsewhere this is skipped, and
tests/faults/test_no_room_for_a_file.py limits the size of files in its place.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from contextlib import contextmanager
from random import Random  # noqa: TID251 - seeded: the same room in every run
from typing import TYPE_CHECKING

import pytest

from amnesty.cli.output import write_file
from amnesty.cli.police.publish import write_publication
from amnesty.errors.register import DiskFailedError, DiskFullError
from amnesty.errors.session import FileNotWrittenError
from amnesty.services.desk import Desk
from amnesty.services.police.publishing import publish
from amnesty.services.trust.signing import make_signing_keys
from db.upkeep.backup import write_backup
from tests.faults.trials.judging import counted, judged
from tests.faults.trials.scale import how_many
from tests.faults.trials.starting import start
from tests.faults.trials.work import TickingClock, day, desks_of
from tests.store.office import Office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FULL_DISKS = how_many(quick=1, long=20)
SEED = 88
LEAST_ROOM, ROOM = 100_000, 600_000
"""Bytes beside the register: of SQLite's own files, and for some acts or none."""


@contextmanager
def disk(place: Path, size: int) -> Iterator[Callable[[int], None]]:
    """Mount a disk of so many bytes, and lend what makes it another size."""
    place.mkdir()

    def mount(options: str) -> None:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("no disk can be mounted here")

    mount(f"size={size},mode=700")
    try:
        yield lambda size: mount(f"remount,size={size}")
    finally:
        subprocess.run(["umount", str(place)], check=True)  # noqa: S607 - wherever it is


@pytest.mark.timeout(7200)
def test_a_disk_that_is_full_keeps_what_was_told(
    office: Office, tmp_path: Path
) -> None:
    """Registering, approving, issuing, handing in; then a backup and a police file."""
    make_signing_keys(_desk(office))
    before = counted(office.open("gareth"))
    office.stack.close()
    size = sum(file.stat().st_size for file in office.folder.iterdir())
    chance = Random(SEED)  # noqa: S311 - no secret
    found: Counter[str] = Counter()
    for place in range(FULL_DISKS):
        room = chance.randrange(LEAST_ROOM, ROOM)
        with disk(tmp_path / str(place), size + room) as resize:
            own = Office(folder=tmp_path / str(place) / "register", recovery_code="")
            shutil.copytree(office.folder, own.folder)
            acts = _until_full(own, str(place * 60))
            _fill(own.folder.parent / "filler")
            with own.stack:
                _require_refused(own)
            (own.folder.parent / "filler").unlink()
            resize(10 * (size + ROOM))
            with own.stack:
                found += judged(own.open("gareth"), acts, before, killed=0)
                assert list(day(desks_of(own.open), start=place * 60 + 50, count=1))
                write_publication(own.folder.parent / "police", publish(_desk(own)))
    print(json.dumps({"disks that were full": FULL_DISKS, **found}))  # noqa: T201 - the long form tells its figures
    assert set(found) <= {"kept"}


def _until_full(own: Office, place: str) -> list[list[str]]:
    """Work until the disk is full; return what was acknowledged."""
    no_limit = str(1 << 40)
    process = start(own.folder, "full", "bronwen", place, no_limit)
    told = process.communicate()
    assert process.returncode == 0
    *acts, last = [json.loads(line) for line in told.splitlines()]
    assert last[:2] == ["full", DiskFullError.__name__]
    return acts


def _fill(filler: Path) -> None:
    """Leave no byte."""
    with filler.open("wb", buffering=0) as opened:
        for size in (1 << 16, 1):
            try:
                while opened.write(bytes(size)):
                    pass
            except OSError:
                continue


def _require_refused(own: Office) -> None:
    """Whoever writes there is told so, and nothing half has a name."""
    names = sorted(path.name for path in own.folder.parent.iterdir())
    with pytest.raises((DiskFullError, DiskFailedError)):
        _publish_often(_desk(own))
    with pytest.raises((DiskFullError, DiskFailedError)):
        write_backup(
            own.open("idris"), own.folder.parent / "a.backup", made_at="2026-11-24"
        )
    with pytest.raises(FileNotWrittenError):
        write_file(own.folder.parent / "certificate.pdf", bytes(100_000))
    with pytest.raises(FileNotWrittenError):
        write_publication(own.folder.parent, {"manifest.cbor": bytes(100_000)})
    assert sorted(path.name for path in own.folder.parent.iterdir()) == names


def _publish_often(desk: Desk) -> None:
    """Publish: a few may fit into what SQLite's own files already took of the disk."""
    for _ in range(200):
        publish(desk)


def _desk(office: Office) -> Desk:
    return Desk(register=office.open("idris"), clock=TickingClock(), chance=os.urandom)
