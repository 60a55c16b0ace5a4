"""What a patient may demand of the authority, as acts on their record.

Every act calls one service; who may do it, and whether it can be done now, is for that.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from amnesty.domain.dates import MustBe, in_words, parse_date
from amnesty.domain.staff import Act, may
from amnesty.services.intake.fields import Choice, Kind
from tui.form_act import FormAct, Told, section_of
from tui.forms import spoken
from tui.reading import field_of
from tui.rectify_act import REASON, rectifying, who_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from amnesty.domain.registration import Registration
    from amnesty.domain.staff import StaffId, StaffMember
    from amnesty.services.desk import Desk
    from tui.form_act import Sitting
    from tui.reading import Reader

_LETTERS = "abcdefgh"


def acts_for(
    registration: Registration, member: StaffMember
) -> tuple[FormAct[Told], ...]:
    """Return what a member may do for the patient, in the order of the list."""
    makers = (_disclose, rectifying, _restrict, _complain, _equality, _hold, _erase)
    acts = (make(registration) for make in makers)
    return tuple(one for one in acts if one.act is None or may(member, one.act))


# Subject access


def _disclose(registration: Registration) -> FormAct[Told]:
    ask = field_of("asked_on", "Asked on", "for example 27 3 2026", kind=Kind.DATE)
    return FormAct(
        name="Tell the patient everything",
        act=Act.DISCLOSE,
        effect=(
            who_of(registration),
            "Everything that is held, and who looked, when and why, with the proofs.",
        ),
        sections=(section_of("What was asked", ask),),
        run=partial(_told_everything, registration),
    )


def _told_everything(
    registration: Registration, sitting: Sitting, reader: Reader
) -> Told:
    from amnesty.services.rights.disclosing import (
        answer_by,
        disclose,
        files_of,
        who_looked,
    )

    today = sitting.desk.today()
    asked_on = reader.read("asked_on", partial(_past, today=today))
    reader.finish()
    found = disclose(sitting.desk, registration.number)
    due = answer_by(found, asked_on or today)
    return Told(
        said=f"Answer by {in_words(due)}. F9 saves it to hand over.",
        lines=(
            who_of(registration),
            "",
            "Who looked, when and why:",
            *who_looked(found),
        ),
        files=files_of(found),
    )


def _past(text: str, *, today: date) -> date:
    return parse_date(text, "day", today=today, must_be=MustBe.TODAY_OR_PAST)


def _future(text: str, *, today: date) -> date:
    return parse_date(text, "last day", today=today, must_be=MustBe.TODAY_OR_FUTURE)


# Restriction


def _restrict(registration: Registration) -> FormAct[Told]:
    named = field_of("named", "Who may open it", "accounts, ; between", optional=True)
    related = field_of("related", "Relatives among staff", "accounts", optional=True)

    def fill(desk: Desk) -> Mapping[str, str]:
        from amnesty.services.authority.staffing import list_accounts

        names = {one.member.id: one.member.name for one in list_accounts(desk)}
        identity = registration.identity
        return {
            named.path: _names(identity.restricted_to, names),
            related.path: _names(identity.related, names),
        }

    def run(sitting: Sitting, reader: Reader) -> Told:
        from amnesty.services.registrations.rectifying import restrict

        kept = restrict(
            sitting.desk,
            registration.number,
            named=reader.text(named.path),
            related=reader.text(related.path),
            reason=reader.text(REASON.path),
        )
        many = len(kept.identity.restricted_to)
        return Told(said=f"{many} may open it." if many else "All who may can open it.")

    return FormAct(
        name="Restrict the record",
        act=Act.RESTRICT,
        effect=(
            who_of(registration),
            "The named alone open it; relatives never do. Nobody named: all who may.",
        ),
        sections=(section_of("Who opens it", named, related, REASON),),
        fill=fill,
        run=run,
    )


def _names(members: tuple[StaffId, ...], names: Mapping[StaffId, str]) -> str:
    return "; ".join(names[one] for one in members if one in names)


# Complaint and equality


def _complain(registration: Registration) -> FormAct[Told]:
    about = field_of("about", "Complaint", "in the patient's words")

    def run(sitting: Sitting, reader: Reader) -> Told:
        from amnesty.services.rights.casework import complain

        made = complain(sitting.desk, registration.number, reader.text(about.path))
        return Told(said=f"Complaint {made} is written down; its clock runs.")

    return FormAct(
        name="Write down a complaint",
        act=Act.COMPLAIN,
        effect=(who_of(registration), "It is answered from the list of complaints."),
        sections=(section_of("The complaint", about),),
        run=run,
    )


def _equality(registration: Registration) -> FormAct[Told]:
    from amnesty.services.rights.equality import QUESTIONS

    asked = tuple(
        field_of(
            name.replace(" ", "_"),
            name.capitalize(),
            kind=Kind.CHOICE,
            choices=tuple(
                Choice(letter=letter, word=word)
                for letter, word in zip(_LETTERS, words, strict=False)
            ),
            optional=True,
        )
        for name, words in QUESTIONS.items()
    )

    def run(sitting: Sitting, reader: Reader) -> Told:
        from amnesty.services.rights.equality import record_equality

        answers = {
            name: spoken(one, reader.text(one.path))
            for name, one in zip(QUESTIONS, asked, strict=True)
            if reader.text(one.path)
        }
        record_equality(sitting.desk, registration.number, answers)
        return Told(said="Kept. Nobody sees them on the record; they are counted.")

    return FormAct(
        name="Ask the equality questions",
        act=Act.ASK_EQUALITY,
        effect=(
            who_of(registration),
            "They need not be answered, and are only counted.",
        ),
        sections=(section_of("Equality", *asked),),
        run=run,
    )


# Erasure


def _hold(registration: Registration) -> FormAct[Told]:
    until = field_of("until", "Until", "the last day of the hold", kind=Kind.DATE)

    def run(sitting: Sitting, reader: Reader) -> Told:
        from amnesty.services.rights.erasing import hold

        day = reader.read(until.path, partial(_future, today=sitting.desk.today()))
        reader.finish()
        if day is not None:
            reason = reader.text(REASON.path)
            hold(sitting.desk, registration.number, reason=reason, until=day)
        return Told(said="It is held against erasure.")

    return FormAct(
        name="Hold it against erasure",
        act=Act.HOLD,
        effect=(who_of(registration), "For a legal claim or an inquiry."),
        sections=(section_of("The hold", until, REASON),),
        run=run,
    )


def _erase(registration: Registration) -> FormAct[Told]:
    def run(sitting: Sitting, reader: Reader) -> Told:
        from amnesty.services.rights.erasing import propose_erasure

        reason = reader.text(REASON.path)
        propose_erasure(sitting.desk, registration.number, reason)
        return Told(said="Proposed. Another supervisor confirms it.")

    return FormAct(
        name="Propose to erase it",
        act=Act.ERASE,
        effect=(
            who_of(registration),
            "Nothing is erased yet: another supervisor confirms it from the list.",
        ),
        sections=(section_of("Why", REASON),),
        run=run,
    )
