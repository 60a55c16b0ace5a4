"""`amnesty show` and `find`: patients' records, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from amnesty.cli.job import job
from amnesty.cli.output import as_json_option, print_json, print_lines
from amnesty.cli.session import Session, takes_session
from amnesty.domain.dates import in_table, in_words
from amnesty.domain.identifiers import parse_registration_number
from amnesty.domain.london import london_day
from amnesty.domain.quantity import readable_text

if TYPE_CHECKING:
    from amnesty.domain.finding import Finding
    from amnesty.domain.registration import Registration
    from amnesty.domain.searched import Found, Summary
    from amnesty.domain.site import Site
    from amnesty.services.registrations.searching import Record


@job()
@takes_session
@click.argument("number")
@as_json_option
def show(session: Session, number: str, *, as_json: bool) -> None:
    """Show the registration NUMBER with a fresh check of what is declared."""
    from amnesty.services.registrations.searching import open_record

    wanted = parse_registration_number(number)
    with session.desk() as desk:
        record = open_record(desk, wanted)
    if as_json:
        print_json(_record_json(record))
    else:
        print_lines(*record_lines(record))


@job()
@takes_session
@click.argument("words", nargs=-1, required=True, metavar="TEXT...")
@click.option(
    "--limit",
    type=click.IntRange(1, 500),
    default=50,
    show_default=True,
    help="How many to show.",
)
@as_json_option
def find(
    session: Session, words: tuple[str, ...], limit: int, *, as_json: bool
) -> None:
    """Find registrations by name, number, date of birth or postcode."""
    from amnesty.services.registrations.searching import find_registrations

    with session.desk() as desk:
        found = find_registrations(desk, " ".join(words), limit=limit)
    if as_json:
        print_json(
            {
                "total": found.total,
                "may_be_more": found.may_be_more,
                "registrations": [_summary_json(one) for one in found.summaries],
            }
        )
        return
    print_lines(*_found_lines(found))


def _found_lines(found: Found) -> list[str]:
    if not found.summaries:
        return ["No record matches. Check the spelling, or register the patient."]
    lines = [
        f"{one.number}  {one.state.value:<16}  {who_it_is(one)}"
        for one in found.summaries
    ]
    hidden = found.total - len(found.summaries)
    if found.may_be_more:
        lines.append(f"More than {found.total}: add a first name or a date of birth.")
    elif hidden > 0:
        lines.append(f"{hidden} more match: add a first name or a date of birth.")
    return lines


def who_it_is(one: Summary) -> str:
    """Return in words whom a line of a list is about."""
    if one.restricted and not one.full_name:
        return "restricted record"
    born = f", born {in_table(one.date_of_birth)}" if one.date_of_birth else ""
    return f"{one.full_name}{born}, {one.town} {one.postcode}".strip()


def _summary_json(one: Summary) -> dict[str, Any]:
    return {
        "number": one.number,
        "state": one.state.value,
        "full_name": one.full_name,
        "date_of_birth": one.date_of_birth and one.date_of_birth.isoformat(),
        "town": one.town,
        "postcode": one.postcode,
        "valid_to": one.valid_to and one.valid_to.isoformat(),
        "restricted": one.restricted,
    }


def _record_json(record: Record) -> dict[str, Any]:
    registration = record.registration
    patient, asked = registration.identity.patient, registration.growing.asked
    return {
        "number": registration.number,
        "state": registration.state.value,
        "full_name": patient.full_name,
        "date_of_birth": patient.date_of_birth.isoformat(),
        "need_grams_a_day": readable_text(registration.clinical.need.grams_a_day),
        "valid_from": registration.valid_from and registration.valid_from.isoformat(),
        "valid_to": registration.valid_to and registration.valid_to.isoformat(),
        "sites": [site.address.one_line for site in registration.growing.sites],
        "open_sites": [place + 1 for place in registration.growing.open_sites],
        "change_asked": asked.words if asked else None,
        "policy": record.report.policy,
        "findings": [_finding_json(one) for one in record.report.findings],
        "certificates": [
            {
                "number": one.certificate.number,
                "status": one.status.name.lower().replace("_", " "),
                "valid_to": one.certificate.valid_to.isoformat(),
            }
            for one in record.certificates
        ],
        "hand_ins": [
            {"receipt": one.receipt, "received_at": one.received_at.isoformat()}
            for one in record.hand_ins
        ],
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "site": finding.site,
        "outcome": finding.outcome.value,
        "compared": finding.compared,
        "with": finding.with_,
        "sentence": finding.sentence,
        "next_step": finding.next_step,
        "blocks": finding.blocks,
        "working": list(finding.working),
    }


def record_lines(record: Record) -> list[str]:
    """Return a record as lines to read, with its check."""
    registration = record.registration
    patient = registration.identity.patient
    need = readable_text(registration.clinical.need.grams_a_day)
    return [
        f"{patient.full_name}, born {in_words(patient.date_of_birth)}",
        f"Registration {registration.number}, {registration.state.value}"
        + _validity(registration),
        f"Need {need} g a day, policy {record.report.policy}",
        "",
        *(
            f"Site {index}: {site.address.one_line} ({_how_it_stands(site)})"
            for index, site in enumerate(registration.growing.sites, start=1)
        ),
        *_apart(registration),
        "",
        "Check",
        *(_finding_line(one) for one in record.report.findings),
        *_working_lines(record),
        *(
            f"Certificate {one.certificate.number}: "
            f"{one.status.name.lower().replace('_', ' ')}, "
            f"to {in_words(one.certificate.valid_to)}"
            for one in record.certificates
        ),
        *(
            f"Hand-in {one.receipt}, {in_words(london_day(one.received_at))}"
            for one in record.hand_ins
        ),
    ]


def _how_it_stands(site: Site) -> str:
    closed = f", closed on {in_words(site.closed_on)}" if site.closed_on else ""
    return f"{site.setting.in_words}{closed}"


def _apart(registration: Registration) -> list[str]:
    """Return who looks after the plants, and what waits to be decided."""
    growing, found = registration.growing, []
    caretaker = growing.caretaker
    if caretaker is not None:
        until = f" to {in_words(caretaker.ends_on)}" if caretaker.ends_on else ""
        found.append(
            f"Caretaker from {in_words(caretaker.starts_on)}{until}: "
            f"{caretaker.full_name}, {caretaker.telephone}"
        )
    if growing.asked is not None:
        found.append(f"Waits to be decided: {growing.asked.words}")
    return found


def _validity(registration: Registration) -> str:
    if registration.valid_from is None or registration.valid_to is None:
        return ""
    return (
        f", valid {in_words(registration.valid_from)} to "
        f"{in_words(registration.valid_to)}"
    )


def _finding_line(finding: Finding) -> str:
    outcome = finding.outcome.value
    return f"  {outcome}: {finding.sentence} {finding.next_step}".rstrip()


def _working_lines(record: Record) -> list[str]:
    """Return the sums behind what must be handed in."""
    return [
        f"    {line}" for finding in record.report.blocking for line in finding.working
    ]
