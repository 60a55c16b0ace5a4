"""What changes of a decided record and stands on no paper: written down at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from amnesty.domain.certificate import Setting
from amnesty.domain.dates import MustBe, parse_date
from amnesty.services.growing.plants_and_stock import begin_turn
from amnesty.services.intake.fields import Choice, Kind, Section
from amnesty.services.registrations import arranging
from tui.change_forms import Change, Raw, below, part_of_form, section_of, where_at
from tui.reading import Reader, field_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk

_CERTIFIED = ("address", "setting")


def caretaker_changes(registration: Registration, kept: Raw) -> Iterator[Change]:
    """Yield that a caretaker is named, and that their time ends."""
    number = registration.number
    yield Change(
        name="Name a caretaker",
        effect="Who looks after the plants in the patient's absence; no paper says it.",
        form=(part_of_form("Caretaker", required=True),),
        save=lambda desk, raw: arranging.appoint_caretaker(desk, number, raw),
        done="The caretaker is named.",
        values=below("caretaker.", kept),
    )
    if registration.growing.caretaker is not None:
        on = field_of("on", "Last day", "empty: today", kind=Kind.DATE, optional=True)
        form = (section_of("End the caretaker's time", on),)
        yield Change(
            name="End the caretaker's time",
            effect="The patient is back, or somebody else is named next.",
            form=form,
            save=lambda desk, raw: arranging.end_caretaker(
                desk, number, on=_day(raw, form, desk.today())
            ),
            done="The caretaker's time ends.",
            values={},
        )


def site_changes(registration: Registration, kept: Raw) -> Iterator[Change]:
    """Yield another tenure of each site, and its turn where it takes turns."""
    growing = registration.growing
    for place in growing.open_sites:
        where = where_at(registration, place)
        yield _tenure(registration, place, where, kept)
        if growing.sites[place].setting is Setting.BOTH:
            yield _turn(registration, place, where)


def _tenure(registration: Registration, place: int, where: str, kept: Raw) -> Change:
    shown = part_of_form("Growing site")
    fields = tuple(
        one.at(place)
        for one in shown.fields
        if one.path.split(".")[2] not in _CERTIFIED
    )
    empty = {one.path: "" for one in fields}
    number = registration.number
    return Change(
        name=f"Tenure, consent, safety{where}",
        effect="By what right it is held, and whether the owner's consent was seen.",
        form=(section_of("Tenure, consent and safety", *fields),),
        save=lambda desk, raw: arranging.change_tenure(
            desk, number, {**empty, **raw}, site=place
        ),
        done="Tenure, consent and safety are written down.",
        values={path: text for path, text in kept.items() if path in empty},
    )


def _turn(registration: Registration, place: int, where: str) -> Change:
    turn = registration.growing.sites[place].turn
    now = f"It grows {turn.value} now." if turn else "Nobody has written down which."
    choices = (
        Choice(letter="i", word=Setting.INDOOR.value),
        Choice(letter="o", word=Setting.OUTDOOR.value),
    )
    form = (
        section_of(
            "Indoors or outdoors",
            field_of("turn", "Growing begins", kind=Kind.CHOICE, choices=choices),
            field_of("on", "Day", "empty: today", kind=Kind.DATE, optional=True),
        ),
    )
    number = registration.number

    def begin(desk: Desk, raw: Raw) -> Registration:
        reader = Reader(raw, form)
        setting = reader.choice("turn", Setting)
        on = _read_day(reader, desk.today())
        reader.finish()
        begun = setting or Setting.BOTH
        return begin_turn(desk, number, begun, on=on, site=place)

    return Change(
        name=f"Indoors or outdoors now{where}",
        effect=f"{now} The limits of that period hold from the day on.",
        form=form,
        save=begin,
        done="The turn is written down.",
        values={},
    )


def _day(raw: Raw, form: tuple[Section, ...], today: date) -> date:
    reader = Reader(raw, form)
    on = _read_day(reader, today, must_be=None)
    reader.finish()
    return on


def _read_day(
    reader: Reader, today: date, *, must_be: MustBe | None = MustBe.TODAY_OR_PAST
) -> date:
    if not reader.text("on").strip():
        return today
    read = partial(parse_date, what="day", today=today, must_be=must_be)
    return reader.read("on", read) or today
