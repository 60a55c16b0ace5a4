"""`amnesty statistics` and `amnesty equality`: counts that name nobody."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, job
from amnesty.cli.output import as_json_option, print_json, print_lines, write_file
from amnesty.cli.session import Session, takes_session
from amnesty.domain.identifiers import parse_registration_number
from amnesty.domain.suppression import as_csv

if TYPE_CHECKING:
    from pathlib import Path


@job()
@takes_session
@click.option("--make", is_flag=True, help="Make this month's, where there are none.")
@click.option("--csv", "file", type=A_FILE, help="A file for the tables.")
@as_json_option
def statistics(
    session: Session, *, make: bool, file: Path | None, as_json: bool
) -> None:
    """Show the newest statistics, with small counts hidden and others rounded."""
    from amnesty.services.rights.statistics import compute_statistics, read_statistics

    with session.desk() as desk:
        if make:
            compute_statistics(desk)
        kept = read_statistics(desk)
    month = next(iter(kept), None)
    tables = () if month is None else kept[month]
    if file is not None:
        write_file(file, as_csv(tables).encode("utf-8-sig"))
    if as_json:
        print_json({"month": month, "tables": [asdict(one) for one in tables]})
        return
    if month is None:
        print_lines("There are none yet. A supervisor runs: amnesty statistics --make")
        return
    print_lines(f"Statistics of {month}; * hides a small count.")
    for table in tables:
        print_lines("", table.title, "  " + ", ".join(table.columns))
        print_lines(*(f"  {row[0]}: {', '.join(row[1:])}" for row in table.rows))


@job()
@takes_session
@click.argument("number")
@click.option("--ethnic-group", help="As the census has it, or “prefer not to say”.")
@click.option("--sex", help="female, male, other or prefer not to say.")
@click.option("--disability", help="yes, no or prefer not to say.")
@click.option("--age", help="A band: “25 to 44”, or prefer not to say.")
def equality(session: Session, number: str, **given: str | None) -> None:
    """Keep optional equality answers of NUMBER; they are never shown, only counted."""
    from amnesty.services.rights.equality import record_equality

    wanted = parse_registration_number(number)
    answers = {
        name.replace("_", " "): text for name, text in given.items() if text is not None
    }
    with session.desk() as desk:
        record_equality(desk, wanted, answers)
    print_lines("Kept. Nobody sees them on the record.")
