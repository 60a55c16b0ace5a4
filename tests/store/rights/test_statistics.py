"""Counts by group and outcome: made once a month, and nobody is in them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.registration import State
from amnesty.domain.staff import Compartment
from amnesty.domain.verdict import Verdict
from amnesty.errors.asking import ReasonUnknownError
from amnesty.errors.rights import NoAnswerGivenError
from amnesty.errors.rules import RoleMayNotError
from amnesty.services.police.asking import record_outcome
from amnesty.services.registrations.searching import open_record
from amnesty.services.rights.equality import all_answers, record_equality
from amnesty.services.rights.erasing import confirm_erasure, propose_erasure
from amnesty.services.rights.statistics import compute_statistics, read_statistics

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from tests.store.rights.conftest import Room


def test_auditors_read_the_hidden_tables_alone(
    room: Room,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """Nine drafts are ten, two active are a star; an auditor cannot have them made."""
    for number in range(9):
        keep(person(f"Draft {number}"))
    for number in range(2):
        keep(replace(person(f"Active {number}"), state=State.ACTIVE))
    with pytest.raises(RoleMayNotError):
        compute_statistics(room.desk("linh"))
    made = compute_statistics(room.desk("idris"))
    [kept] = read_statistics(room.desk("linh")).values()
    assert kept == made
    [states] = [one for one in kept if one.title == "Registrations by state"]
    rows = {row[0]: row[1:] for row in states.rows}
    assert rows["active"][0] == "*"
    assert rows["Total"] != ("11", "11")
    assert "Draft 1" not in json.dumps([one.rows for one in kept])


def test_a_months_tables_are_made_once(
    room: Room,
    keep: Callable[[Registration], Registration],
    person: Callable[..., Registration],
) -> None:
    """So that nobody learns from a difference what one registration is."""
    for number in range(12):
        keep(person(f"Draft {number}"))
    first = compute_statistics(room.desk("idris"))
    for number in range(9):
        keep(person(f"More {number}"))
    assert compute_statistics(room.desk("idris")) == first
    room.clock.go_on(days=31)
    assert compute_statistics(room.desk("idris")) != first


def test_equality_answers_are_counted_and_never_shown(
    room: Room, kept: Registration
) -> None:
    """They are apart from the record, are coded, and go with it."""
    clerk, idris = room.desk("bronwen"), room.desk("idris")
    answers = {"ethnic group": "White", "sex": "prefer not to say"}
    record_equality(clerk, kept.number, answers)
    assert "White" not in repr(open_record(clerk, kept.number))
    assert "White" not in repr(room.last())
    with pytest.raises(ReasonUnknownError, match="Asian"):
        record_equality(clerk, kept.number, {"ethnic group": "=cmd()"})
    with pytest.raises(NoAnswerGivenError):
        record_equality(clerk, kept.number, {})
    with idris.register.transaction() as work:
        assert all_answers(work) == {f"{kept.id:016x}": answers}
        secrets = work.secrets(Compartment.IDENTITY)
    assert not any(b"White" in one for one in secrets.values())
    propose_erasure(idris, kept.number, "asked for")
    confirm_erasure(room.desk("gareth"), kept.number)
    with idris.register.transaction() as work:
        assert all_answers(work) == {}


def test_what_came_of_checks_is_counted(room: Room) -> None:
    """By verdict, next step and outcome, from codes that name nobody."""
    for _ in range(9):
        record_outcome(room.desk("padraig"), Verdict.EXPIRED, "diverted")
    made = compute_statistics(room.desk("idris"))
    [table] = [one for one in made if one.title.startswith("Outcomes of police")]
    assert table.columns[0] == "diverted"
    assert table.rows[0][0].startswith("EXPIRED (Telephone the authority")
    assert table.rows[0][1] == "10"
