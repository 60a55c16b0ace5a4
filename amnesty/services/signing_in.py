"""Signing in is an act like others: it is in the log before anything is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.staff import Act, require
from amnesty.repeating import repeated

if TYPE_CHECKING:
    from amnesty.domain.authority import Authority
    from amnesty.services.desk import Desk


@repeated
def sign_in(desk: Desk) -> Authority:
    """Log that the member signed in, and return whose register it is."""
    require(desk.member, Act.SIGN_IN)
    with desk.transaction() as register:
        register.append(desk.note(Verb.CONSULTATION, Act.SIGN_IN))
        return register.authority()
