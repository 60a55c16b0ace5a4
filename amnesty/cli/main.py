"""The `amnesty` command: loads a job's module only when that job is asked for."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

import click

from amnesty.cli.job import JobGroup, usage_sentence
from amnesty.cli.jobs import JOBS
from amnesty.cli.output import NobodyReadsError, printing, tell
from amnesty.errors import AmnestyError, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Sequence

_FAULT = 70
"""What the command returns when the fault is its own (sysexits: EX_SOFTWARE)."""
_STOPPED = 130
"""As shells tell Ctrl-C."""
_NOBODY_READS = 141
"""As shells tell a closed pipe."""


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
            near = get_close_matches(error.command_name, JOBS)
            raise click.NoSuchCommand(
                error.command_name, possibilities=near, ctx=ctx
            ) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the jobs in the order of a day's work."""
        del ctx
        return list(JOBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one job and return its command."""
        del ctx
        if cmd_name not in JOBS:
            return None
        module, _, name = JOBS[cmd_name][0].partition(":")
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
            formatter.write_dl([(name, words) for name, (_, words) in JOBS.items()])


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
