"""`amnesty issue` and `reprint`: a certificate as a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, job
from amnesty.cli.output import as_json_option, print_json, print_lines, write_file
from amnesty.cli.session import Session, takes_session
from amnesty.domain.dates import in_words
from amnesty.domain.identifiers import (
    parse_certificate_number,
    parse_registration_number,
)
from amnesty.errors.session import FileNotWrittenError, IssuedButNotWrittenError

if TYPE_CHECKING:
    from pathlib import Path

    from amnesty.services.issuing import IssuedPaper

_out = click.option(
    "--out",
    required=True,
    type=A_FILE,
    help="Where the PDF goes.",
)


@job()
@takes_session
@click.argument("number")
@_out
@as_json_option
def issue(session: Session, number: str, out: Path, *, as_json: bool) -> None:
    """Issue the certificate of the approved registration NUMBER."""
    from amnesty.services.issuing import issue_certificate

    with session.desk() as desk:
        paper = issue_certificate(desk, parse_registration_number(number))
    _save(paper, out, as_json=as_json)


@job()
@takes_session
@click.argument("number")
@_out
@as_json_option
def reprint(session: Session, number: str, out: Path, *, as_json: bool) -> None:
    """Draw the certificate NUMBER once more, from the bytes that were signed."""
    from amnesty.services.issuing import print_again

    with session.desk() as desk:
        paper = print_again(desk, parse_certificate_number(number))
    _save(paper, out, as_json=as_json)


def _save(paper: IssuedPaper, out: Path, *, as_json: bool) -> None:
    certificate = paper.issued.certificate
    try:
        write_file(out, paper.pdf)
    except FileNotWrittenError as error:
        raise IssuedButNotWrittenError(certificate.number, str(error)) from None
    if as_json:
        print_json(
            {
                "number": certificate.number,
                "valid_from": certificate.valid_from.isoformat(),
                "valid_to": certificate.valid_to.isoformat(),
                "specimen": certificate.is_specimen,
                "pdf": str(out),
            }
        )
        return
    specimen = (
        " It is a SPECIMEN: no agreement is in force."
        if certificate.is_specimen
        else ""
    )
    print_lines(
        f"Certificate {certificate.number} is valid to "
        f"{in_words(certificate.valid_to)}.{specimen}",
        f"Its page, read back and verified: {out}",
    )
