"""How a registration ends with time to hand in what is there, and how it is closed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from amnesty.domain.dates import MustBe, in_words, parse_date
from amnesty.domain.registration import State
from amnesty.domain.staff import Act, may
from amnesty.domain.text import clean_name
from amnesty.services.intake.fields import Kind
from amnesty.services.intake.people import parse_telephone
from amnesty.services.registrations.watching import as_it_was_read
from tui.form_act import FormAct, Told, section_of
from tui.keys import keys_by_id
from tui.reading import field_of
from tui.rectify_act import who_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from amnesty.domain.registration import Registration
    from amnesty.domain.staff import StaffMember
    from amnesty.services.desk import Desk
    from tui.form_act import Sitting
    from tui.reading import Reader

_ENDS = {
    State.DECEASED: (
        "The patient has died",
        "Nobody is in breach because of what is left: it is taken in without penalty.",
    ),
    State.WITHDRAWN: (
        "They withdraw, with time to hand in",
        "It ends at the patient's wish; until the last day what is left is handed in.",
    ),
    State.EXPIRED: (
        "It has lapsed: give time to hand in",
        "It is not renewed; until the last day what is left is handed in.",
    ),
}
"""What a registration can end as: what the list says, and what it means."""

_CONTACT = field_of("contact", "Whom we turn to", "a relative, or who is at the home")
_PATIENT = field_of("contact", "Whom we turn to", "the patient, or who acts for them")
_TELEPHONE = field_of("telephone", "Their telephone")
_UNTIL = field_of("until", "Last day", "for example 27 3 2026", kind=Kind.DATE)
_NOTE = field_of("note", "Note", "kept with the record", optional=True)


def endings_of(
    registration: Registration, member: StaffMember, today: date
) -> tuple[FormAct[Told], ...]:
    """Return how a member may let a registration end now, in the order of the list."""
    return tuple(_endings(registration, today)) if may(member, Act.EXTEND) else ()


def _endings(registration: Registration, today: date) -> Iterator[FormAct[Told]]:
    from amnesty.services.registrations.winding_down import may_wind_down_as

    for ends_as in _ENDS:
        if may_wind_down_as(registration, ends_as, today):
            yield _winding_down(registration, ends_as)
    if registration.state is State.WINDING_DOWN:
        yield _closing(registration)


def _winding_down(registration: Registration, ends_as: State) -> FormAct[Told]:
    name, effect = _ENDS[ends_as]
    contact = _CONTACT if ends_as is State.DECEASED else _PATIENT
    return FormAct(
        name=name,
        act=Act.EXTEND,
        effect=(
            who_of(registration),
            effect,
            "Officers are told that it winds down, from the next police file on.",
        ),
        sections=(section_of("Until then", contact, _TELEPHONE, _UNTIL, _NOTE),),
        confirm=registration.number,
        fill=partial(_filled, registration, ends_as),
        run=partial(_wind_down, registration, ends_as),
    )


def _filled(
    registration: Registration, ends_as: State, desk: Desk
) -> Mapping[str, str]:
    """Return the last day by the policy, and who is known to be there."""
    from amnesty.services.registrations.winding_down import last_day

    name, telephone = _known(registration, ends_as)
    return {
        _CONTACT.path: name,
        _TELEPHONE.path: telephone,
        _UNTIL.path: in_words(last_day(desk)),
    }


def _known(registration: Registration, ends_as: State) -> tuple[str, str]:
    """Return who is on the record: after a death never the patient."""
    identity, caretaker = registration.identity, registration.growing.caretaker
    others = (identity.representative, caretaker)
    for one in others:
        if one is not None and ends_as is State.DECEASED:
            return one.full_name, one.telephone
    if ends_as is State.DECEASED:
        return "", ""
    patient = identity.patient
    safe = patient.safe_contact.telephone
    return patient.full_name, patient.telephone if safe else ""


def _wind_down(
    registration: Registration, ends_as: State, sitting: Sitting, reader: Reader
) -> Told:
    from amnesty.services.registrations.winding_down import Ending, wind_down

    contact = reader.read(_CONTACT.path, partial(clean_name, what="contact"))
    telephone = reader.read(_TELEPHONE.path, parse_telephone)
    until = reader.read(_UNTIL.path, partial(_last_day, today=sitting.desk.today()))
    reader.finish()
    ending = Ending(
        ends_as=ends_as, contact=contact or "", telephone=telephone or "", until=until
    )
    desk = as_it_was_read(sitting.desk, registration)
    kept = wind_down(desk, registration.number, ending, reasons=reader.text(_NOTE.path))
    said = "It winds down."
    if kept.growing.winding_down is not None:
        said = f"It winds down until {in_words(kept.growing.winding_down.until)}."
    if ends_as is State.DECEASED:
        letters = keys_by_id()["record.letters"].display
        said += f" {letters} draws a letter to {ending.contact}."
    return Told(said=said)


def _last_day(text: str, *, today: date) -> date:
    return parse_date(text, "last day", today=today, must_be=MustBe.TODAY_OR_FUTURE)


def _closing(registration: Registration) -> FormAct[Told]:
    from amnesty.services.registrations.winding_down import what_is_held

    held = what_is_held(registration.growing.sites)
    first = "Nothing is written down as held any more."
    if held:
        first = f"{held} are still written down: say first what became of them."
    winding_down = registration.growing.winding_down
    ends_as = winding_down.ends_as.value if winding_down else "ended"

    def run(sitting: Sitting, _: Reader) -> Told:
        from amnesty.services.registrations.winding_down import close_registration

        desk = as_it_was_read(sitting.desk, registration)
        kept = close_registration(desk, registration.number)
        return Told(said=f"Closed: the registration is {kept.state.value}.")

    return FormAct(
        name="Close it: nothing is left",
        act=Act.EXTEND,
        effect=(
            who_of(registration),
            first,
            f"It ends as {ends_as}, and its papers with the next police file.",
        ),
        confirm=registration.number,
        run=run,
    )
