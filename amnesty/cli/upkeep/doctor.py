"""`amnesty doctor`: examines a register and this machine, each line with its mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from amnesty.cli.clock import SystemClock
from amnesty.cli.job import A_FILE, job
from amnesty.cli.output import as_json_option, print_json, print_lines, read_text
from amnesty.cli.progress import progress
from amnesty.cli.session import Session, takes_session
from amnesty.errors import PaperError, StoreError
from amnesty.errors.session import OptionMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from db.audit.findings import Finding
    from db.register import SqlRegister

_WRONG = 1
_LETTERS = "ŵŷŁéßžŐạΩЖ"
"""Some that names in the register have; each font of the papers must print them."""


@job()
@takes_session
@click.option("--deep", is_flag=True, help="Compare every row with the audit log.")
@click.option("--since", type=A_FILE, help="A checkpoint that was kept.")
@as_json_option
def doctor(session: Session, *, deep: bool, since: Path | None, as_json: bool) -> None:
    """Examine the register's folder and this machine; with --as, the register too.

    It returns 1 when something is wrong.
    """
    from db.audit.findings import Health

    if (deep or since) and not session.name:
        raise OptionMissingError("--deep" if deep else "--since", "--as")
    found = list(_all(session, deep=deep, since=since))
    is_well = all(one.health is not Health.WRONG for one in found)
    if as_json:
        print_json({"ok": is_well, "findings": [_as_json(one) for one in found]})
    else:
        for one in found:
            print_lines(*_as_lines(one))
    if not is_well:
        click.get_current_context().exit(_WRONG)


def _all(session: Session, *, deep: bool, since: Path | None) -> Iterator[Finding]:
    from amnesty.cli.door import open_counted
    from amnesty.cli.wiring import store_of
    from amnesty.services.authority.signing_in import sign_in
    from db.audit.findings import wrong
    from db.upkeep.doctor import examine_folder

    yield from examine_folder(session.directory, now=SystemClock().now())
    yield _fonts()
    if not session.name:
        return
    note = None if since is None else read_text(since)
    passphrase = session.passphrase(session.name)
    try:
        desk = open_counted(
            session.directory, session.name, passphrase, session.second_secret()
        )
    except StoreError as error:
        yield wrong("sign-in", str(error), "Do what this says, and look again.")
        return
    register = store_of(desk)
    try:
        try:
            sign_in(desk, session.code)
        except StoreError as error:
            yield wrong("audit log", str(error), "Restore a backup, by two people.")
        yield from _open_register(register, deep=deep, since=note)
    finally:
        register.close()


def _open_register(
    register: SqlRegister, *, deep: bool, since: str | None
) -> Iterator[Finding]:
    from db.upkeep.examining import examine_log, examine_open

    clock = SystemClock()
    yield from examine_open(register, now=clock.now())
    if not deep and since is None:
        return
    with progress("Reading") as step:
        yield from examine_log(register, clock=clock, since=since, deep=deep, step=step)


def _fonts() -> Finding:
    from amnesty.papers.fonts import Face, load_font, uncovered_characters
    from db.audit.findings import fine, wrong

    mend = "Install the program again."
    try:
        for face in Face:
            load_font(face)
        missing = uncovered_characters(_LETTERS)
    except (OSError, PaperError):
        return wrong("fonts", "a font of the papers cannot be read", mend)
    if missing:
        return wrong("fonts", f"the font cannot print {missing}", mend)
    return fine("fonts", f"{len(Face)} fonts, with the letters that names need")


def _as_json(one: Finding) -> dict[str, object]:
    return {
        "about": one.about,
        "health": one.health.value,
        "found": one.found,
        "mend": one.mend,
        "records": list(one.records),
    }


def _as_lines(one: Finding) -> Iterator[str]:
    yield f"{one.health.value:<5} {one.about}: {one.found}"
    if one.mend:
        yield f"      {one.mend}"
    for record in one.records:
        yield f"      - {record}"
