"""Which other registrations are at a site: a supervisor's to know, and logged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.identifiers import RegistrationNumber
from amnesty.domain.staff import Act, require
from amnesty.errors.rules import RecordRestrictedError
from amnesty.repeating import repeated
from amnesty.services.growing.journalling import site_of

if TYPE_CHECKING:
    from amnesty.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Beside:
    """The other registrations at a site."""

    numbers: tuple[RegistrationNumber, ...]
    """By number alone: whose they are is in their records, for who may open them."""
    restricted: int
    """How many more there are whose records are restricted."""


@repeated
def registrations_beside(
    desk: Desk, number: RegistrationNumber, *, site: int
) -> Beside:
    """Return which other registrations share a site with this one.

    A clerk sees from the check that there are too many, and not which: a shared address
    never tells one resident about another.

    Raises:
        RoleMayNotError: only who approves may know.
        NoSuchSiteError: there is no such site.
    """
    require(desk.member, Act.APPROVE)
    numbers: list[RegistrationNumber] = []
    restricted = 0
    with desk.transaction() as register:
        registration = register.registration(number)
        address = site_of(registration, site).address
        (found,) = register.registrations_at([address])
        for other in sorted({*found} - {registration.id}):
            try:
                numbers.append(register.registration_by_id(other).number)
            except RecordRestrictedError:
                restricted += 1
        told = str(len(numbers))
        note = desk.note(
            Verb.COMBINATION, Act.APPROVE, registration.id, what="beside", told=told
        )
        register.append(note)
    return Beside(numbers=tuple(sorted(numbers)), restricted=restricted)
