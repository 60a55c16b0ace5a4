"""What changes of a decided record and stands on paper: asked for, and then decided."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from amnesty.domain.registration import State
from amnesty.services.intake.fields import Choice, Kind, Section
from amnesty.services.registrations import changing
from amnesty.services.registrations.renewal import ask_for_renewal
from amnesty.services.registrations.taking_back import take_back
from tui.change_forms import (
    Change,
    Raw,
    asking_whether,
    below,
    part_of_form,
    require_sure,
    section_of,
    where_at,
)
from tui.reading import field_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk

_WAITS = "Nothing changes until a supervisor who did not ask approves it."


def need_change(registration: Registration, kept: Raw) -> Change:
    """Return that it goes on with new evidence, and another need if it says so."""
    number = registration.number
    values = {**below("need.", kept), **below("affordability.", kept)}
    meanwhile = "Its papers stay valid meanwhile."
    if registration.state is State.SUSPENDED:
        meanwhile = "It is decided once the registration is reinstated."
    return Change(
        name="Renew, or another need",
        effect=f"With new evidence. {_WAITS} {meanwhile}",
        form=(part_of_form("Evidence"), part_of_form("Need and affordability")),
        save=lambda desk, raw: ask_for_renewal(desk, number, {**values, **raw}),
        done="The renewal is asked for.",
        values=values,
    )


def grower_changes(registration: Registration, kept: Raw) -> Iterator[Change]:
    """Yield that another adult grows, and that the patient does again."""
    number = registration.number
    yield Change(
        name="Another grower",
        effect=f"One adult who grows for the patient, and is named. {_WAITS}",
        form=(part_of_form("Designated grower", required=True),),
        save=lambda desk, raw: changing.ask_for_grower(desk, number, raw),
        done="Another grower is asked for.",
        values=below("grower.", kept),
    )
    if registration.identity.grower is not None:
        yield _patient_again(number)


def _patient_again(number: RegistrationNumber) -> Change:
    def save(desk: Desk, raw: Raw) -> Registration:
        require_sure(raw)
        return changing.ask_for_patient_to_grow(desk, number)

    return Change(
        name="The patient grows again",
        effect=f"The designated grower ends. {_WAITS}",
        form=asking_whether("The patient grows again", "Ask for it"),
        save=save,
        done="It is asked that the patient grows.",
        values={},
    )


def taking_back(registration: Registration) -> Change:
    """Return that what waits to be decided is taken back by who asked for it."""
    number, asked = registration.number, registration.growing.asked
    what = "the renewal" if asked is None else asked.words

    def save(desk: Desk, raw: Raw) -> Registration:
        require_sure(raw)
        return take_back(desk, number)

    return Change(
        name="Take back what you asked for",
        effect=f"You asked: {what}. All stays as it is; it can be asked for again.",
        form=asking_whether("Take it back", "Take it back"),
        save=save,
        done="Taken back.",
        values={},
    )


def moved_sites(registration: Registration, kept: Raw) -> Iterator[Change]:
    """Yield that a site moves, that there is one more, and that one is closed."""
    number, places = registration.number, registration.growing.open_sites
    form = (_new_site(),)
    for place in places:
        yield Change(
            name=f"Move{where_at(registration, place, always=True)}, or its setting",
            effect=f"All that is there moves along. {_WAITS}",
            form=form,
            save=partial(_move, number=number, place=place),
            done="The move is asked for.",
            values=_moved(place, kept),
        )
    yield Change(
        name="One more site",
        effect=f"Each site has its share of the limits. {_WAITS}",
        form=form,
        save=lambda desk, raw: changing.ask_for_site(desk, number, raw),
        done="One more site is asked for.",
        values={},
    )
    if len(places) > 1:
        yield from (_closing(registration, place) for place in places)


def _move(
    desk: Desk, raw: Raw, *, number: RegistrationNumber, place: int
) -> Registration:
    return changing.ask_for_site(desk, number, raw, instead_of=place)


def _closing(registration: Registration, place: int) -> Change:
    others = [one for one in registration.growing.open_sites if one != place]
    choices = tuple(
        Choice(letter=str(one + 1), word=f"site {one + 1}") for one in others
    )
    to = field_of(
        "to", "What is there goes to", kind=Kind.CHOICE, choices=choices, optional=True
    )
    places = {one.letter: other for one, other in zip(choices, others, strict=True)}
    places |= {one.word: other for one, other in zip(choices, others, strict=True)}
    number = registration.number
    return Change(
        name=f"Close{where_at(registration, place, always=True)}",
        effect=f"Leave the box empty where nothing is there. {_WAITS}",
        form=(section_of("Close a site", to),),
        save=lambda desk, raw: changing.ask_to_close_site(
            desk, number, site=place, to=places.get(raw.get("to", "").casefold())
        ),
        done="The closing is asked for.",
        values={},
    )


def _new_site() -> Section:
    fields = tuple(one.at(0) for one in part_of_form("Growing site").fields)
    return section_of("The new site", *fields)


def _moved(place: int, kept: Raw) -> dict[str, str]:
    """Return a site's answers as those of the new one, for what stays to stand."""
    prefix, held = f"sites.{place}.", ("plants", "stock")
    return {
        f"sites.0.{path.removeprefix(prefix)}": text
        for path, text in below(prefix, kept).items()
        if path.split(".")[2] not in held
    }
