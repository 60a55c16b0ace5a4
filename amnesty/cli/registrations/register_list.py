"""`amnesty register-list`: everybody whom an authority kept elsewhere, at once."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from amnesty.cli.job import job
from amnesty.cli.output import as_json_option, print_json, print_lines, read_file
from amnesty.cli.progress import progress
from amnesty.cli.session import Session, takes_session

_MOST_BYTES: Final = 1 << 28
"""About 100,000 registrations, which need 1.5 GB of memory while they are kept."""


@job("register-list")
@takes_session
@click.argument("file", metavar="FILE.jsonl")
@click.option("--check", "only_check", is_flag=True, help="Check it, keep nothing.")
@as_json_option
def list_job(session: Session, file: str, *, only_check: bool, as_json: bool) -> None:
    """Register all patients in FILE.jsonl as drafts, or none of them.

    Each line of the file is a registration file of its own: `amnesty register
    --schema` prints its shape.
    """
    from amnesty.services.registrations.registering_list import read_list, register_list

    content = read_file(Path(file), most=_MOST_BYTES)
    with session.desk() as desk:
        with progress("Reading", quiet=as_json) as told:
            listed = read_list(desk, content, told)
        kept = () if only_check else register_list(desk, listed)
    lines = [one.line for one in listed]
    if as_json:
        registered = [
            {"line": line, "number": one.number}
            for line, one in zip(lines, kept, strict=False)
        ]
        print_json({"sound": len(listed), "registered": registered})
    elif only_check:
        print_lines(f"All {len(listed)} registrations are sound. Nothing was kept.")
    else:
        print_lines(
            *(
                f"line {line}: {one.number}"
                for line, one in zip(lines, kept, strict=True)
            ),
            f"Registered {len(kept)} patients, all as drafts.",
            "Next: amnesty submit NUMBER, for each that is complete",
        )
