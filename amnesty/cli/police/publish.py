"""`amnesty publish`: the daily police file into a folder or a zip."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, A_PLACE, job
from amnesty.cli.output import (
    as_json_option,
    print_json,
    print_lines,
    read_file,
    tell,
    write_file,
    write_files,
)
from amnesty.cli.session import Session, takes_pin, takes_session
from amnesty.credential.manifest import (
    CHECKPOINT_FILE,
    GROWTH_FILE,
    MANIFEST_FILE,
    PAGE_FILE,
    is_part_name,
)
from amnesty.domain.dates import in_words
from amnesty.domain.london import london_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from amnesty.services.desk import Desk

_PUBLIC = 0o644
_ZIP = ".zip"
_OURS = re.compile(r"(?:status|issued)-[a-z0-9.-]+\.cbor")
_OURS_BY_NAME = {CHECKPOINT_FILE, GROWTH_FILE, PAGE_FILE}
_ZIP_BEGINS = (1980, 1, 1, 0, 0, 0)
_EARLY = timedelta(days=30)
"""How long before a list ends its authorities hear of it."""


@job()
@takes_session
@takes_pin
@click.option(
    "--to",
    "place",
    required=True,
    type=A_PLACE,
    help="The folder that police take the files from, or a file that ends in .zip.",
)
@click.option("--page", type=A_FILE, help="The officer's page, to go with the lists.")
@as_json_option
def publish(session: Session, place: Path, page: Path | None, *, as_json: bool) -> None:
    """Publish the daily police file: the signed lists, naming nobody."""
    from amnesty.services.police.publishing import publish as publish_files

    content = None if page is None else read_file(page)
    with session.desk() as desk:
        files = publish_files(desk, page=content)
        warn_of_ending(desk)
    for warning in write_publication(place, files):
        tell(warning)
    kind = "zip" if place.suffix == _ZIP else "folder"
    if as_json:
        print_json({kind: str(place), "files": sorted(files)})
        return
    print_lines(f"The daily police file is in {place}: {len(files)} files.")


def warn_of_ending(desk: Desk) -> None:
    """Say on standard error that the adopted list of keys ends soon, or has ended."""
    from amnesty.services.trust.adopting import adopted_until

    ends = adopted_until(desk)
    if ends is not None and desk.now() + _EARLY > ends:
        tell(
            f"The list of keys ends on {in_words(london_day(ends))}, and officers can "
            "confirm nothing with it after that. Ask who keeps the roots for a new one."
        )


def write_publication(place: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write the files into a folder or a zip, all of them or none.

    Returns what else stands there that devices will refuse, in a sentence each.

    In a folder the manifest comes last: it makes the others count. Then what an earlier
    publication left is removed, because a device refuses what no manifest names.
    """
    if place.suffix == _ZIP:
        write_file(place, zipped(files), mode=_PUBLIC)
        return []
    manifest_last = sorted(files, key=lambda name: name.endswith(MANIFEST_FILE))
    write_files({place / name: files[name] for name in manifest_last}, mode=_PUBLIC)
    warnings = []
    for path in sorted(place.iterdir()):
        if path.name in files:
            continue
        if path.name in _OURS_BY_NAME or _OURS.fullmatch(path.name):
            path.unlink()
        elif not path.name.startswith(".") and not is_part_name(path.name):
            warnings.append(
                f"{path} does not belong to the daily police file, and devices refuse "
                "a folder with it. Take it away, or publish into a folder of its own."
            )
    return warnings


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of the files, the same bytes for the same files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _ZIP_BEGINS)
            entry.external_attr = (stat.S_IFREG | _PUBLIC) << 16
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED)
    return content.getvalue()
