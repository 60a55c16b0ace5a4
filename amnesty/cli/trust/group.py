"""`amnesty trust`: make and rotate roots, admit and retire authorities' keys."""

from __future__ import annotations

import click

from amnesty.cli.job import JobGroup
from amnesty.cli.trust.founding import init, take_over
from amnesty.cli.trust.gather import gather
from amnesty.cli.trust.keys import admit, list_keys, retire, revoke, sign
from amnesty.cli.trust.register import adopt, drop_key, renew_key, request
from amnesty.cli.trust.roots import retire_root, rotate_root


@click.group(cls=JobGroup)
def trust() -> None:
    """Make and rotate roots, admit and retire authorities' keys.

    Whoever keeps a federation's roots needs no register. An authority uses `request`,
    `adopt`, `renew-key` and `drop-key` on its own register.
    """


for command in (
    init,
    take_over,
    admit,
    retire,
    revoke,
    list_keys,
    sign,
    rotate_root,
    retire_root,
    request,
    adopt,
    renew_key,
    drop_key,
    gather,
):
    trust.add_command(command)
