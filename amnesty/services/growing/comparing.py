"""Comparing policies on the whole register, before either is put in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amnesty.domain.check import amounts_above
from amnesty.domain.event import Verb
from amnesty.domain.identifiers import RegistrationNumber
from amnesty.domain.staff import Act, require
from amnesty.repeating import repeated
from amnesty.services.growing.nightly import STATES

if TYPE_CHECKING:
    from collections.abc import Callable

    from amnesty.domain.policy import Policy
    from amnesty.domain.registration import Registration, RegistrationId
    from amnesty.services.desk import Desk

_PAGE = 500


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Who holds more than two policies permit; each number stands in one list."""

    checked: int
    over_both: tuple[RegistrationNumber, ...]
    over_first: tuple[RegistrationNumber, ...]
    """Above the first policy's limits, within the second's."""
    over_second: tuple[RegistrationNumber, ...]
    """Within the first policy's limits, above the second's."""


def compare_policies(
    desk: Desk,
    first: Policy,
    second: Policy,
    *,
    step: Callable[[int, int], None] = lambda _done, _total: None,
) -> Compared:
    """Return who is above the limits of which of two policies; nothing is changed.

    Args:
        desk: who asks; restricted records that do not name them are left out.
        first: as a rule the policy in force.
        second: the one to compare with it.
        step: is told how many of how many were looked at.
    """
    with desk.refusals_logged("compare_policies"):
        require(desk.member, Act.SET_POLICY)
    over: dict[tuple[bool, bool], list[RegistrationNumber]] = {}
    total = _begin(desk, f"{first.name} {second.name}")
    last: RegistrationId | None = None
    checked = 0
    while True:
        page, last = _read(desk, last)
        for one in page:
            found = tuple(
                amounts_above(one.clinical, one.growing, policy=policy)
                for policy in (first, second)
            )
            over.setdefault((found[0], found[1]), []).append(one.number)
        checked += len(page)
        step(checked, max(total, checked))
        if last is None:
            break
    return Compared(
        checked=checked,
        over_both=tuple(over.get((True, True), ())),
        over_first=tuple(over.get((True, False), ())),
        over_second=tuple(over.get((False, True), ())),
    )


@repeated
def _begin(desk: Desk, names: str) -> int:
    with desk.transaction() as register:
        total = register.how_many(STATES)
        register.append(desk.note(Verb.CONSULTATION, Act.SET_POLICY, policies=names))
    return total


@repeated
def _read(
    desk: Desk, last: RegistrationId | None
) -> tuple[tuple[Registration, ...], RegistrationId | None]:
    with desk.transaction() as register:
        page = register.registrations_after(last, STATES, limit=_PAGE)
        register.append(desk.note(Verb.CONSULTATION, Act.CHECK))
    return page
