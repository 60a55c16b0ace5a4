"""`amnesty upgrade`: carries a register of an earlier version on to this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import job
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import takes_session

if TYPE_CHECKING:
    from amnesty.cli.session import Session


@job()
@takes_session
@as_json_option
def upgrade(session: Session, *, as_json: bool) -> None:
    """Carry a register of an earlier version on to this one, as a supervisor.

    Nobody else may have it open. A copy of its file as it was stays beside it.
    """
    from db.upkeep.upgrading import upgrade_register

    name = session.account()
    done = upgrade_register(
        session.directory,
        name,
        session.passphrase(name),
        key_file=session.second_secret(),
        clock=SystemClock(),
    )
    if as_json:
        print_json({"before": done.before, "schema": done.now, "copy": str(done.copy)})
        return
    print_lines(
        f"The register had schema {done.before} and now has {done.now}.",
        f"Its file as it was: {done.copy}",
        "Sign in and find a patient; then delete that copy: it is not kept up to date.",
    )
