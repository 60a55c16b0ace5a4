"""`amnesty rules`: what the authority decides about questions, sign-in and keeping."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, job
from amnesty.cli.output import print_lines, read_text
from amnesty.cli.session import Session, takes_session

if TYPE_CHECKING:
    from pathlib import Path


@job()
@takes_session
@click.argument("file", type=A_FILE, metavar="[FILE.toml]", required=False)
def rules(session: Session, file: Path | None) -> None:
    """Show the house rules as a file to edit, or put FILE.toml in force."""
    from amnesty.services.authority.house_rules import set_house_rules, show_house_rules

    text = None if file is None else read_text(file)
    with session.desk() as desk:
        if text is None:
            print_lines(show_house_rules(desk).rstrip("\n"))
            return
        set_house_rules(desk, text)
    print_lines("These house rules are in force now.")
