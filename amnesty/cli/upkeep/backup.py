"""`amnesty backup`: writes a sealed backup while others work, and checks one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, JobGroup
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.progress import progress
from amnesty.cli.session import Session, takes_session
from amnesty.domain.dates import in_words
from amnesty.domain.london import london_day
from amnesty.domain.staff import Act, require

if TYPE_CHECKING:
    from datetime import datetime

    from db.upkeep.backup import Backup


_DIFFERS = 1


@click.group(cls=JobGroup)
def backup() -> None:
    """Write a backup, and check one."""


@backup.command()
@takes_session
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    required=True,
    help="A folder, or the name of the new file.",
)
@as_json_option
def make(session: Session, to: Path, *, as_json: bool) -> None:
    """Write a backup while others go on working.

    Neither key file is in it: keep keys.json and recovery.json in another place.
    """
    from amnesty.cli.wiring import store_of
    from amnesty.domain.event import Verb
    from db.upkeep.backup import write_backup

    with session.desk() as desk:
        require(desk.member, Act.BACK_UP)
        file = to / f"{_name(desk.now())}.backup" if to.is_dir() else to
        with desk.transaction() as transaction:
            transaction.append(desk.note(Verb.DISCLOSURE, Act.BACK_UP))
        with progress("Backing up") as step:
            made = write_backup(
                store_of(desk), file, made_at=desk.now().isoformat(), step=step
            )
    if as_json:
        print_json({"file": str(file), **_as_json(made)})
        return
    print_lines(
        f"The backup is {file}: {_says(made)}. It was read back to its end.",
        "Keep keys.json and recovery.json apart from it: whoever has both and a "
        "passphrase reads everything.",
    )


@backup.command()
@takes_session
@click.argument("file", type=A_FILE)
@as_json_option
def verify(session: Session, file: Path, *, as_json: bool) -> None:
    """Read FILE to its end, and compare its rows with the log that it holds."""
    from amnesty.cli.wiring import store_of
    from db.upkeep.checking import check_backup

    with session.desk() as desk:
        require(desk.member, Act.BACK_UP)
        with progress("Reading rows") as step:
            found, replayed = check_backup(store_of(desk), file, step=step)
    differ = [str(one) for one in replayed.differences]
    if as_json:
        print_json({"file": str(file), **_as_json(found), "differences": differ})
    elif differ:
        print_lines(
            f"{file} is whole, and {len(differ)} things in it do not follow from its "
            "log: the register was altered before it was made.",
            *(f"  {one}" for one in differ),
            "Keep it, and restore an older one that has no such lines.",
        )
    else:
        print_lines(f"{file} is whole: {_says(found)}. Its rows follow from its log.")
    if differ:
        click.get_current_context().exit(_DIFFERS)


def _name(now: datetime) -> str:
    return f"register-{now:%Y%m%d-%H%M%S}"


def _says(found: Backup) -> str:
    from datetime import datetime

    day = in_words(london_day(datetime.fromisoformat(found.made_at)))
    registrations = found.rows.get("registration", 0)
    return f"{day}, {registrations} registrations, {found.events} events"


def _as_json(found: Backup) -> dict[str, object]:
    return {"made_at": found.made_at, "events": found.events, "rows": found.rows}
