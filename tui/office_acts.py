"""What the office sees to besides records: its lists of cases, and acts without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.dates import in_table, in_words
from amnesty.domain.identifiers import parse_registration_number
from amnesty.domain.staff import Act, may
from amnesty.errors import Problem, ProblemsError
from tui.breach_acts import BREACHES
from tui.case_list import CaseRow, Listing
from tui.form_act import FormAct, Told, section_of
from tui.print_acts import PRINT_RUNS
from tui.reading import field_of
from tui.rectify_act import REASON
from tui.retire_acts import RETIRED
from tui.widgets.page_table import Column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from amnesty.domain.staff import StaffMember
    from amnesty.services.desk import Desk
    from amnesty.services.rights.casework import Complaint, Withheld
    from amnesty.services.rights.erasing import ProposedErasure
    from tui.form_act import Sitting
    from tui.reading import Reader

_NUMBER = field_of("number", "Registration", "its number", optional=True)
_WHICH = field_of("number", "Registration", "its number")


def office_of(member: StaffMember) -> tuple[Listing | FormAct[Told], ...]:
    """Return the lists and acts that are a member's, in the order of the list."""
    parts: tuple[Listing | FormAct[Told], ...] = (
        PRINT_RUNS,
        COMPLAINTS,
        ERASURES,
        RETIRED,
        WITHHELD,
        BREACHES,
        BREAK_GLASS,
    )
    return tuple(one for one in parts if one.act is None or may(member, one.act))


# Complaints


def _complaints(desk: Desk) -> Sequence[CaseRow]:
    from amnesty.services.rights.casework import complaints

    return [_complaint(one, desk.today()) for one in complaints(desk)]


def _complaint(one: Complaint, today: date) -> CaseRow:
    left = (one.due_on - today).days
    clock = f"{-left} days late" if one.is_late(today) else f"{left} days left"
    if one.answered_on is not None:
        clock = "answered"
    cells = (one.number, in_table(one.due_on), clock, one.about)
    return CaseRow(cells=cells, opens=None if one.answered_on else _answer(one))


def _answer(complaint: Complaint) -> FormAct[Told]:
    answer = field_of("answer", "Answer", "how it was answered")

    def run(sitting: Sitting, reader: Reader) -> Told:
        from amnesty.services.rights.casework import answer_complaint

        text = reader.text(answer.path)
        answer_complaint(sitting.desk, complaint.number, text)
        return Told(said=f"Complaint {complaint.number} is answered.")

    return FormAct(
        name=f"Answer complaint {complaint.number}",
        act=Act.COMPLAIN,
        effect=(
            f"Received {in_words(complaint.received_on)}.",
            f"To be answered by {in_words(complaint.due_on)}:",
            complaint.about,
        ),
        sections=(section_of("The answer", answer),),
        run=run,
    )


def _new_complaint() -> FormAct[Told]:
    about = field_of("about", "Complaint", "in their words")

    def run(sitting: Sitting, reader: Reader) -> Told:
        from amnesty.services.rights.casework import complain

        typed = reader.text(_NUMBER.path)
        number = reader.read(_NUMBER.path, parse_registration_number) if typed else None
        reader.finish()
        made = complain(sitting.desk, number, reader.text(about.path))
        return Told(said=f"Complaint {made} is written down; its clock runs.")

    return FormAct(
        name="Write down a complaint",
        act=Act.COMPLAIN,
        sections=(section_of("The complaint", about, _NUMBER),),
        run=run,
    )


COMPLAINTS = Listing(
    name="Complaints",
    act=Act.COMPLAIN,
    columns=(
        Column(title="Number", width=9),
        Column(title="Answer by", width=13),
        Column(title="Clock", width=14),
        Column(title="About"),
    ),
    note="Enter answers one; F2 writes one down.",
    rows=_complaints,
    new=_new_complaint(),
)


# Erasures


def _erasures(desk: Desk) -> Sequence[CaseRow]:
    from amnesty.services.rights.erasing import proposed_erasures

    return [_erasure(one) for one in proposed_erasures(desk)]


def _erasure(one: ProposedErasure) -> CaseRow:
    return CaseRow(
        cells=(one.number, one.proposed_by, in_table(one.proposed_on), one.reason),
        opens=_confirm(one),
    )


