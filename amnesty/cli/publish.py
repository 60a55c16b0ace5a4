"""`amnesty publish`: the daily police file into a folder."""

from __future__ import annotations

from pathlib import Path

import click

from amnesty.cli.output import as_json_option, print_json, print_lines, write_file
from amnesty.cli.session import Session, takes_session
from amnesty.credential.manifest import MANIFEST_FILE

_PUBLIC = 0o644


@click.command()
@takes_session
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
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
    """Write the files into a folder, the manifest last: it makes the others count."""
    last_to_first = sorted(files, key=lambda name: name == MANIFEST_FILE)
    for name in last_to_first:
        write_file(folder / name, files[name], mode=_PUBLIC)
