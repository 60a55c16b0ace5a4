"""Who may destroy what before whom, and that all of it is accounted for."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from amnesty.domain.destroying import destroyed_items, require_people, totals
from amnesty.domain.hand_in import Witness
from amnesty.domain.policy import HandInRules
from amnesty.domain.staff import Role, StaffId, StaffMember
from amnesty.errors.hand_in import (
    BagsDifferError,
    LessThanReceivedError,
    MoreThanReceivedError,
    ReceiverDestroysError,
    SamePeopleError,
    WitnessMissingError,
    WitnessNotAuthorisedError,
    WitnessSignatureError,
)
from tests.unit.domain.acts import receipt

GARETH = StaffMember(id=StaffId(3), name="gareth", role=Role.SUPERVISOR)
KOFI = StaffMember(id=StaffId(2), name="kofi", role=Role.CLERK)
REES = Witness(name="Pat Rees", role="Police Officer", signature_seen=True)
RULES = HandInRules()
ALL = {"A1": Fraction(50), "A2": Fraction(2)}


def test_one_destroys_before_an_authorised_witness() -> None:
    """A third person and a witness in a role that the policy names are enough."""
    require_people(receipt(), GARETH, [REES], RULES)


@pytest.mark.parametrize(
    ("by", "witnesses", "wrong"),
    [
        (KOFI, [REES], ReceiverDestroysError),
        (GARETH, [], WitnessMissingError),
        (GARETH, [replace(REES, role="cook")], WitnessNotAuthorisedError),
        (GARETH, [replace(REES, signature_seen=False)], WitnessSignatureError),
        (GARETH, [replace(REES, name=" BRONWEN ")], SamePeopleError),
        (GARETH, [replace(REES, account=StaffId(1))], SamePeopleError),
        (GARETH, [replace(REES, name="Gareth")], SamePeopleError),
        (GARETH, [replace(REES, account=StaffId(3))], SamePeopleError),
        (GARETH, [REES, replace(REES, name="pat  rees")], SamePeopleError),
    ],
)
def test_the_wrong_people_are_refused(
    by: StaffMember, witnesses: list[Witness], wrong: type[Exception]
) -> None:
    """Who received it neither destroys nor witnesses, and nobody stands twice."""
    with pytest.raises(wrong):
        require_people(receipt(), by, witnesses, RULES)


def test_a_policy_may_ask_for_more_witnesses() -> None:
    """With two asked for, one is too few."""
    with pytest.raises(WitnessMissingError, match="needs 2 authorised witnesses"):
        require_people(receipt(), GARETH, [REES], replace(RULES, witnesses=2))


def test_all_that_was_received_is_destroyed() -> None:
    """Bag by bag, in and out; the sums are of one unit each."""
    items = destroyed_items(receipt(), ALL, "")
    assert totals(items, "g") == (50, 50)
    assert totals(items, "plants") == (2, 2)


@pytest.mark.parametrize(
    ("weighed", "wrong", "told"),
    [
        ({**ALL, "A1": Fraction(501, 10)}, MoreThanReceivedError, "50.1 g"),
        ({**ALL, "A2": Fraction(3)}, MoreThanReceivedError, "3 plants"),
        ({**ALL, "A1": Fraction(49)}, LessThanReceivedError, "say why"),
        ({"A1": Fraction(50)}, BagsDifferError, "bag A2 was not weighed"),
        ({**ALL, "B1": Fraction(1)}, BagsDifferError, "bag B1 is not of this"),
    ],
)
def test_no_gram_comes_or_goes(
    weighed: dict[str, Fraction], wrong: type[Exception], told: str
) -> None:
    """More than was received, less without a reason, and other bags are refused."""
    with pytest.raises(wrong, match=told):
        destroyed_items(receipt(), weighed, "")


def test_less_is_told_with_its_reason() -> None:
    """What dried on the shelf is destroyed as it is now."""
    items = destroyed_items(receipt(), {**ALL, "A1": Fraction(49)}, "It dried")
    assert totals(items, "g") == (50, 49)
