"""`amnesty break-glass`: a restricted record in an emergency, with an alert."""

from __future__ import annotations

import click

from amnesty.cli.job import job
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import Session, takes_session
from amnesty.domain.identifiers import parse_registration_number


@job("break-glass")
@takes_session
@click.argument("number")
@click.option("--reason", required=True, help="Why it cannot wait.")
@as_json_option
def break_glass(session: Session, number: str, *, reason: str, as_json: bool) -> None:
    """Open the restricted registration NUMBER in an emergency; auditors are alerted."""
    from amnesty.services.rights.breaking_glass import break_glass as open_it

    wanted = parse_registration_number(number)
    with session.desk() as desk:
        found, reference = open_it(desk, wanted, reason)
    patient = found.identity.patient
    sites = [site.address.one_line for site in found.growing.sites]
    if as_json:
        print_json(
            {
                "alert": reference,
                "name": patient.full_name,
                "telephone": patient.telephone,
                "home": patient.home.one_line,
                "sites": sites,
            }
        )
        return
    print_lines(
        f"Alert {reference}: auditors see that this was opened, and why.",
        "",
        f"Name        {patient.full_name}",
        f"Telephone   {patient.telephone or '-'}",
        f"Home        {patient.home.one_line}",
        *(f"Site        {site}" for site in sites),
    )
