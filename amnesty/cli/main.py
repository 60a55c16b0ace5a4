"""The `amnesty` command: loads a job's module only when that job is asked for."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

import click

from amnesty.cli.job import JobGroup, usage_sentence
from amnesty.cli.output import NobodyReadsError, printing, tell
from amnesty.errors import AmnestyError, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FAULT = 70
"""What the command returns when the fault is its own (sysexits: EX_SOFTWARE)."""
_STOPPED = 130
"""As shells tell Ctrl-C."""
_NOBODY_READS = 141
"""As shells tell a closed pipe."""

_JOBS: Mapping[str, tuple[str, str]] = {
    "init": ("authority.init:init", "Set up a register for an authority."),
    "staff": ("authority.staff:staff", "Add staff accounts and grant them."),
    "agreement": ("authority.govern:agreement", "Add an agreement with the police."),
    "policy": ("authority.govern:policy", "Show or change the policy in force."),
    "rules": ("authority.rules:rules", "Show or change the house rules."),
    "demo": ("demonstration.demo:demo", "Run the register on made-up people."),
    "allowance": (
        "growing.calculators:allowance_command",
        "Show what a need permits, with its working.",
    ),
    "excess": (
        "growing.calculators:excess_command",
        "Show what is held above what is permitted.",
    ),
    "register": ("registrations.register:register", "Register a patient from a file."),
    "register-list": ("registrations.register_list:list_job", "Register a whole list."),
    "show": ("registrations.register:show", "Show a registration with its check."),
    "find": ("registrations.register:find", "Find registrations."),
    "submit": ("registrations.decide:submit", "Submit a draft for a decision."),
    "send-back": ("registrations.decide:send_back", "Send a submitted one back."),
    "approve": ("registrations.decide:approve", "Approve what another submitted."),
    "refuse": ("registrations.decide:refuse", "Refuse a submitted registration."),
    "suspend": ("registrations.decide:suspend", "Suspend a registration."),
    "reinstate": ("registrations.decide:reinstate", "Reinstate a suspended one."),
    "revoke": ("registrations.decide:revoke", "Revoke a registration."),
    "withdraw": ("registrations.decide:withdraw", "Withdraw a registration."),
    "renew": ("registrations.renew:renew", "Ask for a renewal, or approve one."),
    "change": (
        "registrations.change:change",
        "Another caretaker, tenure, grower or site.",
    ),
    "reminders": (
        "registrations.renew:reminders",
        "List whom to remind that a registration ends.",
    ),
    "wind-down": (
        "registrations.renew:wind_down",
        "End a registration, with time to hand in.",
    ),
    "close": ("registrations.renew:close", "Close one that has wound down."),
    "photo": ("registrations.photo:photo", "Keep a photograph for the certificate."),
    "issue": ("papers.issue:issue", "Issue a certificate, or a card."),
    "replace": ("papers.issue:replace", "Issue a lost certificate or card anew."),
    "reprint": ("papers.issue:reprint", "Draw an issued certificate again."),
    "print": (
        "papers.printing:print_job",
        "Queue certificates, print them in runs.",
    ),
    "card": ("papers.letters:card", "Draw the sheet of a wallet card."),
    "letter": (
        "papers.letters:letter",
        "Draw a letter, a receipt or another paper.",
    ),
    "check": (
        "growing.check:check",
        "Check what is declared against what is allowed.",
    ),
    "declare": ("growing.plants:declare", "Write down what happens to plants."),
    "harvest": ("growing.plants:harvest", "Write down plants that were cut."),
    "weigh": ("growing.stock:weigh", "Write down what stock weighs."),
    "account": ("growing.stock:account", "Show a stock account, day by day."),
    "hand-in": ("hand_in.after_receipt:hand_in", "Hand in what is above need."),
    "publish": ("police.publish:publish", "Publish the daily police file."),
    "verify": ("verifying.verify:verify", "Check certificates, without a register."),
    "ask": ("police.ask:ask", "Ask as a police officer, and be answered."),
    "trust": (
        "trust.group:trust",
        "Make and rotate roots, admit and retire authorities' keys.",
    ),
    "page": ("police.page:page", "Make a force's page that checks certificates."),
    "disclose": (
        "rights.demands:disclose",
        "Write out all that is held about a patient.",
    ),
    "rectify": ("rights.demands:rectify", "Put a decided record right."),
    "restrict": ("rights.demands:restrict", "Close a record to all but some."),
    "erase": ("rights.demands:erase", "Erase records, by two people."),
    "complaint": ("rights.casework:complaint", "Complaints and their clock."),
    "withhold": (
        "rights.casework:withhold",
        "Leave a police question out of who looked, for a time.",
    ),
    "breach": ("rights.casework:breach", "Find who was affected by a breach."),
    "breaches": ("rights.casework:breaches", "Breaches and their clock."),
    "statistics": (
        "rights.statistics:statistics",
        "Counts, with small ones hidden.",
    ),
    "equality": (
        "rights.statistics:equality",
        "Keep optional equality answers, read as counts alone.",
    ),
    "break-glass": (
        "rights.break_glass:break_glass",
        "Open a restricted record in an emergency.",
    ),
    "audit": ("audit.group:audit", "Check the audit log, and prove from it."),
    "backup": ("upkeep.backup:backup", "Write a backup, and check one."),
    "restore": ("upkeep.restore:restore", "Put a backup back, by two people."),
    "doctor": ("upkeep.doctor:doctor", "Examine a register and this machine."),
    "migrate-store": (
        "upkeep.migrate_store:migrate_store",
        "Move a register to a server, or back to a file.",
    ),
    "upgrade": (
        "upkeep.upgrade:upgrade",
        "Carry on a register of an earlier version.",
    ),
    "keys": (
        "upkeep.keys:keys",
        "Rotate the register's keys, and see who holds them.",
    ),
    "recover": (
        "upkeep.recover:recover",
        "Come back when passphrases are lost, or try it.",
    ),
    "line": (
        "line.group:line",
        "Do a job by answering one question at a time, in plain lines.",
    ),
    "completion": ("completion:completion", "Print shell completion."),
}
"""Each job's place within `amnesty.cli`, and what it does in a few words."""


