"""`amnesty completion`: the script that makes a shell complete our words."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from amnesty.cli.job import job


@job()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print shell completion, to be put into the shell's own start file."""
    from amnesty.cli.main import amnesty

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    click.echo(kind(amnesty, {}, "amnesty", "_AMNESTY_COMPLETE").source())
