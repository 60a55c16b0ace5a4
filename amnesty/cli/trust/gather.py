"""`amnesty trust gather`: several authorities' police files become one for a force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import A_FILE, A_PLACE, job
from amnesty.cli.output import as_json_option, print_json, print_lines, read_file, tell
from amnesty.cli.trust.options import refusing
from amnesty.domain.dates import in_words
from amnesty.domain.london import london_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_LEFT_OUT = 1


@job()
@click.argument("sources", nargs=-1, required=True, type=A_PLACE)
@click.option(
    "--roots", type=A_FILE, required=True, help="The roots that all have in common."
)
@click.option(
    "--to",
    "place",
    type=A_PLACE,
    required=True,
    help="The folder or the .zip that devices take the joined file from.",
)
@as_json_option
@click.pass_context
def gather(
    ctx: click.Context,
    *,
    sources: tuple[Path, ...],
    roots: Path,
    place: Path,
    as_json: bool,
) -> None:
    """Join the police files in SOURCES, of authorities under one root, into one.

    Each is checked as a device would. Where one is refused, the authority's part from
    before stays, and the exit code is 1.
    """
    from amnesty.cli.police.publish import write_publication
    from amnesty.credential.roots import parse_roots
    from amnesty.services.trust.gathering import gather as join

    with refusing(roots):
        parsed = parse_roots(read_file(roots))
    unread: dict[str, str] = {}
    files = _files(sources, unread)
    before = _files([place] if place.exists() else [], {}).get(str(place), {})
    done = join(
        files,
        roots=parsed,
        now=SystemClock().now().replace(microsecond=0),
        before=before,
    )
    refused = unread | dict(done.refused)
    for warning in write_publication(place, done.files):
        tell(warning)
    _take_away_what_is_left(place, done.files)
    for source, why in refused.items():
        tell(f"{source} is left out: {why}")
    if as_json:
        print_json(
            {
                "to": str(place),
                "published": {
                    issuer: at.isoformat() for issuer, at in done.published.items()
                },
                "left_out": refused,
            }
        )
    else:
        print_lines(
            f"The police file of {len(done.published)} authorities is in {place}.",
            *(
                f"{issuer}: published on {in_words(london_day(at))}"
                for issuer, at in done.published.items()
            ),
        )
    if refused:
        ctx.exit(_LEFT_OUT)


def _files(
    places: Iterable[Path], refused: dict[str, str]
) -> dict[str, Mapping[str, bytes]]:
    """Return what lies in folders and zips; why not, where it does not belong there."""
    from amnesty.cli.verifying.police_files import is_zip, read_folder, read_zip
    from amnesty.errors import CredentialError

    found: dict[str, Mapping[str, bytes]] = {}
    for place in places:
        try:
            found[str(place)] = read_zip(place) if is_zip(place) else read_folder(place)
        except CredentialError as error:
            refused[str(place)] = str(error)
        except OSError as error:
            refused[str(place)] = error.strerror or "it cannot be read."
    return found


def _take_away_what_is_left(place: Path, files: Mapping[str, bytes]) -> None:
    """Remove from authorities' folders what no manifest names any more."""
    from amnesty.credential.manifest import is_part_name

    if not place.is_dir():
        return
    for folder in place.iterdir():
        if folder.is_symlink() or not is_part_name(folder.name):
            continue
        for path in folder.iterdir():
            if path.is_file() and f"{folder.name}/{path.name}" not in files:
                path.unlink()
