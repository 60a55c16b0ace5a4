"""`amnesty agreement` and `amnesty policy`: what the authority decides for all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, job
from amnesty.cli.output import as_json_option, print_json, print_lines, read_text
from amnesty.cli.session import Session, takes_session
from amnesty.domain.dates import in_words
from amnesty.policies import BUILTIN_POLICIES, load_policy, policy_from_toml

if TYPE_CHECKING:
    from amnesty.domain.policy import Policy


@job()
@takes_session
@click.argument("file", type=A_FILE, metavar="FILE.toml")
@as_json_option
def agreement(session: Session, file: Path, *, as_json: bool) -> None:
    """Add the agreement in FILE.toml; certificates issued under it name it."""
    from amnesty.services.governing import add_agreement, read_agreement

    read = read_agreement(read_text(file))
    with session.desk() as desk:
        add_agreement(desk, read)
    if as_json:
        print_json({"reference": read.reference, "ends_on": read.ends_on.isoformat()})
        return
    print_lines(
        f"Agreement {read.reference} with {read.force} holds from "
        f"{in_words(read.starts_on)} to {in_words(read.ends_on)}."
    )


@job()
@takes_session
@click.argument("chosen", required=False, metavar="[ID|FILE.toml]")
@as_json_option
def policy(session: Session, chosen: str | None, *, as_json: bool) -> None:
    """Show the policy in force, or put another in force; what was issued keeps its own.

    ID is one of uk-55g, canada, uk-40g and fixed-cap; a file words the whole profile.
    """
    from amnesty.services.governing import policy_in_force, set_policy

    profile = None if chosen is None else _profile(chosen)
    with session.desk() as desk:
        if profile is not None:
            set_policy(desk, profile)
        in_force = profile or policy_in_force(desk)
    if as_json:
        print_json({"policy": in_force.name, "title": in_force.title})
        return
    print_lines(f"Policy in force: {in_force.name}, {in_force.title}")


def _profile(chosen: str) -> Policy:
    """Return one of our own profiles, or the one that a file words."""
    is_file = Path(chosen).suffix or Path(chosen).exists()
    is_ours = chosen.partition("@")[0] in BUILTIN_POLICIES
    if is_ours or not is_file:
        return load_policy(chosen)
    return policy_from_toml(read_text(Path(chosen)))
