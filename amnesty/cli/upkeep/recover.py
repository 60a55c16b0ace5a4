"""`amnesty recover`: the way back when passphrases are lost, and its drill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import Job, job
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import (
    Session,
    read_passphrase,
    register_option,
    takes_session,
)
from amnesty.domain.dates import in_words
from amnesty.domain.london import london_day
from amnesty.domain.staff import Role
from amnesty.errors.session import NoAccountNamedError

if TYPE_CHECKING:
    from pathlib import Path

    from db.register import SqlRegister

_LEAST_WORDS = 15
"""A recovery code has fewer groups than a share has words."""


@click.command(cls=Job)
@register_option
@click.option("--drill", is_flag=True, help="Only try it: nobody is let in.")
@click.option("--name", metavar="NAME", help="Whom to give a new account.")
@click.option(
    "--role",
    type=click.Choice([Role.SUPERVISOR.value, Role.ADMINISTRATOR.value]),
    default=Role.SUPERVISOR.value,
    show_default=True,
    help="What the account is for.",
)
@click.option(
    "--secrets-fd",
    type=int,
    metavar="N",
    help="Read the code, or three shares, a line each, from this descriptor.",
)
@click.option(
    "--new-passphrase-fd",
    type=int,
    metavar="N",
    help="Read the new account's passphrase from this descriptor.",
)
@as_json_option
def recover(
    *,
    directory: Path,
    drill: bool,
    name: str | None,
    role: str,
    secrets_fd: int | None,
    new_passphrase_fd: int | None,
    as_json: bool,
) -> None:
    """Open the register with its recovery code or three shares, and let somebody in.

    Each is asked for at a prompt and not shown. Afterwards sign in with the new
    account, remove those that are lost, and make new keys: amnesty keys rotate.
    """
    from db.register import open_with_recovery

    if not drill and not name:
        raise NoAccountNamedError
    register = open_with_recovery(directory, _secrets(secrets_fd))
    opened_by = register.member.name
    try:
        if drill:
            told = _tried(register)
        else:
            told = _let_in(register, str(name), Role(role), new_passphrase_fd)
    finally:
        register.close()
    if as_json:
        print_json({"by": opened_by, "drill": drill, "name": name})
    else:
        print_lines(f"The register was opened by the {opened_by}.", *told)


@job()
@takes_session
@as_json_option
def shares(session: Session, *, as_json: bool) -> None:
    """Make five recovery shares, any three of which open the register.

    They are shown once: copy each to its own paper, for five people to keep. Shares
    that were made before open nothing from then on.
    """
    from amnesty.cli.wiring import store_of
    from db.keyring.shares import NEEDED
    from db.recovering import make_shares

    with session.desk() as desk:
        made = make_shares(store_of(desk), clock=SystemClock())
    if as_json:
        print_json({"set": made.number, "needed": NEEDED, "shares": list(made.shares)})
        return
    today = in_words(london_day(SystemClock().now()))
    for place, words in enumerate(made.shares, 1):
        title = f"Recovery share {place} of {len(made.shares)}, set {made.number}"
        print_lines(f"{title}, made {today}", *_in_rows(words.split()), "")
    print_lines(
        f"Any {NEEDED} of them open the whole register: amnesty recover",
        "Try them now, and once a year: amnesty recover --drill",
    )


def _in_rows(words: list[str]) -> list[str]:
    """Return the words as they are copied: five to a line, each with its number."""
    numbered = [f"{at:>2} {word:<9}" for at, word in enumerate(words, 1)]
    return ["  ".join(numbered[at : at + 5]) for at in range(0, len(numbered), 5)]


def _tried(register: SqlRegister) -> list[str]:
    from db.recovering import drill as try_it

    compartments = try_it(register, clock=SystemClock())
    return [
        f"It opens everything: {', '.join(compartments)}.",
        "Nothing was changed; the audit log says that it was tried.",
    ]


def _let_in(
    register: SqlRegister, name: str, role: Role, passphrase_fd: int | None
) -> list[str]:
    from db.recovering import let_in

    typed = read_passphrase(
        f"New passphrase of {name}",
        fd=passphrase_fd,
        confirm=True,
        options="--new-passphrase-fd N",
    )
    let_in(register, name, role, typed, clock=SystemClock())
    return [
        f"{name} can sign in now, as {role.value}. Next, as {name}:",
        "amnesty keys remove ACCOUNT for each that is lost, then amnesty keys rotate",
    ]


def _secrets(fd: int | None) -> str | list[str]:
    """Return the recovery code, or as many shares as are needed."""
    from db.keyring.shares import NEEDED, read_share

    option = "--secrets-fd N"
    first = read_passphrase("Recovery code, or first share", fd=fd, options=option)
    if len(first.split()) < _LEAST_WORDS:
        return first
    shares = [first]
    read_share(first, 1)
    for place in range(2, NEEDED + 1):
        shares.append(read_passphrase(f"Share {place}", fd=fd, options=option))
        read_share(shares[-1], place)
    return shares