def _confirm(proposed: ProposedErasure) -> FormAct[Told]:
    def run(sitting: Sitting, _: Reader) -> Told:
        from amnesty.services.rights.erasing import confirm_erasure, erasure_certificate

        lines = erasure_certificate(confirm_erasure(sitting.desk, proposed.number))
        text = "\n".join((*lines, "")).encode()
        return Told(
            said=f"{proposed.number} is erased.",
            lines=lines,
            files={f"erased-{proposed.number}.txt": text},
        )

    return FormAct(
        name="Erase a record for good",
        act=Act.ERASE,
        effect=(
            f"{proposed.number}, proposed by {proposed.proposed_by}: {proposed.reason}",
            "Its keys are destroyed. Nobody can ever read it again.",
        ),
        confirm=proposed.number,
        run=run,
    )


def _propose_due(sitting: Sitting, _: Reader) -> Told:
    from amnesty.services.rights.erasing import propose_by_retention

    many = len(propose_by_retention(sitting.desk))
    return Told(said=f"{many} proposed." if many else "Nothing is due to be erased.")


ERASURES = Listing(
    name="Erasures that wait",
    act=Act.ERASE,
    columns=(
        Column(title="Number", width=18),
        Column(title="Proposed by", width=16),
        Column(title="On", width=13),
        Column(title="Reason"),
    ),
    note="Enter confirms what another proposed; F2 proposes what was kept long enough.",
    rows=_erasures,
    new=FormAct(
        name="Propose what is due",
        act=Act.ERASE,
        effect=(
            "All that was closed for as long as the house rules say is proposed.",
            "Nothing is erased until another supervisor confirms each one.",
        ),
        run=_propose_due,
    ),
)


# Questions of police that are withheld


def _withheld(desk: Desk) -> Sequence[CaseRow]:
    from amnesty.services.rights.casework import withheld_questions

    return [_one_withheld(one, desk.today()) for one in withheld_questions(desk)]


def _one_withheld(one: Withheld, today: date) -> CaseRow:
    stands = "withheld" if one.until >= today else "told now"
    cells = (str(one.event), in_table(one.until), stands, one.reason)
    return CaseRow(cells=cells, opens=withholding(one.event))


def withholding(event: int | None = None) -> FormAct[Told]:
    """Return the act that withholds a question, or withholds one for longer."""
    which = field_of("event", "Event", "its number in the audit log")
    days = field_of("days", "For how many days", "the house rules limit it")

    def run(sitting: Sitting, reader: Reader) -> Told:
        from amnesty.services.rights.casework import withhold

        number = _whole(reader, which.path) if event is None else event
        many = _whole(reader, days.path)
        reader.finish()
        reason = reader.text(REASON.path)
        until = withhold(sitting.desk, number, days=many, reason=reason)
        return Told(said=f"Left out until {in_words(until)}, and told then.")

    asked = (which, days, REASON) if event is None else (days, REASON)
    return FormAct(
        name="Withhold a question",
        act=Act.WITHHOLD,
        effect=(
            *(() if event is None else (f"Event {event}",)),
            "“Who looked” leaves it out for a time. Withholding it anew is its review.",
        ),
        sections=(section_of("What, and why", *asked),),
        run=run,
    )


def _whole(reader: Reader, path: str) -> int:
    text = reader.text(path).strip()
    if text.isascii() and text.isdecimal() and len(text) <= len("999999999999"):
        return int(text)
    reader.complain(path, "Enter a whole number")
    return 0


WITHHELD = Listing(
    name="Withheld questions",
    act=Act.WITHHOLD,
    columns=(
        Column(title="Event", width=9),
        Column(title="Until", width=13),
        Column(title="Stands", width=12),
        Column(title="Reason"),
    ),
    note="Enter reviews one; F2 withholds a question of police.",
    rows=_withheld,
    new=withholding(),
)


# Breaking the glass


def _break(sitting: Sitting, reader: Reader) -> Told:
    from amnesty.services.rights.breaking_glass import break_glass

    number = reader.read(_WHICH.path, parse_registration_number)
    reader.finish()
    if number is None:
        raise ProblemsError([Problem(path=_WHICH.path, sentence="Enter its number")])
    found, reference = break_glass(sitting.desk, number, reader.text(REASON.path))
    patient = found.identity.patient
    return Told(
        said=f"Alert {reference}: auditors see that this was opened, and why.",
        lines=(
            f"{found.number}  {patient.full_name}",
            f"Telephone   {patient.telephone or '-'}",
            f"Home        {patient.home.one_line}",
            *(f"Site        {site.address.one_line}" for site in found.growing.sites),
        ),
    )


BREAK_GLASS: FormAct[Told] = FormAct(
    name="Emergency: open a record",
    act=Act.BREAK_GLASS,
    effect=(
        "Opens a restricted record, and raises an alert at once, which auditors see.",
    ),
    sections=(section_of("Which, and why it cannot wait", _WHICH, REASON),),
    run=_break,
)
