"""The `amnesty` command: loads a job's module only when that job is asked for."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from amnesty.errors import AmnestyError, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FAULT = 70
"""What the command returns when the fault is its own (sysexits: EX_SOFTWARE)."""

_JOBS: Mapping[str, tuple[str, str]] = {
    "init": ("amnesty.cli.init:init", "Set up a register for an authority."),
    "staff": ("amnesty.cli.staff:staff", "Add staff accounts and grant them."),
    "agreement": (
        "amnesty.cli.govern:agreement",
        "Add an agreement with the police.",
    ),
    "policy": ("amnesty.cli.govern:policy", "Show or change the policy in force."),
    "demo": ("amnesty.cli.demo:demo", "Run the register on made-up people."),
    "allowance": (
        "amnesty.cli.calculators:allowance_command",
        "Show what a need permits, with its working.",
    ),
    "excess": (
        "amnesty.cli.calculators:excess_command",
        "Show what is held above what is permitted.",
    ),
    "register": ("amnesty.cli.register:register", "Register a patient from a file."),
    "show": ("amnesty.cli.register:show", "Show a registration with its check."),
    "find": ("amnesty.cli.register:find", "Find registrations."),
    "submit": ("amnesty.cli.decide:submit", "Submit a draft for a decision."),
    "send-back": ("amnesty.cli.decide:send_back", "Send a submitted one back."),
    "approve": ("amnesty.cli.decide:approve", "Approve what another submitted."),
    "refuse": ("amnesty.cli.decide:refuse", "Refuse a submitted registration."),
    "suspend": ("amnesty.cli.decide:suspend", "Suspend a registration."),
    "reinstate": ("amnesty.cli.decide:reinstate", "Reinstate a suspended one."),
    "revoke": ("amnesty.cli.decide:revoke", "Revoke a registration."),
    "withdraw": ("amnesty.cli.decide:withdraw", "Withdraw a registration."),
    "issue": ("amnesty.cli.issue:issue", "Issue a certificate as a PDF."),
    "reprint": ("amnesty.cli.issue:reprint", "Draw an issued certificate again."),
    "hand-in": ("amnesty.cli.hand_in:hand_in", "Receive what is handed in."),
    "publish": ("amnesty.cli.publish:publish", "Publish the daily police file."),
    "verify": ("amnesty.cli.verify:verify", "Check certificates, without a register."),
    "completion": ("amnesty.cli.completion:completion", "Print shell completion."),
}


class _Jobs(click.Group):
    """The jobs by name, imported one at a time."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the jobs in the order of a day's work."""
        del ctx
        return list(_JOBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one job and return its command."""
        del ctx
        if cmd_name not in _JOBS:
            return None
        module, _, name = _JOBS[cmd_name][0].partition(":")
        command = getattr(import_module(module), name)
        if not isinstance(command, click.Command):
            msg = f"{module}:{name} is no command."
            raise TypeError(msg)
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the jobs without importing them."""
        del ctx
        with formatter.section("Jobs"):
            formatter.write_dl([(name, words) for name, (_, words) in _JOBS.items()])


@click.group(
    cls=_Jobs,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@click.version_option(package_name="carlys-amnesty", message="%(version)s")
@click.option(
    "--register",
    "directory",
    metavar="DIR",
    help="The register's folder, for the screens.",
)
@click.pass_context
def amnesty(ctx: click.Context, directory: str | None) -> None:
    """Keep the register of Carly's Amnesty; without a job, open its screens."""
    if ctx.invoked_subcommand is None:
        from amnesty.cli.screens import open_screens

        open_screens(directory)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; an error is one sentence, a fault an incident number."""
    try:
        ended = amnesty.main(arguments, prog_name="amnesty", standalone_mode=False)
        # Without its own mode, click hands back what `ctx.exit` was given.
        sys.exit(ended if isinstance(ended, int) else 0)
    except click.Abort:
        click.echo("Stopped. Nothing more was done.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except AmnestyError as error:
        _show(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except Exception as error:  # noqa: BLE001 - a fault shows no traceback with data
        from amnesty.cli.log import log_incident

        click.echo(log_incident(error), err=True)
        sys.exit(_FAULT)


def _show(error: AmnestyError) -> None:
    if isinstance(error, ProblemsError):
        click.echo("There is a problem:", err=True)
        for problem in error.problems:
            where = f"{problem.path}: " if problem.path else ""
            click.echo(f"  {where}{problem.sentence}", err=True)
        return
    click.echo(f"{error}", err=True)


if __name__ == "__main__":
    main()
