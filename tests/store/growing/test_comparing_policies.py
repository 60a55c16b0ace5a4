"""Two policies are compared on everybody, and nothing is changed by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amnesty.domain.staff import Role
from amnesty.errors.rules import RoleMayNotError
from amnesty.policies import load_policy
from amnesty.services.desk import Desk
from amnesty.services.growing.comparing import compare_policies

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.registration import Registration
    from db.register import SqlRegister

UK, CANADA = load_policy("uk-55g"), load_policy("canada")


def test_who_is_over_is_told_by_policy(
    desk: Desk, supervisor: SqlRegister, grow: Callable[..., Registration]
) -> None:
    """For 1.5 g a day one permits 4 plants in flower, the other 8."""
    grow("Ada", 4)
    over = grow("Bea", 5)
    far = grow("Cai", 9)
    asking = Desk(register=supervisor, clock=desk.clock, chance=desk.chance)
    found = compare_policies(asking, UK, CANADA)
    assert found.checked == 3
    assert found.over_both == (far.number,)
    assert found.over_first == (over.number,)
    assert found.over_second == ()


def test_a_clerk_compares_no_policies(desk: Desk) -> None:
    """It is for whoever sets them."""
    with pytest.raises(RoleMayNotError):
        compare_policies(desk, UK, CANADA)
    assert desk.member.role is Role.CLERK
