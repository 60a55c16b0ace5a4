"""`amnesty staff`: an administrator proposes an account, a supervisor grants it."""

from __future__ import annotations

import click

from amnesty.cli.job import JobGroup
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import Session, read_passphrase, takes_session
from amnesty.domain.staff import Role

_ROLES = click.Choice([role.value for role in Role])


@click.group(cls=JobGroup)
def staff() -> None:
    """Add staff accounts and grant them."""


@staff.command()
@takes_session
@click.argument("account")
@click.option(
    "--role", required=True, type=_ROLES, help="What its owner will be at the desk."
)
@click.option(
    "--new-passphrase-fd",
    type=int,
    metavar="N",
    help="Read the new account's passphrase from this file descriptor.",
)
@as_json_option
def add(
    session: Session,
    account: str,
    role: str,
    new_passphrase_fd: int | None,
    *,
    as_json: bool,
) -> None:
    """Propose ACCOUNT; its owner types the passphrase. A supervisor then grants it."""
    from amnesty.services.staffing import parse_account_name, propose_account

    problems = OptionProblems()
    name = problems.read("ACCOUNT", parse_account_name, account)
    problems.finish()
    with session.desk() as desk:
        passphrase = read_passphrase(
            f"New passphrase of {name}",
            fd=new_passphrase_fd,
            confirm=True,
            options="--new-passphrase-fd N",
        )
        made = propose_account(desk, name, Role(role), passphrase)
    if as_json:
        print_json({"account": made.member.name, "role": role, "granted": False})
        return
    print_lines(
        f"{made.member.name} is proposed as {role}.",
        f"Next: a supervisor runs: amnesty staff grant {made.member.name}",
    )


@staff.command()
@takes_session
@click.argument("account")
@as_json_option
def grant(session: Session, account: str, *, as_json: bool) -> None:
    """Grant ACCOUNT the keys of its role."""
    from amnesty.services.staffing import grant_account

    with session.desk() as desk:
        granted = grant_account(desk, account)
    member = granted.member
    if as_json:
        print_json({"account": member.name, "role": member.role.value, "granted": True})
        return
    print_lines(f"{member.name} may now work as {member.role.value}.")


@staff.command("list")
@takes_session
@as_json_option
def list_command(session: Session, *, as_json: bool) -> None:
    """List the accounts."""
    from amnesty.services.staffing import list_accounts

    with session.desk() as desk:
        accounts = list_accounts(desk)
    if as_json:
        print_json(
            {
                "accounts": [
                    {
                        "account": one.member.name,
                        "role": one.member.role.value,
                        "granted": one.granted,
                    }
                    for one in accounts
                ]
            }
        )
        return
    for one in accounts:
        waiting = "" if one.granted else "  (proposed, waits for a supervisor)"
        print_lines(f"{one.member.name}  {one.member.role.value}{waiting}")
