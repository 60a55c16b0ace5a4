"""`amnesty init`: a register for one authority, its keys and its first two people."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amnesty.cli.authority.founding import (
    ROOTS_FILE,
    SPARE_ROOT_FILE,
    Founded,
    Plan,
    founded,
)
from amnesty.cli.clock import SystemClock
from amnesty.cli.job import A_FILE, A_FOLDER, job
from amnesty.cli.options import OptionProblems
from amnesty.cli.output import (
    as_json_option,
    print_json,
    print_lines,
    read_text,
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
from amnesty.domain.text import clean_line
from amnesty.policies import DEFAULT_POLICY, load_policy
from amnesty.services.authority.governing import read_agreement
from amnesty.services.authority.staffing import parse_account_name
from amnesty.services.intake.people import parse_telephone

if TYPE_CHECKING:
    from amnesty.domain.agreement import Agreement

_WARNING = (
    "A council cannot grant immunity by itself: it rests on an agreement with the "
    "police force and the prosecutor. Without one in force, every paper is a SPECIMEN."
)


@job()
@register_option
@click.option("--gss", help="The authority's GSS code, as E07000008.")
@click.option("--name", help="The authority's name.")
@click.option("--name-cy", help="Its Welsh name, where there is one.")
@click.option("--force", help="The territorial police force of the area.")
@click.option("--telephone", help="A number that answers officers day and night.")
@click.option("--address", multiple=True, help="Where patients write; once a line.")
@click.option(
    "--policy",
    "policy_id",
    default=DEFAULT_POLICY,
    show_default=True,
    help="Id of the policy profile to begin with.",
)
@click.option(
    "--agreement",
    type=A_FILE,
    help="The agreement with the police, a TOML file.",
)
@click.option(
    "--database",
    metavar="URL",
    help="A PostgreSQL database (postgresql://LOGIN@HOST/NAME) instead of a file.",
)
@click.option("--administrator", help="Account name of the first administrator.")
@click.option("--supervisor", help="Account name of the first supervisor.")
@click.option(
    "--passphrase-fd",
    type=int,
    metavar="N",
    help="Read both passphrases, a line each, the administrator's first.",
)
@click.option(
    "--out",
    type=A_FOLDER,
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
    database: str | None,
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
        problems.read(option, parse_account_name, given)
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
    if database is not None:
        problems.read("--database", _address, database)
    folder = out or directory
    for kept in (folder / ROOTS_FILE, folder / SPARE_ROOT_FILE):
        if kept.exists():
            problems.add("--out", f"{kept} is there already: choose another folder")
    problems.finish()
    plan = Plan(
        directory=directory,
        folder=folder,
        authority=authority,
        policy=policy,
        agreements=agreements or (),
        database=database,
        administrator=(people[0], _new_passphrase(people[0], passphrase_fd)),
        supervisor=(people[1], _new_passphrase(people[1], passphrase_fd)),
    )
    with founded(plan) as told:
        if as_json:
            print_json(_as_json(plan, told))
        else:
            print_lines(*_as_lines(plan, told))


def _as_json(plan: Plan, told: Founded) -> dict[str, object]:
    return {
        "register": str(plan.directory),
        "authority": plan.authority.gss,
        "roots": str(plan.roots),
        "roots_fingerprint": told.fingerprint,
        "spare_root": str(plan.spare_root),
        "recovery_code": told.recovery_code,
        "specimen_only": not plan.agreements,
    }


def _as_lines(plan: Plan, told: Founded) -> list[str]:
    first, second = plan.administrator[0], plan.supervisor[0]
    is_usual = plan.directory == default_directory()
    where = "" if is_usual else f" --register {plan.directory}"
    return [
        f"The register of {plan.authority.name} is in {plan.directory}.",
        *([] if plan.agreements else ["", _WARNING]),
        "",
        "Recovery code, shown this once. Print it and lock it away, apart from the",
        "register: it opens everything when passphrases are lost.",
        "",
        f"    {told.recovery_code}",
        "",
        f"Roots for verifiers:   {plan.roots}",
        f"Their fingerprint:     {told.fingerprint}",
        f"Spare root, sealed with the recovery code: {plan.spare_root}",
        "Move the spare root to a place of its own, away from this machine.",
        "",
        f"Next: amnesty staff add NAME --role clerk{where} --as {first}",
        f"      amnesty staff grant NAME{where} --as {second}",
    ]


def _address(text: str) -> object:
    from db.engines.address import parse_server_url

    return parse_server_url(text)


def _line(what: str) -> partial[str]:
    return partial(clean_line, what=what, longest=120)


def _agreement_in(path: str) -> tuple[Agreement, ...]:
    return (read_agreement(read_text(Path(path))),)


def _new_passphrase(name: str, fd: int | None) -> str:
    return read_passphrase(
        f"New passphrase of {name}", fd=fd, confirm=True, options="--passphrase-fd N"
    )
