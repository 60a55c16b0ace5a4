"""How often police may ask, and what is asked of them, whatever they type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.domain.verdict import Verdict
from amnesty.errors.asking import AskingBarredError, FullerReasonNeededError
from amnesty.policies.house_rules import default_house_rules
from amnesty.services.authority.house_rules import set_house_rules
from amnesty.services.police.asking import ask_by_number
from tests.store.rights.test_police_questions import why

if TYPE_CHECKING:
    from amnesty.domain.certificate import Certificate
    from tests.store.rights.conftest import Room


@pytest.mark.parametrize(
    ("rule", "changes"),
    [("by_officer_an_hour = 30", "PC 101"), ("by_force_an_hour = 300", "PC 102")],
)
def test_officers_and_forces_have_limits(
    *, room: Room, certificate: Certificate, rule: str, changes: str
) -> None:
    """As many questions an hour as the house rules have, and an alarm at the next."""
    name = rule.partition(" ")[0]
    text = default_house_rules().replace(rule, f"{name} = 3")
    set_house_rules(room.desk("idris"), text)
    desk = room.desk("padraig")
    for _ in range(3):
        ask_by_number(desk, certificate.number, why())
    with pytest.raises(AskingBarredError, match="as often as is allowed"):
        ask_by_number(desk, certificate.number, why(collar=changes))
    assert "limit" in room.last()["codes"]["alarm"]
    if name == "by_officer_an_hour":
        ask_by_number(desk, certificate.number, why(force="Dyfed", collar="PC 7"))
    room.clock.go_on(minutes=61)
    ask_by_number(desk, certificate.number, why())


def test_an_account_has_a_limit_whoever_it_says_asks(
    room: Room, certificate: Certificate
) -> None:
    """Force and collar number are typed: another one each time asks no more often."""
    text = default_house_rules().replace(
        "by_force_an_hour = 300", "by_force_an_hour = 3"
    )
    set_house_rules(room.desk("idris"), text)
    desk = room.desk("padraig")
    for number in range(3):
        ask_by_number(desk, certificate.number, why(force=f"Force {number}"))
    with pytest.raises(AskingBarredError, match="as often as a force may"):
        ask_by_number(desk, certificate.number, why(force="Force 9"))
    assert room.last()["codes"]["alarm"] == "limit of the account"


def test_some_questions_want_a_fuller_reason(
    room: Room, certificate: Certificate
) -> None:
    """One in as many as the house rules have; the same one, whatever else is typed."""
    text = default_house_rules().replace("one_in = 10", "one_in = 4")
    set_house_rules(room.desk("idris"), text)
    desk, drawn = room.desk("padraig"), 0
    typed = [
        {"incident": incident, "collar": collar, "reason": reason}
        for incident in ("LC-1", "LC-2")
        for collar in ("PC 101", "PC 102")
        for reason in ("at the door", "stop")
    ]
    for _ in range(40):
        refused = 0
        for one in typed:
            try:
                ask_by_number(desk, certificate.number, why(fuller="short", **one))
            except FullerReasonNeededError:
                refused += 1
        assert refused in {0, len(typed)}
        if refused:
            drawn += 1
            told = ask_by_number(desk, certificate.number, why())
            assert told.verdict is Verdict.VALID
        room.clock.go_on(days=1)
    assert 1 <= drawn <= 25