class _Jobs(JobGroup):
    """The jobs by name, imported one at a time."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - as click has it
    ) -> click.Context:
        """Read the arguments; help is printed meanwhile."""
        with printing():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Do the job, and see that all it said was written."""
        with printing():
            return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the job that is asked for.

        Raises:
            NoSuchCommand: there is none; with those whose names are alike.
        """
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            near = get_close_matches(error.command_name, _JOBS)
            raise click.NoSuchCommand(
                error.command_name, possibilities=near, ctx=ctx
            ) from None

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
        command = getattr(import_module(f"amnesty.cli.{module}"), name)
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
    help="The register's folder, for the screens and for every job.",
)
@click.option(
    "--accessible",
    is_flag=True,
    help="For screen readers and braille: the cursor follows, no boxes, no bars.",
)
@click.pass_context
def amnesty(ctx: click.Context, directory: str | None, *, accessible: bool) -> None:
    """Keep the register of Carly's Amnesty; without a job, open its screens."""
    if ctx.invoked_subcommand is None:
        from amnesty.cli.screens import open_screens

        open_screens(directory, accessible=accessible)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; an error is one sentence, a fault an incident number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that has no ŷ gets its number, and not a fault.
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    """Return the exit code of one job, whatever happens to it."""
    try:
        ended = amnesty.main(arguments, prog_name="amnesty", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - each has its words
        return tell_end(error)
    # Without its own mode, click hands back what `ctx.exit` was given.
    return ended if isinstance(ended, int) else 0


def tell_end(error: BaseException) -> int:
    """Say what ended a job, and return its exit code; a fault shows no traceback."""
    match error:
        case NobodyReadsError():
            return _NOBODY_READS
        case click.Abort() | KeyboardInterrupt():
            tell("Stopped. Nothing more was done.")
            return _STOPPED
        case click.exceptions.NoArgsIsHelpError():
            error.show()
            return error.exit_code
        case click.UsageError():
            tell(usage_sentence(error))
            return error.exit_code
        case AmnestyError():
            tell(*_lines(error))
            return error.exit_code
        case _:
            from amnesty.cli.log import log_incident

            tell(log_incident(error))
            return _FAULT


def _lines(error: AmnestyError) -> list[str]:
    if not isinstance(error, ProblemsError):
        return str(error).splitlines()
    return [
        "There is a problem:",
        *(
            f"  {problem.path}: {problem.sentence}"
            if problem.path
            else f"  {problem.sentence}"
            for problem in error.problems
        ),
    ]


if __name__ == "__main__":
    main()
