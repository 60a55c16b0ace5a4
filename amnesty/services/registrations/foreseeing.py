"""What a record would be if what waits on it were approved, for who decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.finding import Report
from amnesty.domain.registration import Registration
from amnesty.domain.staff import Act, require
from amnesty.repeating import repeated
from amnesty.services.growing.checking import check_registration
from amnesty.services.registrations.carrying import as_asked
from amnesty.services.registrations.renewal import with_renewal

if TYPE_CHECKING:
    from amnesty.services.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """A registration as it would be, with its check."""

    registration: Registration
    report: Report


@repeated
def foresee(desk: Desk, registration: Registration) -> Foreseen:
    """Return a record with what was asked for, as if it were approved today.

    Nothing is moved between sites yet: what is there stands where it stands.
    """
    require(desk.member, Act.APPROVE)
    after, today = registration, desk.today()
    renewal, asked = registration.clinical.renewal, registration.growing.asked
    if renewal is not None:
        after = with_renewal(registration, renewal)
    elif asked is not None:
        after = as_asked(registration, asked.what, today)
    with desk.transaction() as register:
        report = check_registration(register, after, today)
        note = desk.note(Verb.CONSULTATION, Act.READ, registration.id, what="check")
        register.append(note)
    return Foreseen(registration=after, report=report)
