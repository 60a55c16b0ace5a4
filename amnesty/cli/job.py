"""A job of the command: every wrong option is told at once, in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from amnesty.errors import Problem, ProblemsError
from amnesty.errors.streams import TooManyArgumentsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Job(click.Command):
    """A command that reads all its options before it refuses any of them."""

    allow_extra_args = True
    """Refused below, with a sentence of our own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments.

        Raises:
            ProblemsError: with everything that is missing or cannot be read.
            TooManyArgumentsError: there is more than the job takes.
        """
        typed = list(args)
        try:
            surplus = super().parse_args(ctx, args)
        except click.BadParameter:
            raise ProblemsError(self._problems(ctx, typed)) from None
        if surplus and not ctx.resilient_parsing:
            raise TooManyArgumentsError(ctx.command_path, surplus)
        return surplus

    def _problems(self, ctx: click.Context, typed: list[str]) -> list[Problem]:
        values, *_ = self.make_parser(ctx).parse_args(typed)
        problems = []
        for parameter in self.get_params(ctx):
            try:
                value, _ = parameter.consume_value(ctx, values)
                parameter.process_value(ctx, value)
            except click.BadParameter as error:
                path, sentence = called(parameter), what_is_wrong(error, parameter)
                problems.append(Problem(path=path, sentence=sentence))
        return problems


def job(name: str | None = None, **settings: Any) -> Callable[..., Job]:  # noqa: ANN401 - click's settings
    """Return what makes a function a job, as `click.command` makes it a command."""
    return click.command(name, cls=Job, **settings)


class JobGroup(click.Group):
    """Jobs under one word, as `staff add`."""

    command_class = Job


def called(parameter: click.Parameter) -> str:
    """Return what an option or argument is called on the command line."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.human_readable_name


def what_is_wrong(error: click.BadParameter, parameter: click.Parameter) -> str:
    """Return one sentence on an option that is missing or cannot be read."""
    if isinstance(error, click.MissingParameter):
        words = parameter.help if isinstance(parameter, click.Option) else None
        return f"This is missing. {words}" if words else "This is missing."
    match parameter.type:
        case click.Choice(choices=choices):
            return f"Must be one of: {', '.join(map(str, choices))}"
        case click.types.IntParamType():
            return f"Must be a whole number{_between(parameter.type)}"
        case _:
            return error.message


def _between(kind: object) -> str:
    if not isinstance(kind, click.IntRange):
        return ", such as 3"
    if kind.max is None:
        return f" of {kind.min} or more"
    return f" from {kind.min} to {kind.max}"


_EMPTY = "Enter a name: this is empty"


class _Place(click.Path):
    """A path; an empty one, such as an unset variable leaves, names nothing."""

    def convert(
        self,
        value: Any,  # noqa: ANN401 - as click has it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401 - as click has it
        """Return the path.

        Raises:
            BadParameter: it is empty, or a folder where a file is wanted.
        """
        if not str(value):
            self.fail(_EMPTY, param, ctx)
        return super().convert(value, param, ctx)


def filled_in(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> str | None:
    """Return what an option gave: an unset variable names no force and no time.

    Raises:
        BadParameter: it is empty.
    """
    if value is not None and not value.strip():
        raise click.BadParameter(_EMPTY, ctx, param)
    return value


A_FILE = _Place(path_type=Path, dir_okay=False)
A_FOLDER = _Place(path_type=Path, file_okay=False)
A_PLACE = _Place(path_type=Path)


def usage_sentence(error: click.UsageError) -> str:
    """Return one sentence on a job or option that there is not."""
    path = error.ctx.command_path if error.ctx else "amnesty"
    match error:
        case click.NoSuchOption(option_name=name, possibilities=near):
            what = f"There is no option {name}.{_did_you_mean(near or ())}"
        case click.NoSuchCommand(command_name=name, possibilities=near):
            what = f"There is no job {name}.{_did_you_mean(near or ())}"
        case click.BadOptionUsage(option_name=name):
            what = f"Option {name} needs a value after it."
        case click.BadParameter(param=click.Parameter() as parameter):
            what = f"{called(parameter)}: {what_is_wrong(error, parameter)}."
        case _:
            what = f"{error.format_message().rstrip('.')}."
    return f"{what} See: {path} --help"


def _did_you_mean(near: Sequence[str]) -> str:
    return f" Did you mean {' or '.join(sorted(near))}?" if near else ""
