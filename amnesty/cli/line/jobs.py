"""The jobs at the desk, by questions: register, find, declare, receive a hand-in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from amnesty.cli.line.asking import StopAskingError
from amnesty.cli.line.form import LineForm
from amnesty.cli.registrations.show import record_lines, who_it_is
from amnesty.domain.dates import in_table
from amnesty.domain.journal import Because
from amnesty.domain.london import london_day
from amnesty.errors.growing import WhyFewerError
from amnesty.services.hand_in.receiving import receive_hand_in
from amnesty.services.intake.application import read_declaration
from amnesty.services.intake.fields import sections
from amnesty.services.registrations.correcting import typed_answers
from amnesty.services.registrations.keeping_forms import drop_form, keep_form, kept_form
from amnesty.services.registrations.previewing import find_alike, preview_check
from amnesty.services.registrations.registering import (
    declare,
    read_answers,
    register_patient,
)
from amnesty.services.registrations.searching import find_registrations, open_record
from tui.forms import at_site

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from amnesty.cli.line.asking import Asking
    from amnesty.domain.finding import Report
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.domain.staff import StaffMember
    from amnesty.services.desk import Desk

_DONE, _NOTHING = 0, 1
_BELOW_A_SITE = ("sites.*.plants", "sites.*.stock")
_BECAUSE = (Because.DIED, Because.DESTROYED, Because.LOST, Because.MISTAKE)
_MOST_LISTED = 20


def register_by_questions(asking: Asking, desk: Desk) -> int:
    """Register a patient; what was answered is kept until it is registered."""
    form = LineForm(
        asking,
        sections(),
        _kept_answers(asking, desk),
        reader=lambda raw: read_answers(desk, raw),
        keep=lambda answers: keep_form(desk, answers),
    )
    try:
        form.ask_all()
        application = form.read(lambda raw: read_answers(desk, raw))
    except StopAskingError:
        keep_form(desk, form.answers)
        asking.say("What you answered is kept: amnesty line register goes on with it.")
        raise
    for told in _check_lines(preview_check(desk, application)):
        asking.say(told)
    for one in find_alike(desk, application):
        asking.say(f"May be the same patient: {one.number}, {who_it_is(one)}")
    name = application.identity.patient.full_name
    if not asking.yes(f"Register {name}?", default=True):
        asking.say("Nothing was registered. What you answered is kept.")
        return _NOTHING
    kept = register_patient(desk, application)
    drop_form(desk)
    asking.say(f"Registered as {kept.number}, a draft.")
    asking.say(f"Next: amnesty submit {kept.number}")
    return _DONE


def find_by_questions(asking: Asking, desk: Desk) -> int:
    """Find patients until an empty line; read the record of the one that is meant."""
    asked = "Name, number, date of birth or postcode"
    while text := asking.line(asked, explain=("An empty line ends.",)):
        found = find_registrations(desk, text, limit=_MOST_LISTED)
        if not found.summaries:
            asking.say(f"No record matches “{text}”. Check the spelling.")
            continue
        if found.total > len(found.summaries):
            asking.say(f"{found.total} match: these are the likeliest.")
        names = [
            f"{one.number}, {one.state.value}, {who_it_is(one)}"
            for one in found.summaries
        ]
        chosen = asking.one_of("Which one?", names)
        if chosen is not None:
            record = open_record(desk, found.summaries[chosen].number)
            for told in record_lines(record):
                asking.say(told)
    return _DONE


def declare_by_questions(asking: Asking, desk: Desk, number: RegistrationNumber) -> int:
    """Declare plants and stock of one site, beginning with what is declared now."""
    registration = open_record(desk, number).registration
    site = _site(asking, registration)
    below = f"sites.{site}."
    answers = {
        path: text
        for path, text in typed_answers(desk, registration).items()
        if path.startswith((f"{below}plants.", f"{below}stock."))
    }
    parts = [at_site(one, site) for one in sections() if one.group in _BELOW_A_SITE]
    asking.say("Answer 0 to how many, or to grams, for what is there no more.")
    today = desk.today()
    form = LineForm(
        asking,
        parts,
        answers,
        reader=lambda raw: read_declaration(_left(raw), site=site, today=today),
    )
    form.ask_all()
    because: Because | None = None

    def kept(raw: Mapping[str, str]) -> Registration:
        return declare(desk, number, _left(raw), site=site, because=because)

    try:
        form.read(kept)
    except WhyFewerError as error:
        names = [one.value.capitalize() for one in _BECAUSE]
        chosen = asking.one_of(f"What became of {error.gone}?", names)
        if chosen is None:
            asking.say("Nothing was kept.")
            return _NOTHING
        because = _BECAUSE[chosen]
        form.read(kept)
    for told in _check_lines(open_record(desk, number).report):
        asking.say(told)
    asking.say("Plants and stock are kept.")
    return _DONE


def hand_in_by_questions(
    asking: Asking,
    desk: Desk,
    number: RegistrationNumber,
    *,
    sign_in: Callable[[str], StaffMember],
) -> int:
    """Receive what is handed in, with a second person who signs in beside."""
    from tui.hand_in_form import SECTIONS, read_hand_in

    registration = open_record(desk, number).registration
    asking.say(f"Hand-in of {registration.identity.patient.full_name}, {number}.")
    site = _site(asking, registration)
    reader = partial(read_hand_in, site=site)
    form = LineForm(asking, SECTIONS, reader=reader)
    form.ask_all()
    presented, second = form.read(reader)
    if not asking.yes(
        "Receive it and give a receipt, which never changes?", default=True
    ):
        asking.say("Nothing was received.")
        return _NOTHING
    received, _ = receive_hand_in(desk, number, presented, second=sign_in(second))
    asking.say(f"Receipt {received.receipt}. Pass it on to the police within 24 hours.")
    return _DONE


def _kept_answers(asking: Asking, desk: Desk) -> Mapping[str, str]:
    kept = kept_form(desk)
    if kept is None or kept.of is not None:
        return {}
    who = kept.answers.get("patient.full_name") or "nobody named yet"
    at = in_table(london_day(kept.at))
    if asking.yes(f"Go on with the form of {who}, kept on {at}?", default=True):
        return kept.answers
    return {}


def _site(asking: Asking, registration: Registration) -> int:
    sites = registration.growing.sites
    if len(sites) == 1:
        return 0
    chosen = asking.one_of("Which site?", [one.address.one_line for one in sites])
    return chosen or 0


def _left(raw: Mapping[str, str]) -> dict[str, str]:
    """Return the rows that are still there: 0 plants or 0 grams is none."""
    gone = {
        path.rpartition(".")[0]
        for path, text in raw.items()
        if path.endswith((".count", ".grams")) and text.strip(" 0.") == ""
    }
    return {
        path: text for path, text in raw.items() if path.rpartition(".")[0] not in gone
    }


def _check_lines(report: Report) -> list[str]:
    return ["Check:"] + [
        f"{one.outcome.value}: {one.sentence} {one.next_step}".rstrip()
        for one in report.findings
        if not one.is_fine or one.compared
    ]
