"""A clerk, in a process of their own, who goes on working when the server fails.

Run with the register's folder, the clerk's name, where to start and how many patients.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from amnesty.errors import NotFoundError
from amnesty.errors.anchor import RegisterWentBackError
from amnesty.errors.server import (
    KeptAfterAllError,
    OutcomeUnknownError,
    RepeatableError,
)
from amnesty.services.hand_in.receiving import receive_hand_in
from amnesty.services.papers.issuing import issue_certificate
from amnesty.services.registrations.deciding import approve_registration
from amnesty.services.registrations.registering import (
    read_answers,
    register_patient,
    submit_registration,
)
from amnesty.services.registrations.searching import find_registrations, open_record
from db.register import open_register
from tests.faults.trials.work import (
    APPROVED,
    HANDED_IN,
    ISSUED,
    REGISTERED,
    SUBMITTED,
    desks_of,
    one_gram,
    people,
)
from tests.store.office import CHEAP

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.identifiers import RegistrationNumber
    from db.register import SqlRegister
    from tests.faults.trials.work import Desks

T = TypeVar("T")

DONE_AGAIN, PRESSED_AGAIN, LOST = "done again", "pressed again", "lost"
ACTS = frozenset({REGISTERED, SUBMITTED, APPROVED, ISSUED, HANDED_IN})
_WAIT = 30.0


def main(*given: str) -> None:
    """Work, and print a line for each act that is kept."""
    folder, clerk, start, count = given
    desks = desks_of(lambda name: _open(Path(folder), name), clerk)
    desks = replace(
        desks,
        clerk=replace(desks.clerk, pause=_pause),
        supervisor=replace(desks.supervisor, pause=_pause),
    )
    answers = people(int(start))
    try:
        for _ in range(int(count)):
            _serve(desks, next(answers))
    except (RegisterWentBackError, NotFoundError) as error:
        _tell(LOST, type(error).__name__, "")


def _pause(seconds: float) -> None:
    """Wait before an act is done again by itself, and tell of it."""
    _tell(DONE_AGAIN, "", "")
    time.sleep(seconds)


def _open(folder: Path, name: str) -> SqlRegister:
    passphrase = f"made-up passphrase of {name}"
    return open_register(folder, name, passphrase, cost=CHEAP, wait=_WAIT)


def _serve(desks: Desks, raw: dict[str, str]) -> None:
    """Register a patient, have them approved, and give and take what there is."""
    clerk, supervisor = desks.clerk, desks.supervisor

    def found() -> RegistrationNumber:
        answer = find_registrations(clerk, raw["patient.health_number"])
        return answer.summaries[0].number

    applied = _press(lambda: read_answers(clerk, raw))
    number = _press(lambda: register_patient(clerk, applied).number, found)
    _tell(REGISTERED, number, "")
    _press(lambda: submit_registration(clerk, number).number, lambda: number)
    _tell(SUBMITTED, number, "")
    _press(lambda: approve_registration(supervisor, number).number, lambda: number)
    _tell(APPROVED, number, "")
    paper = _press(
        lambda: issue_certificate(supervisor, number).issued.certificate.number,
        lambda: open_record(clerk, number).certificates[-1].certificate.number,
    )
    _tell(ISSUED, number, paper)
    receipt = _press(
        lambda: _hand_in(desks, number),
        lambda: open_record(clerk, number).hand_ins[-1].receipt,
    )
    _tell(HANDED_IN, number, receipt)


def _hand_in(desks: Desks, number: RegistrationNumber) -> str:
    put, second = one_gram(number), desks.second
    return receive_hand_in(desks.clerk, number, put, second=second)[0].receipt


def _press(act: Callable[[], T], look: Callable[[], T] | None = None) -> T:
    """Do an act, pressing again for as long as it takes, as the errors say."""
    while True:
        try:
            return act()
        except (RepeatableError, OutcomeUnknownError) as error:
            _tell(PRESSED_AGAIN, type(error).__name__, "")
        except KeptAfterAllError as error:
            _tell(PRESSED_AGAIN, type(error).__name__, "")
            if look is not None:
                return _press(look)


def _tell(*line: str) -> None:
    print(json.dumps(line), flush=True)  # noqa: T201 - how an act is acknowledged
