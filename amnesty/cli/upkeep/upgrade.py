"""`amnesty upgrade`: carries a register of an earlier version on to this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import job
from amnesty.cli.options import database_option, read_database
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import takes_session

if TYPE_CHECKING:
    from amnesty.cli.session import Session


@job()
@takes_session
@database_option
@as_json_option
def upgrade(session: Session, *, database: str | None, as_json: bool) -> None:
    """Carry a register of an earlier version on to this one, as a supervisor.

    Nobody else may have it open. A copy of its file as it was stays beside it; on a
    server there is no such copy, and either all of it is done or nothing.
    """
    from db.upkeep.upgrading import upgrade_register

    address = read_database(database)
    name = session.account()
    done = upgrade_register(
        session.directory,
        name,
        session.passphrase(name),
        key_file=session.second_secret(),
        database=address,
        clock=SystemClock(),
    )
    copy = None if done.copy is None else str(done.copy)
    if as_json:
        print_json({"before": done.before, "schema": done.now, "copy": copy})
        return
    print_lines(f"The register had schema {done.before} and now has {done.now}.")
    if copy is None:
        print_lines("Sign in and find a patient.")
        return
    print_lines(
        f"Its file as it was: {copy}",
        "Sign in and find a patient; then delete that copy: it is not kept up to date.",
    )
