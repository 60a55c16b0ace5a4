"""`amnesty agreement` and `amnesty policy`: what the authority decides for all."""

from __future__ import annotations

from pathlib import Path

import click

from amnesty.cli.output import as_json_option, print_json, print_lines, read_file
from amnesty.cli.session import Session, takes_session
from amnesty.domain.dates import in_words
from amnesty.policies import BUILTIN_POLICIES, load_policy, policy_from_toml


@click.command()
@takes_session
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@as_json_option
def agreement(session: Session, file: Path, *, as_json: bool) -> None:
    """Add the agreement in FILE.toml; certificates issued under it name it."""
    from amnesty.services.governing import add_agreement, read_agreement

    read = read_agreement(read_file(file).decode("utf-8", "replace"))
    with session.desk() as desk:
        add_agreement(desk, read)
    if as_json:
        print_json({"reference": read.reference, "ends_on": read.ends_on.isoformat()})
        return
    print_lines(
        f"Agreement {read.reference} with {read.force} holds from "
        f"{in_words(read.starts_on)} to {in_words(read.ends_on)}."
    )


@click.command()
@takes_session
@click.argument("chosen", required=False, metavar="ID|FILE.toml")
@as_json_option
def policy(session: Session, chosen: str | None, *, as_json: bool) -> None:
    """Show the policy in force, or put another in force; what was issued keeps its own.

    ID is one of uk-55g, canada, uk-40g and fixed-cap; a file words the whole profile.
    """
    from amnesty.services.governing import policy_in_force, set_policy

    profile = None
    if chosen is not None:
        is_builtin = chosen.partition("@")[0] in BUILTIN_POLICIES
        profile = (
            load_policy(chosen)
            if is_builtin
            else policy_from_toml(read_file(Path(chosen)).decode("utf-8", "replace"))
        )
    with session.desk() as desk:
        if profile is not None:
            set_policy(desk, profile)
        in_force = profile or policy_in_force(desk)
    if as_json:
        print_json({"policy": in_force.name, "title": in_force.title})
        return
    print_lines(f"Policy in force: {in_force.name}, {in_force.title}")
