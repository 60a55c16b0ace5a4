"""`amnesty letter`, `card`: letters, receipts and the sheet of a card, as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from amnesty.cli.job import A_FILE, job
from amnesty.cli.output import as_json_option, print_json, print_lines, write_file
from amnesty.cli.session import Session, takes_session
from amnesty.domain.identifiers import (
    parse_certificate_number,
    parse_receipt_number,
    parse_registration_number,
)

if TYPE_CHECKING:
    from pathlib import Path

_OF_A_HAND_IN = ("appointment", "transport", "receipt", "destruction")
_OF_A_REGISTRATION = (
    *("acknowledgement", "undertaking", "approval", "refusal", "revocation"),
    *("renewal90", "renewal30", "renewal7", "closing", "access"),
)


@job()
@takes_session
@click.argument("kind", type=click.Choice((*_OF_A_REGISTRATION, *_OF_A_HAND_IN)))
@click.argument("number")
@click.option("--out", required=True, type=A_FILE, help="Where the PDF goes.")
@as_json_option
def letter(
    session: Session, kind: str, number: str, out: Path, *, as_json: bool
) -> None:
    """Draw the letter KIND about the registration, or hand-in, NUMBER."""
    from amnesty.services.papers.hand_in_papers import HandInPaper, write_hand_in_paper
    from amnesty.services.papers.lettering import LetterKind, write_letter

    with session.desk() as desk:
        if kind in _OF_A_HAND_IN:
            receipt = parse_receipt_number(number)
            pdf = write_hand_in_paper(desk, receipt, HandInPaper(kind))
        else:
            registration = parse_registration_number(number)
            pdf = write_letter(desk, registration, LetterKind(kind))
    write_file(out, pdf)
    if as_json:
        print_json({"kind": kind, "pdf": str(out)})
        return
    print_lines(f"Its paper: {out}")


@job()
@takes_session
@click.argument("number")
@click.option("--out", required=True, type=A_FILE, help="Where the PDF goes.")
@as_json_option
def card(session: Session, number: str, out: Path, *, as_json: bool) -> None:
    """Draw the sheet from which the wallet card NUMBER is cut and folded."""
    from amnesty.services.papers.card_sheets import print_card

    with session.desk() as desk:
        pdf = print_card(desk, parse_certificate_number(number))
    write_file(out, pdf)
    if as_json:
        print_json({"number": number, "pdf": str(out)})
        return
    print_lines(f"The card’s sheet, read back and compared: {out}")
