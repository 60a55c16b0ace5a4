"""`amnesty issue`, `replace`, `reprint`: a certificate as a PDF, a card as a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, job
from amnesty.cli.output import (
    as_json_option,
    print_json,
    print_lines,
    require_writable,
    write_file,
)
from amnesty.cli.session import Session, takes_pin, takes_session
from amnesty.domain.certificate import Form
from amnesty.domain.dates import in_words
from amnesty.domain.identifiers import (
    parse_certificate_number,
    parse_registration_number,
)
from amnesty.errors.session import (
    CardFileKindError,
    FileNotWrittenError,
    IssuedButNotWrittenError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from amnesty.services.papers.issuing import IssuedPaper
    from amnesty.services.papers.reissuing import IssuedCode

_CARD_FILES = (".svg", ".png", ".txt")
_out = click.option(
    "--out",
    required=True,
    type=A_FILE,
    help="Where the PDF goes; a card's code is an .svg, a .png or its text, a .txt.",
)


@job()
@takes_session
@takes_pin
@click.argument("number")
@click.option("--card", is_flag=True, help="The wallet card, which never says where.")
@click.option("--site", type=int, metavar="N", help="Of several sites: which.")
@_out
@as_json_option
def issue(
    session: Session,
    number: str,
    out: Path,
    *,
    card: bool,
    site: int | None,
    as_json: bool,
) -> None:
    """Issue the certificate of the approved registration NUMBER, or its card."""
    from amnesty.services.papers.issuing import issue_certificate
    from amnesty.services.papers.reissuing import issue_card

    parsed = parse_registration_number(number)
    if card:
        _require_file_of_a_card(out)
    require_writable(out)
    with session.desk() as desk:
        place = None if site is None else site - 1
        paper = (
            issue_card(desk, parsed)
            if card
            else issue_certificate(desk, parsed, site=place)
        )
    save_paper(paper, out, as_json=as_json)


@job()
@takes_session
@takes_pin
@click.argument("number")
@_out
@as_json_option
def replace(session: Session, number: str, out: Path, *, as_json: bool) -> None:
    """Issue the lost certificate or card NUMBER anew; the old one ends."""
    from amnesty.services.papers.reissuing import replace_lost

    parsed = parse_certificate_number(number)
    require_writable(out)
    with session.desk() as desk:
        paper = replace_lost(desk, parsed)
    save_paper(paper, out, as_json=as_json)


@job()
@takes_session
@click.argument("number")
@_out
@as_json_option
def reprint(session: Session, number: str, out: Path, *, as_json: bool) -> None:
    """Draw the certificate or card NUMBER again, from the bytes that were signed."""
    from amnesty.services.papers.reissuing import code_again, print_again

    draw = code_again if out.suffix.lower() in _CARD_FILES else print_again
    with session.desk() as desk:
        paper = draw(desk, parse_certificate_number(number))
    save_paper(paper, out, as_json=as_json)


def _require_file_of_a_card(out: Path) -> None:
    if out.suffix.lower() not in _CARD_FILES:
        raise CardFileKindError(out.name)


def _content(paper: IssuedPaper | IssuedCode, out: Path) -> bytes:
    from amnesty.services.papers.issuing import IssuedPaper

    if isinstance(paper, IssuedPaper):
        return paper.pdf
    kind = out.suffix.lower()
    if kind in {".svg", ".png"}:
        from amnesty.credential.qr import qr_file

        return qr_file(paper.text, kind.removeprefix("."))
    # Issued by now: whatever the file is called, nothing is lost.
    return paper.text.encode()


def save_paper(paper: IssuedPaper | IssuedCode, out: Path, *, as_json: bool) -> None:
    """Write an issued paper to its file, and say what it is.

    Raises:
        IssuedButNotWrittenError: it is issued, and the file cannot be written.
    """
    certificate = paper.issued.certificate
    is_card = certificate.form is Form.CARD
    try:
        write_file(out, _content(paper, out))
    except FileNotWrittenError as error:
        raise IssuedButNotWrittenError(certificate.number, str(error)) from None
    if as_json:
        print_json(
            {
                "number": certificate.number,
                "form": certificate.form.value,
                "valid_from": certificate.valid_from.isoformat(),
                "valid_to": certificate.valid_to.isoformat(),
                "specimen": certificate.is_specimen,
                "code" if is_card else "pdf": str(out),
            }
        )
        return
    specimen = (
        " It is a SPECIMEN: no agreement is in force."
        if certificate.is_specimen
        else ""
    )
    what, file = ("Card", "code") if is_card else ("Certificate", "page")
    print_lines(
        f"{what} {certificate.number} is valid to "
        f"{in_words(certificate.valid_to)}.{specimen}",
        f"Its {file}, read back and verified: {out}",
    )


def say_other_papers(papers: Sequence[IssuedPaper | IssuedCode]) -> None:
    """Say how each paper that was issued beside the first is printed."""
    for other in papers:
        new = other.issued.certificate
        what, file = "certificate of another site", "FILE.pdf"
        if new.form is Form.CARD:
            what, file = "card", "card.svg"
        print_lines(
            f"The {what} is now {new.number}: amnesty reprint {new.number} --out {file}"
        )
