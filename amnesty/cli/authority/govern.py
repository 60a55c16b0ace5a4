"""`amnesty agreement` and `amnesty policy`: what the authority decides for all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, JobGroup, job
from amnesty.cli.output import as_json_option, print_json, print_lines, read_text
from amnesty.cli.progress import progress
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
    from amnesty.services.authority.governing import add_agreement, read_agreement

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


class _Policy(JobGroup):
    """`amnesty policy [ID|FILE.toml]`, and `amnesty policy diff A B`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take whatever names no job of the group as the policy to put in force."""
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args.insert(0, _IN_FORCE)
        return super().parse_args(ctx, args)


_IN_FORCE = "in-force"


@click.group(cls=_Policy)
def policy() -> None:
    """Show the policy in force, put another in force, or compare two.

    `amnesty policy` shows it, `amnesty policy ID` or `FILE.toml` puts another in force.
    """


@policy.command(_IN_FORCE, short_help="Show it, or put another in force.")
@takes_session
@click.argument("chosen", required=False, metavar="[ID|FILE.toml]")
@as_json_option
def in_force(session: Session, chosen: str | None, *, as_json: bool) -> None:
    """Show the policy in force, or put another in force; what was issued keeps its own.

    ID is one of uk-55g, canada, uk-40g and fixed-cap; a file words the whole profile.
    """
    from amnesty.services.authority.governing import policy_in_force, set_policy

    profile = None if chosen is None else _profile(chosen)
    with session.desk() as desk:
        if profile is not None:
            set_policy(desk, profile)
        holds = profile or policy_in_force(desk)
    if as_json:
        print_json({"policy": holds.name, "title": holds.title})
        return
    print_lines(f"Policy in force: {holds.name}, {holds.title}")


@policy.command(short_help="Who would be over or under another policy's limits.")
@takes_session
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option(
    "--all", "everybody", is_flag=True, required=True, help="The whole register."
)
@click.option("--list", "listed", is_flag=True, help="The registrations' numbers too.")
@as_json_option
def diff(
    session: Session,
    *,
    first: str,
    second: str,
    everybody: bool,
    listed: bool,
    as_json: bool,
) -> None:
    """Tell how many hold more than A or B permits; nothing is changed.

    A and B are each an ID or a FILE.toml, as `amnesty policy` takes them.
    """
    from amnesty.services.growing.comparing import compare_policies

    del everybody  # asked for, so that nobody walks through a register by mistake
    one, other = _profile(first), _profile(second)
    with session.desk() as desk, progress("Comparing", quiet=as_json) as step:
        found = compare_policies(desk, one, other, step=step)
    groups = {
        f"above both {one.name} and {other.name}": found.over_both,
        f"above {one.name}, within {other.name}": found.over_first,
        f"within {one.name}, above {other.name}": found.over_second,
    }
    if as_json:
        print_json(
            {
                "checked": found.checked,
                "first": one.name,
                "second": other.name,
                "over_both": len(found.over_both),
                "over_first": len(found.over_first),
                "over_second": len(found.over_second),
                "numbers": {name: list(those) for name, those in groups.items()}
                if listed
                else None,
            }
        )
        return
    print_lines(f"{found.checked} registrations compared.")
    for name, those in groups.items():
        print_lines(
            f"{len(those):>7} {name}", *(f"        {n}" for n in those * listed)
        )


def _profile(chosen: str) -> Policy:
    """Return one of our own profiles, or the one that a file words."""
    is_file = Path(chosen).suffix or Path(chosen).exists()
    is_ours = chosen.partition("@")[0] in BUILTIN_POLICIES
    if is_ours or not is_file:
        return load_policy(chosen)
    return policy_from_toml(read_text(Path(chosen)))
