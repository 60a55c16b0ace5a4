"""The papers of a record, each drawn, read back and saved by one small form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from amnesty.domain.certificate import Form
from amnesty.domain.life import CLOSED
from amnesty.domain.staff import Act
from tui.form_act import FormAct, Told, section_of
from tui.reading import field_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amnesty.domain.identifiers import CertificateNumber
    from amnesty.services.desk import Desk
    from amnesty.services.registrations.searching import Record
    from tui.form_act import Sitting
    from tui.reading import Reader

_FILE = field_of("path", "Save the PDF as")
_PHOTOGRAPH = field_of("photograph", "Photograph", "a JPEG, PNG or WebP file")
_REASON = field_of("reason", "Reason", "as the count sheet and the log say it")
_NAMES = {
    "acknowledgement": "Acknowledgement: not a certificate",
    "undertaking": "Undertaking, to sign",
    "approval": "Letter of approval",
    "refusal": "Letter of refusal, with the reasons",
    "revocation": "Letter of revocation, with the reasons",
    "renewal90": "Reminder: it ends in three months",
    "renewal30": "Reminder: it ends in a month",
    "renewal7": "Reminder: it ends in a week",
    "closing": "Closing letter, after a death",
    "access": "Cover of what is held about the patient",
    "appointment": "Appointment",
    "transport": "Transport letter",
    "receipt": "Receipt",
    "destruction": "Certificate of destruction",
}
"""What a clerk calls each paper, by its key in the catalogue."""


def papers_for(record: Record) -> tuple[FormAct[Told], ...]:
    """Return what can be drawn of a record: nothing that has not happened yet."""
    return (
        *_letters(record),
        *_of_hand_ins(record),
        *_photographs(record),
        *_of_certificates(record),
    )


def _letters(record: Record) -> Iterator[FormAct[Told]]:
    from amnesty.services.papers.lettering import LetterKind, letters_of, write_letter

    number = record.registration.number

    def drawing(kind: LetterKind) -> Callable[[Desk], bytes]:
        return lambda desk: write_letter(desk, number, kind)

    for kind in letters_of(record.registration):
        name = _NAMES[kind.value]
        yield _saved(name, f"{number}-{kind.value}", drawing(kind))


def _of_hand_ins(record: Record) -> Iterator[FormAct[Told]]:
    from amnesty.services.papers.hand_in_papers import (
        HandInPaper,
        papers_of,
        write_hand_in_paper,
    )

    for course in reversed(record.courses):
        number = course.number

        def drawing(kind: HandInPaper) -> Callable[[Desk], bytes]:
            return lambda desk: write_hand_in_paper(desk, number, kind)  # noqa: B023 # drawn while it is this one

        for kind in papers_of(course):
            name = f"{_NAMES[kind.value]} of {number}"
            yield _saved(name, f"{number}-{kind.value}", drawing(kind))


def _photographs(record: Record) -> Iterator[FormAct[Told]]:
    """Yield what may be done about the photograph on the certificate."""
    from amnesty.services.papers.photographing import keep_photograph

    number, identity = record.registration.number, record.registration.identity

    def keep(sitting: Sitting, reader: Reader) -> Told:
        jpeg = sitting.front.portrait(Path(reader.text(_PHOTOGRAPH.path)))
        keep_photograph(sitting.desk, number, jpeg)
        return Told(said=f"Kept, of {identity.holder}: new prints have it.")

    def take_away(sitting: Sitting, _: Reader) -> Told:
        keep_photograph(sitting.desk, number, None)
        return Told(said="Taken away: new prints have no photograph.")

    if record.registration.state in CLOSED:
        return
    yield FormAct(
        name="Keep a photograph for the certificate",
        act=Act.EDIT,
        effect=(
            f"Of {identity.holder}, whom the certificate names.",
            "It is made anew, small, in greys, and without anything else of the file.",
        ),
        sections=(section_of("The file", _PHOTOGRAPH),),
        run=keep,
    )
    if identity.photograph is not None:
        yield FormAct(
            name="Take the photograph away",
            act=Act.EDIT,
            effect=("Certificates that are printed from now on have none.",),
            run=take_away,
        )


def _of_certificates(record: Record) -> Iterator[FormAct[Told]]:
    from amnesty.services.papers.issuing import STANDING

    for issued in reversed(record.certificates):
        number = issued.certificate.number
        if issued.status not in STANDING:
            continue
        if issued.certificate.form is Form.CARD:
            yield _card(number)
        else:
            yield _queued(number)


def _card(number: CertificateNumber) -> FormAct[Told]:
    def draw(desk: Desk) -> bytes:
        from amnesty.services.papers.card_sheets import print_card

        return print_card(desk, number)

    return _saved(f"Sheet of wallet card {number}", number, draw)


def _saved(name: str, file: str, draw: Callable[[Desk], bytes]) -> FormAct[Told]:
    """Return the act that draws a paper and writes it to a file."""

    def run(sitting: Sitting, reader: Reader) -> Told:
        path = reader.text(_FILE.path)
        sitting.front.save(Path(path), draw(sitting.desk))
        return Told(said=f"Saved as {path}")

    return FormAct(
        name=name,
        act=Act.PRINT,
        effect=(
            "It is drawn, read back and saved, readable by its owner alone.",
            "That it was drawn is written down.",
        ),
        sections=(section_of("The file", _FILE),),
        fill=lambda _: {_FILE.path: str(Path.cwd() / f"{file}.pdf")},
        run=run,
    )


def _queued(number: CertificateNumber) -> FormAct[Told]:
    def run(sitting: Sitting, reader: Reader) -> Told:
        from amnesty.services.papers.print_queue import queue_prints

        queue = queue_prints(sitting.desk, [number], reader.text(_REASON.path))
        serial = queue.jobs[-1].serial
        return Told(said=f"Print {serial} waits for the next run: m, Print runs.")

    return FormAct(
        name=f"Queue {number} for the next print run",
        act=Act.PRINT,
        effect=(
            "It waits for the next print run, where all are printed as one file.",
            "What was printed before says DUPLICATE and its number.",
        ),
        sections=(section_of("Why", _REASON),),
        run=run,
    )
