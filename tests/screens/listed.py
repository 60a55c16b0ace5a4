"""What a register holds, asked behind the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.event import Verb
from amnesty.domain.registration import State
from amnesty.domain.staff import Act

if TYPE_CHECKING:
    from amnesty.domain.searched import Summary
    from amnesty.services.desk import Desk


def registrations_in(desk: Desk, *states: State) -> tuple[Summary, ...]:
    """Return up to ten registrations in some states, in any if none is named."""
    with desk.transaction() as register:
        register.append(desk.note(Verb.CONSULTATION, Act.SEARCH))
        return register.listed(states or tuple(State), limit=10)
