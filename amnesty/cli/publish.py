"""`amnesty publish`: the daily police file into a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FOLDER, job
from amnesty.cli.output import as_json_option, print_json, print_lines, write_files
from amnesty.cli.session import Session, takes_session
from amnesty.credential.manifest import MANIFEST_FILE

if TYPE_CHECKING:
    from pathlib import Path

_PUBLIC = 0o644


@job()
@takes_session
@click.option(
    "--to",
    "folder",
    required=True,
    type=A_FOLDER,
    help="The folder that police take the files from.",
)
@as_json_option
def publish(session: Session, folder: Path, *, as_json: bool) -> None:
    """Publish the daily police file: the signed lists, naming nobody."""
    from amnesty.services.publishing import publish as publish_files

    with session.desk() as desk:
        files = publish_files(desk)
    write_publication(folder, files)
    if as_json:
        print_json({"folder": str(folder), "files": sorted(files)})
        return
    print_lines(f"The daily police file is in {folder}: {len(files)} files.")


def write_publication(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files into a folder, the manifest last: it makes the others count.

    If one of them cannot be written, all stay as they were published before.
    """
    manifest_last = sorted(files, key=lambda name: name == MANIFEST_FILE)
    write_files({folder / name: files[name] for name in manifest_last}, mode=_PUBLIC)
