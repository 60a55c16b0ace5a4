"""`amnesty photo`: a photograph of the holder, to be printed on the certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, job
from amnesty.cli.output import as_json_option, print_json, print_lines, read_file
from amnesty.cli.session import Session, takes_session
from amnesty.cli.verifying.apart import portrait_apart
from amnesty.domain.identifiers import parse_registration_number
from amnesty.errors.photographs import PhotographNotGivenError

if TYPE_CHECKING:
    from pathlib import Path


@job()
@takes_session
@click.argument("number")
@click.argument("file", type=A_FILE, required=False)
@click.option("--remove", is_flag=True, help="Take the photograph away.")
@as_json_option
def photo(
    session: Session, number: str, file: Path | None, *, remove: bool, as_json: bool
) -> None:
    """Keep the photograph in FILE with registration NUMBER, or take it away.

    It is made anew, small, in greys, and without anything else that a camera writes.
    """
    from amnesty.services.papers.photographing import keep_photograph

    wanted = parse_registration_number(number)
    jpeg = None
    if not remove:
        if file is None:
            raise PhotographNotGivenError
        jpeg = read_portrait(file)
    with session.desk() as desk:
        kept = keep_photograph(desk, wanted, jpeg)
    name = kept.identity.holder
    if as_json:
        print_json({"number": number, "photograph": jpeg is not None})
    elif jpeg is None:
        print_lines(f"Nothing shows {name} any more; certificates have no photograph.")
    else:
        print_lines(
            f"Kept, of {name}. Certificates that are printed from now on have it."
        )


def read_portrait(file: Path) -> str:
    """Return the photograph in a file as a record keeps it.

    Raises:
        BadInputError: it is not there, too large, or no photograph that can be used.
    """
    from amnesty.services.papers.portraits import MOST_BYTES

    return portrait_apart(read_file(file, most=MOST_BYTES))
