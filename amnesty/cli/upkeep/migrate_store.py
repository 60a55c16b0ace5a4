"""`amnesty migrate-store`: moves a register to a server, or back to a file."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import job
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.progress import progress
from amnesty.cli.session import takes_session
from amnesty.errors import StoreError

if TYPE_CHECKING:
    from amnesty.cli.session import Session


@job("migrate-store")
@takes_session
@click.option(
    "--to",
    "to",
    metavar="URL",
    help="The PostgreSQL database to move to: postgresql://LOGIN@HOST/NAME.",
)
@click.option(
    "--to-file",
    "owner",
    metavar="URL",
    help="Back to a file; URL is the database as the schema's owner reaches it.",
)
@as_json_option
def migrate_store(
    session: Session, *, to: str | None, owner: str | None, as_json: bool
) -> None:
    """Move the register, as a supervisor, while nobody has it open.

    Every record is compared on arrival; until then the register is where it was.
    """
    from amnesty.cli.door import come_in
    from db.engines.address import parse_server_url
    from db.upkeep.moving import Mover, move_to_file, move_to_server

    problems = OptionProblems()
    if (to is None) == (owner is None):
        problems.add("--to", "Give either --to URL or --to-file URL")
    option = "--to" if owner is None else "--to-file"
    address = problems.read(option, parse_server_url, to or owner or "")
    problems.finish()
    name = session.account()
    passphrase = session.passphrase(name)
    # A move that was killed half way is taken up again where nothing opens any more.
    with suppress(StoreError):
        come_in(
            session.directory,
            name,
            passphrase,
            key_file=session.second_secret(),
            code=session.code,
        )[0].register.close()
    with progress("Moving rows") as step:
        mover = Mover(
            name=name,
            passphrase=passphrase,
            clock=SystemClock(),
            chance=os.urandom,
            step=step,
        )
        move = move_to_server if owner is None else move_to_file
        moved = move(session.directory, mover, address)
    if as_json:
        print_json({"rows": moved, "to": "server" if owner is None else "file"})
        return
    where = "on the server" if owner is None else "in a file again"
    print_lines(
        f"The register is {where}: {moved} rows, each compared on arrival.",
        "Copy the folder anew to every machine that people sign in from.",
    )
