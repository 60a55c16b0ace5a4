"""What may change of a decided record as it stands, the commonest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amnesty.domain.registration import State
from amnesty.services.intake.typed import answers_of
from amnesty.services.registrations.taking_back import may_take_back
from tui.arranged_changes import caretaker_changes, site_changes
from tui.asked_changes import (
    grower_changes,
    moved_sites,
    need_change,
    taking_back,
)

if TYPE_CHECKING:
    from amnesty.domain.registration import Registration
    from amnesty.domain.staff import StaffMember
    from tui.change_forms import Change


def changes_of(registration: Registration, member: StaffMember) -> tuple[Change, ...]:
    """Return what a member may change; what is decided, while nothing else waits.

    What they asked for themselves can be taken back.
    """
    kept = answers_of(registration, {})
    at_once = (
        *caretaker_changes(registration, kept),
        *site_changes(registration, kept),
    )
    if may_take_back(registration, member):
        return (*at_once, taking_back(registration))
    if registration.growing.asked or registration.clinical.renewal:
        return at_once
    if registration.state is State.SUSPENDED:
        return (*at_once, need_change(registration, kept))
    if registration.state is not State.ACTIVE:
        return at_once
    return (
        *at_once,
        need_change(registration, kept),
        *grower_changes(registration, kept),
        *moved_sites(registration, kept),
    )
