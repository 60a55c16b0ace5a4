"""`amnesty register`: a patient's draft, from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from amnesty.cli.job import job
from amnesty.cli.output import (
    as_json_option,
    print_json,
    print_lines,
    read_file,
    read_standard_input,
)
from amnesty.cli.session import Session, takes_session
from amnesty.domain.identifiers import parse_registration_number

if TYPE_CHECKING:
    from amnesty.domain.registration import Application, Registration
    from amnesty.services.desk import Desk


@job()
@takes_session
@click.argument("file", required=False, metavar="[FILE.json|-]")
@click.option("--schema", is_flag=True, help="Print the file's JSON Schema.")
@click.option("--change", "changed", metavar="NUMBER", help="Replace a draft instead.")
@click.option("--check", "only_check", is_flag=True, help="Check it, keep nothing.")
@as_json_option
def register(
    session: Session,
    file: str | None,
    *,
    changed: str | None,
    schema: bool,
    only_check: bool,
    as_json: bool,
) -> None:
    """Register the patient in FILE.json, or on standard input, as a draft."""
    from amnesty.services.intake.answers import answers_from_json
    from amnesty.services.intake.schema import registration_schema
    from amnesty.services.registrations.registering import (
        read_answers,
        register_patient,
    )

    if schema:
        print_json(registration_schema())
        return
    if file is None:
        raise click.UsageError("Name a registration file, or - for standard input.")
    content = read_standard_input() if file == "-" else read_file(Path(file))
    raw = answers_from_json(content)
    with session.desk() as desk:
        application = read_answers(desk, raw)
        if only_check:
            _say_sound(as_json=as_json)
            return
        kept = (
            register_patient(desk, application)
            if changed is None
            else _change(desk, changed, application)
        )
    if as_json:
        print_json({"number": kept.number, "state": kept.state.value})
        return
    print_lines(
        f"Registered as {kept.number}, a draft.",
        f"Next: amnesty show {kept.number}, then amnesty submit {kept.number}",
    )


def _change(desk: Desk, number: str, application: Application) -> Registration:
    """Replace what a draft declares, as it stands now."""
    from amnesty.services.registrations.registering import change_draft
    from amnesty.services.registrations.searching import open_record

    record = open_record(desk, parse_registration_number(number))
    return change_draft(desk, record.registration, application)


def _say_sound(*, as_json: bool) -> None:
    if as_json:
        print_json({"problems": []})
    else:
        print_lines("The file is sound. Nothing was kept.")
