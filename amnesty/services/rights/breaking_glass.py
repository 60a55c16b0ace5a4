"""Opening a restricted record in an emergency: seen at once, and asked about later."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, require
from amnesty.domain.text import clean_line
from amnesty.repeating import repeated

if TYPE_CHECKING:
    from amnesty.domain.identifiers import RegistrationNumber
    from amnesty.domain.registration import Registration
    from amnesty.services.desk import Desk

_REFERENCE_SIZE = 4
_LONGEST = 500


class Broken(NamedTuple):
    """What was opened, and by what an auditor finds the alert."""

    registration: Registration
    reference: str


@repeated
def break_glass(desk: Desk, number: RegistrationNumber, reason: str) -> Broken:
    """Open a restricted record and raise an alert, which names nobody.

    The alert stands in clear in the log with its reference; the reason and whose record
    it was are sealed for auditors.

    Raises:
        BadInputError: there is no reason.
        NoSuchRegistrationError: there is none with this number.
    """
    require(desk.member, Act.BREAK_GLASS)
    why = clean_line(reason, "reason", longest=_LONGEST)
    reference = desk.chance(_REFERENCE_SIZE).hex().upper()
    with desk.transaction() as register:
        found = register.break_glass(number)
        register.append(
            desk.note(
                Verb.CONSULTATION,
                Act.BREAK_GLASS,
                found.id,
                codes={"alarm": "break glass", "reference": reference},
                reason=why,
            )
        )
    return Broken(found, reference)
