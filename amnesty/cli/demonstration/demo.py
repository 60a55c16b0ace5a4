"""`amnesty demo`: the register on made-up people, with the screens or told in lines."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FOLDER, job
from amnesty.cli.terminal import is_at_a_terminal
from amnesty.errors.session import FolderNotEmptyError

if TYPE_CHECKING:
    from amnesty.cli.demonstration.setting import Desks, Folders

_MOST_PATIENTS = 100_000


@job()
@click.option(
    "--out",
    type=A_FOLDER,
    help="Where everything goes (default: a new folder for temporary files).",
)
@click.option(
    "--patients",
    type=click.IntRange(0, _MOST_PATIENTS),
    default=200,
    show_default=True,
    help="How many made-up patients.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Whose people.")
@click.option("--no-tui", is_flag=True, help="Tell a whole life in lines instead.")
def demo(out: Path | None, patients: int, seed: int, *, no_tui: bool) -> None:
    """Run the register on made-up people; SPECIMEN stands on every paper.

    On a terminal it opens the screens, signed in. Without one it tells a whole life:
    register, check, hand in, approve, issue, verify, revoke.
    """
    from amnesty.cli.demonstration.setting import (
        Folders,
        found_authority,
        open_desks,
        publish_to,
    )
    from amnesty.services.growing.nightly import check_all

    folders = Folders(out=_folder(out))
    click.echo("Carly's Amnesty, a demonstration: all people and papers are made up.")
    found_authority(folders)
    with open_desks(folders) as desks:
        _register_people(desks, patients, seed)
        check_all(desks.clerk)
        publish_to(folders, desks.supervisor)
        if not no_tui and is_at_a_terminal():
            _open_screens(folders, desks)
        else:
            _tell(folders, desks)


def _folder(out: Path | None) -> Path:
    """Return an empty folder to fill.

    Raises:
        FolderNotEmptyError: there is something in the folder named.
    """
    if out is None:
        return Path(tempfile.mkdtemp(prefix="amnesty-demo-"))
    if out.exists() and any(out.iterdir()):
        raise FolderNotEmptyError(str(out))
    return out


def _register_people(desks: Desks, count: int, seed: int) -> None:
    from amnesty.cli.demonstration.setting import register_people

    with click.progressbar(
        length=count, label=f"Registering {count} made-up people", file=sys.stderr
    ) as bar:
        register_people(
            desks, count=count, seed=seed, step=lambda done: bar.update(done - bar.pos)
        )


def _tell(folders: Folders, desks: Desks) -> None:
    from amnesty.cli.demonstration.story import Story

    story = Story(desks, folders, say=click.echo)
    story.tell()
    click.echo("")
    click.echo(f"The certificate is {story.pdf}")
    click.echo("Verify it yourself:")
    click.echo(
        f"  {sys.argv[0]} verify {story.pdf} --bundle {folders.police} "
        f"--roots {folders.roots}"
    )


def _open_screens(folders: Folders, desks: Desks) -> None:
    from amnesty.cli.demonstration.setting import CLERK, PASSPHRASE, SUPERVISOR
    from amnesty.cli.screens import WiredFront, run_screens

    front = WiredFront(
        directory=folders.register,
        title="Penmaen Borough Council",
        is_demonstration=True,
        sign_in_hint=(
            f"Everybody's passphrase is: {PASSPHRASE}  "
            f"{CLERK} is a clerk, {SUPERVISOR} a supervisor."
        ),
        police=folders.police,
        roots=folders.roots,
    )
    run_screens(front, desk=desks.clerk)
