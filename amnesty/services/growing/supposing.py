"""Supposing that a record were otherwise: both sides at once, and nothing kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, require
from amnesty.domain.what_if import WhatIf, what_if
from amnesty.policies import builtin_policies
from amnesty.repeating import repeated
from amnesty.services.authority.governing import policy_in_force
from amnesty.services.growing.journalling import site_of

if TYPE_CHECKING:
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.policy import Policy
    from amnesty.domain.what_if import Change
    from amnesty.services.desk import Desk


@repeated
def suppose(
    desk: Desk,
    number: RegistrationNumber,
    change: Change,
    *,
    site: int,
    policy: Policy | None = None,
) -> WhatIf:
    """Return a record as it is kept beside what a change would make of it.

    Args:
        desk: who asks; it is logged as a look at the record.
        number: the registration.
        change: what is otherwise.
        site: which site, counted from 0.
        policy: the profile to compute the change under; None for the one in force.

    Raises:
        NoSuchSiteError: there is no such site.
    """
    require(desk.member, Act.READ)
    with desk.transaction() as register:
        registration = register.registration(number)
        site_of(registration, site)
        in_force = register.policy()
        note = desk.note(Verb.CONSULTATION, Act.READ, registration.id, what="what if")
        register.append(note)
    return what_if(
        registration,
        change,
        site=site,
        policy=in_force,
        other=policy or in_force,
        today=desk.today(),
    )


def policies_to_compare(desk: Desk) -> tuple[Policy, ...]:
    """Return the policy in force, then the profiles that come with the register."""
    in_force = policy_in_force(desk)
    others = (one for one in builtin_policies() if one.name != in_force.name)
    return (in_force, *others)
