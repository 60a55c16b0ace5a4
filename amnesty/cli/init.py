"""`amnesty init`: a register for one authority, its keys and its first two people."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import (
    as_json_option,
    print_json,
    print_lines,
    read_file,
    write_file,
)
from amnesty.cli.session import (
    ask,
    default_directory,
    read_passphrase,
    register_option,
)
from amnesty.domain.authority import Authority
from amnesty.domain.identifiers import parse_gss_code
from amnesty.domain.london import london_day
from amnesty.domain.text import clean_line, clean_name
from amnesty.policies import DEFAULT_POLICY, load_policy
from amnesty.services.governing import read_agreement
from amnesty.services.intake.people import parse_telephone

if TYPE_CHECKING:
    from amnesty.domain.agreement import Agreement
    from amnesty.domain.policy import Policy
    from amnesty.services.signing import Founding

_WARNING = (
    "A council cannot grant immunity by itself: it rests on an agreement with the "
    "police force and the prosecutor. Without one in force, every paper is a SPECIMEN."
)


@click.command()
@register_option
@click.option("--gss", help="The authority's GSS code, as E07000008.")
@click.option("--name", help="The authority's name.")
@click.option("--name-cy", help="Its Welsh name, where there is one.")
@click.option("--force", help="The territorial police force of the area.")
@click.option("--telephone", help="A number that answers officers day and night.")
@click.option("--address", multiple=True, help="Where patients write; once a line.")
@click.option("--policy", "policy_id", default=DEFAULT_POLICY, show_default=True)
@click.option(
    "--agreement",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The agreement with the police, a TOML file.",
)
@click.option("--administrator", help="Account name of the first administrator.")
@click.option("--supervisor", help="Account name of the first supervisor.")
@click.option(
    "--passphrase-fd",
    type=click.IntRange(min=0),
    metavar="N",
    help="Read both passphrases, a line each, the administrator's first.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where roots.cbor and the spare root go (default: the register's folder).",
)
@as_json_option
def init(  # noqa: PLR0913 - one argument for each option of the command
    *,
    directory: Path,
    gss: str | None,
    name: str | None,
    name_cy: str | None,
    force: str | None,
    telephone: str | None,
    address: tuple[str, ...],
    policy_id: str,
    agreement: Path | None,
    administrator: str | None,
    supervisor: str | None,
    passphrase_fd: int | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Set up a register: authority, agreement, keys, an administrator, a supervisor.

    Two different people hold the two accounts. The recovery code is shown once.
    """
    problems = OptionProblems()
    clock = SystemClock()
    authority = Authority(
        gss=problems.read("--gss", parse_gss_code, ask(gss, "GSS code")),
        name=problems.read("--name", _line("name"), ask(name, "Authority's name")),
        name_cy=problems.read_if_given("--name-cy", _line("Welsh name"), name_cy),
        force=problems.read("--force", _line("force"), ask(force, "Police force")),
        telephone=problems.read(
            "--telephone", parse_telephone, ask(telephone, "Telephone, day and night")
        ),
        address=tuple(
            problems.read("--address", _line("line"), one) for one in address
        ),
        starts_on=london_day(clock.now()),
    )
    people = [
        problems.read(option, partial(clean_name, what="account name"), given)
        for option, given in (
            ("--administrator", ask(administrator, "Administrator's account name")),
            ("--supervisor", ask(supervisor, "Supervisor's account name")),
        )
    ]
    if people[0] is not None and people[0] == people[1]:
        problems.add("--supervisor", "The two accounts must be two different people")
    policy = problems.read("--policy", load_policy, policy_id)
    agreements = problems.read_if_given(
        "--agreement", _agreement_in, str(agreement) if agreement else None
    )
    problems.finish()
    accounts = [(one, _new_passphrase(one, passphrase_fd)) for one in people]
    recovery_code, founding = _found(
        directory,
        authority=authority,
        policy=policy,
        agreements=agreements or (),
        accounts=accounts,
    )
    folder = out or directory
    _write_keys(folder, founding, recovery_code)
    if as_json:
        print_json(
            {
                "register": str(directory),
                "authority": authority.gss,
                "roots": str(folder / "roots.cbor"),
                "roots_fingerprint": founding.fingerprint,
                "spare_root": str(folder / "spare-root.pem"),
                "recovery_code": recovery_code,
                "specimen_only": not agreements,
            }
        )
        return
    where = "" if directory == default_directory() else f" --register {directory}"
    print_lines(
        f"The register of {authority.name} is in {directory}.",
        *([] if agreements else ["", _WARNING]),
        "",
        "Recovery code, shown this once. Print it and lock it away, apart from the",
        "register: it opens everything when passphrases are lost.",
        "",
        f"    {recovery_code}",
        "",
        f"Roots for verifiers:   {folder / 'roots.cbor'}",
        f"Their fingerprint:     {founding.fingerprint}",
        f"Spare root, sealed with the recovery code: {folder / 'spare-root.pem'}",
        "Move the spare root to a place of its own, away from this machine.",
        "",
        f"Next: amnesty staff add NAME --role clerk{where} --as {people[0]}",
        f"      amnesty staff grant NAME{where} --as {people[1]}",
    )


def _line(what: str) -> partial[str]:
    return partial(clean_line, what=what, longest=120)


def _agreement_in(path: str) -> tuple[Agreement, ...]:
    return (read_agreement(read_file(Path(path)).decode("utf-8", "replace")),)


def _new_passphrase(name: str, fd: int | None) -> str:
    return read_passphrase(f"New passphrase of {name}", fd=fd, confirm=True)


def _found(
    directory: Path,
    *,
    authority: Authority,
    policy: Policy,
    agreements: tuple[Agreement, ...],
    accounts: list[tuple[str, str]],
) -> tuple[str, Founding]:
    """Create the register and its signing keys; return the recovery code and roots."""
    from amnesty.cli.wiring import open_desk
    from amnesty.services.signing import make_signing_keys
    from db.register import create_register

    administrator, supervisor = accounts
    created = create_register(
        directory,
        authority=authority,
        agreements=agreements,
        policy=policy,
        administrator=administrator,
        supervisor=supervisor,
        clock=SystemClock(),
        chance=os.urandom,
    )
    desk = open_desk(directory, *supervisor)
    try:
        return created.recovery_code, make_signing_keys(desk)
    finally:
        desk.register.close()


def _write_keys(folder: Path, founding: Founding, recovery_code: str) -> None:
    """Write the roots, and the spare root's key sealed with the recovery code."""
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_der_private_key(founding.spare_root, password=None)
    sealed = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(recovery_code.encode()),
    )
    write_file(folder / "roots.cbor", founding.roots_file, mode=0o644)
    write_file(folder / "spare-root.pem", sealed)
