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
@click.option(
    "--chosen-by-owner",
    is_flag=True,
    help="What is read from there is its owner's choice, and need not be changed.",
)
@as_json_option
def add(
    session: Session,
    account: str,
    role: str,
    new_passphrase_fd: int | None,
    *,
    chosen_by_owner: bool,
    as_json: bool,
) -> None:
    """Propose ACCOUNT; its owner types the passphrase. A supervisor then grants it.

    One that is not typed here counts as handed out: its owner changes it first.
    """
    from amnesty.services.authority.staffing import parse_account_name, propose_account

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
        handed_out = new_passphrase_fd is not None and not chosen_by_owner
        made = propose_account(
            desk, name, Role(role), passphrase, handed_out=handed_out
        )
    if as_json:
        print_json(
            {
                "account": made.member.name,
                "role": role,
                "granted": False,
                "handed_out": handed_out,
            }
        )
        return
    print_lines(
        f"{made.member.name} is proposed as {role}.",
        f"Next: a supervisor runs: amnesty staff grant {made.member.name}",
        *(
            ["It was handed out: its owner changes it before anything else."]
            if handed_out
            else []
        ),
    )


@staff.command()
@takes_session
@click.argument("account")
@click.option(
    "--must-change",
    is_flag=True,
    help="Its passphrase was handed out: the owner changes it first.",
)
@as_json_option
def grant(session: Session, account: str, *, must_change: bool, as_json: bool) -> None:
    """Grant ACCOUNT the keys of its role."""
    from amnesty.services.authority.signing_in import ask_to_change
    from amnesty.services.authority.staffing import grant_account

    with session.desk() as desk:
        granted = grant_account(desk, account)
        if must_change:
            ask_to_change(desk, account)
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
    from amnesty.services.authority.staffing import list_accounts

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


@staff.command()
@takes_session
@click.argument("account")
def unlock(session: Session, account: str) -> None:
    """Let ACCOUNT try again on this computer, after too many wrong passphrases."""
    from amnesty.cli.attempts import Attempts
    from amnesty.cli.wiring import state_folder
    from amnesty.services.authority.signing_in import note_unlocked

    with session.desk() as desk:
        note_unlocked(desk, account)
    Attempts(state_folder(), session.directory).forget(account)
    print_lines(f"{account} may try again on this computer.")


@staff.command("end-sessions")
@takes_session
@click.argument("account", required=False, metavar="[ACCOUNT]")
def end_sessions(session: Session, account: str | None) -> None:
    """End every session that is open with ACCOUNT, on any machine; your own without.

    They go back to the sign-in with their next key. A supervisor ends anybody's.
    """
    from amnesty.services.authority.staffing import end_sessions as end

    with session.desk() as desk:
        ended = end(desk, account or desk.member.name)
    print_lines(f"Every session of {ended.member.name} that was open is ended.")


@staff.command()
@takes_session
def authenticator(session: Session) -> None:
    """Show what your own authenticator is set up with; nobody else can."""
    from amnesty.services.authority.signing_in import authenticator_address

    with session.desk() as desk:
        address = authenticator_address(desk)
    print_lines(
        "Add this to your authenticator, then let a supervisor ask for its codes:",
        address,
    )


@staff.command("second-step")
@takes_session
@click.argument("account")
@click.option("--off", is_flag=True, help="Ask for codes no more.")
@click.option("--renew", is_flag=True, help="The authenticator was lost.")
def second_step(session: Session, account: str, *, off: bool, renew: bool) -> None:
    """Ask for ACCOUNT's authenticator at every sign-in."""
    from amnesty.services.authority.signing_in import ask_second_step

    with session.desk() as desk:
        ask_second_step(desk, account, wanted=not off, renew=renew)
    print_lines(
        f"{account} signs in with the passphrase alone."
        if off
        else f"{account} signs in with a code from now on."
    )
