"""The key jobs in plain lines: the same fields, the same services, no screen."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from amnesty.cli.demonstration.setting import PASSPHRASE, SECOND_SUPERVISOR
from amnesty.cli.line.asking import Asking, GoBackError, StopAskingError
from amnesty.cli.line.jobs import (
    declare_by_questions,
    find_by_questions,
    hand_in_by_questions,
    register_by_questions,
)
from amnesty.domain.registration import State
from amnesty.services.hand_in.courses import beside
from amnesty.services.intake.fields import fields_by_path, sections
from amnesty.services.registrations.keeping_forms import kept_form
from amnesty.services.registrations.registering import read_answers, register_patient
from amnesty.services.registrations.searching import open_record
from tests.screens.listed import registrations_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amnesty.cli.screens import WiredFront
    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk


class _Scripted:
    """Somebody who answers from a list, and remembers what was asked and said."""

    def __init__(self, answers: Iterable[str]) -> None:
        self._answers = iter(answers)
        self.asked: list[str] = []
        self.said: list[str] = []

    def read(self, prompt: str) -> str:
        """Return the next answer; at the end there is nobody any more."""
        self.asked.append(prompt)
        try:
            return next(self._answers)
        except StopIteration:
            raise EOFError from None

    @property
    def asking(self) -> Asking:
        """Return how questions are put to them."""
        return Asking(read=self.read, say=self.said.append)


def _typed(answers: dict[str, str]) -> list[str]:
    """Return a whole registration as it is typed, question by question."""
    typed: list[str] = []
    for section in sections():
        names = [field.path.replace("*", "0") for field in section.fields]
        given = [answers.get(name, "") for name in names]
        if section.group:
            typed += [] if section.least else ["y" if any(given) else "n"]
            typed += given if any(given) else []
            typed += ["n"] if any(given) else []
        elif all(field.optional for field in section.fields):
            typed += ["y", *given] if any(given) else ["n"]
        else:
            typed += given
    return typed


def _paths_typed(answers: dict[str, str]) -> list[str]:
    """Return which field each line of `_typed` answers; "" for a yes or no between."""
    paths: list[str] = []
    for section in sections():
        names = [field.path.replace("*", "0") for field in section.fields]
        given = any(answers.get(name) for name in names)
        if section.group:
            paths += [""] * (not section.least)
            paths += [*names, ""] if given else []
        elif all(field.optional for field in section.fields):
            paths += ["", *names] if given else [""]
        else:
            paths += names
    return paths


@pytest.fixture
def draft(clerk: Desk, answers: dict[str, str]) -> Registration:
    """Return a draft of a made-up patient."""
    return register_patient(clerk, read_answers(clerk, answers))


def test_a_patient_is_registered_by_answers_alone(
    clerk: Desk, answers: dict[str, str]
) -> None:
    """Question by question, with one that was left out asked again at the end."""
    typed = _typed(answers)
    at = typed.index(answers["patient.date_of_birth"])
    typed[at] = ""
    who = _Scripted([*typed, answers["patient.date_of_birth"], "y"])
    assert register_by_questions(who.asking, clerk) == 0
    (kept,) = registrations_in(clerk, State.DRAFT)
    assert f"Registered as {kept.number}, a draft." in who.said
    assert "Problem: Enter the date of birth." in who.said
    assert "There is a problem." in who.said
    assert any(told.startswith("Check:") for told in who.said)
    assert kept_form(clerk) is None
    assert open_record(clerk, kept.number).registration.number == kept.number


@pytest.mark.parametrize(
    ("path", "wrong", "told"),
    [
        ("patient.date_of_birth", "27 3", "Date of birth must include a year"),
        ("patient.date_of_birth", "27", "Date of birth must include a month and year"),
        ("patient.home.postcode", "nowhere", ""),
        ("evidence.0.issued_on", "27 3", "must include a year"),
        ("undertaking.signed_on", "27 3", "must include a year"),
        ("sites.0.setting", "underground", ""),
        ("sites.0.plants.0.since", "27 3", "must include a year"),
        ("sites.0.stock.0.weighed_on", "1 Mai", "must include a year"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_question(
    *, clerk: Desk, answers: dict[str, str], path: str, wrong: str, told: str
) -> None:
    """The sentence says why, the same question comes again, and all else goes on."""
    typed = _typed(answers)
    paths = _paths_typed(answers)
    at = paths.index(path)
    who = _Scripted([*typed[:at], wrong, *typed[at:], "y"])
    assert register_by_questions(who.asking, clerk) == 0
    assert not any(one.startswith("There is a problem") for one in who.said)
    (problem,) = (one for one in who.said if one.startswith("Problem: "))
    assert told in problem
    asked = who.asked[at : at + 2]
    assert asked[1] == asked[0]


def test_the_home_address_is_offered_for_the_first_site(
    clerk: Desk, answers: dict[str, str]
) -> None:
    """Enter takes it line by line: nobody types an address twice."""
    at = {"line_1", "town", "postcode"}
    home = {one: answers[f"patient.home.{one}"] for one in at}
    typed, paths = _typed(answers), _paths_typed(answers)
    for one in at:
        typed[paths.index(f"sites.0.address.{one}")] = ""
    who = _Scripted([*typed, "y"])
    assert register_by_questions(who.asking, clerk) == 0
    (kept,) = registrations_in(clerk, State.DRAFT)
    (site,) = open_record(clerk, kept.number).registration.growing.sites
    assert site.address.postcode == home["postcode"]
    assert any(f"[{home['line_1']}]" in one for one in who.asked)


def test_a_wrong_answer_can_be_left_for_the_end(
    clerk: Desk, answers: dict[str, str]
) -> None:
    """`-` goes on without it; it is asked again when all else was."""
    typed = _typed(answers)
    at = typed.index(answers["patient.date_of_birth"])
    typed[at : at + 1] = ["27 3", "-"]
    who = _Scripted([*typed, answers["patient.date_of_birth"], "y"])
    assert register_by_questions(who.asking, clerk) == 0
    assert "There is a problem." in who.said


def test_what_was_answered_is_kept_when_somebody_stops(
    clerk: Desk, answers: dict[str, str]
) -> None:
    """A stop keeps the answers, and the next time offers them in brackets."""
    first = _Scripted([answers["patient.full_name"], "."])
    with pytest.raises(StopAskingError):
        register_by_questions(first.asking, clerk)
    again = _Scripted(["y"])
    with pytest.raises(StopAskingError):
        register_by_questions(again.asking, clerk)
    assert f"[{answers['patient.full_name']}]" in again.asked[1]


def test_a_record_is_found_and_read(clerk: Desk, draft: Registration) -> None:
    """A number chooses among what is found; an empty line ends."""
    name = draft.identity.patient.full_name
    who = _Scripted(["nobody at all", name, "1", ""])
    assert find_by_questions(who.asking, clerk) == 0
    assert any("No record matches" in told for told in who.said)
    assert any(str(draft.number) in told for told in who.said)
    assert any(told.startswith("Need ") for told in who.said)


def test_plants_are_declared_anew(clerk: Desk, draft: Registration) -> None:
    """What stands there is kept by Enter; 0 takes a row away."""
    stock = len(draft.growing.sites[0].stock)
    keep_first_stock = ["y", "", "", "", "", ""] * stock
    who = _Scripted(["y", "", "2", "", "", "n", *keep_first_stock, "n"])
    assert declare_by_questions(who.asking, clerk, draft.number) == 0
    (site,) = open_record(clerk, draft.number).registration.growing.sites
    assert [batch.count for batch in site.plants] == [2]
    assert site.stock == draft.growing.sites[0].stock


def test_a_hand_in_gets_its_receipt(
    front: WiredFront, clerk: Desk, draft: Registration
) -> None:
    """With a second person, one bag of plants, and no bag of stock."""
    stage = draft.growing.sites[0].plants[0].stage.value
    bag = ["y", stage, "1", "TAG-1", "n"]
    typed = ["y", "y", SECOND_SUPERVISOR, "Front counter", "", "", "", ""]
    typed += ["n", *bag, "y"]
    who = _Scripted(typed)
    second = beside(front.open(SECOND_SUPERVISOR, PASSPHRASE))
    done = hand_in_by_questions(
        who.asking, clerk, draft.number, sign_in=lambda _: second
    )
    assert done == 0
    assert any(told.startswith("Receipt H-") for told in who.said)


def test_a_question_explains_itself_and_goes_back() -> None:
    """`?` tells what is asked, `<` and `.` are no answers, the end of input stops."""
    field = fields_by_path()["patient.photo_identity"]
    who = _Scripted(["?", "p", "<", "."])
    assert who.asking.field(field) == "p"
    assert "  p: passport" in who.said
    with pytest.raises(GoBackError):
        who.asking.field(field)
    with pytest.raises(StopAskingError):
        who.asking.field(field)
    with pytest.raises(StopAskingError):
        who.asking.line("Anything")


def test_no_screen_is_loaded() -> None:
    """Line mode starts without Textual, and nothing of it is imported later."""
    program = (
        "import sys, tui.hand_in_form\n"
        "from amnesty.cli.line import group, jobs, verify\n"
        "assert not {'textual', 'rich'} & {one.split('.')[0] for one in sys.modules}"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
